import Platform
import SourceText

extension GitRepository {
    /// The files of the ledger that are staged for the next commit, without those that it removes.
    package func staged() throws(GitFailure) -> [String] {
        try words([
            "diff", "--cached", "--name-only", "-z", "--relative", "--no-renames", "--no-ext-diff",
            "--diff-filter=d", "--", ".",
        ])
    }

    /// The files of the ledger that hold something else than what is staged, and those that git does not know.
    package func unstaged() throws(GitFailure) -> [String] {
        let changed = try words([
            "diff", "--name-only", "-z", "--relative", "--no-renames", "--no-ext-diff", "--", ".",
        ])
        return changed + (try words(["ls-files", "-o", "--exclude-standard", "-z", "--", "."]))
    }

    /// Writes everything that is staged in the ledger's part of the repository below a folder.
    ///
    /// - Parameter folder: absolute; the paths below it are those of the repository.
    package func export(to folder: String) throws(GitFailure) {
        try run(["checkout-index", "--all", "--force", "--quiet", "--prefix=\(folder)/"])
    }

    /// Where the hooks of this clone lie.
    package var hooks: String? {
        line("rev-parse", "--git-path", "hooks").map { path in
            path.hasPrefix("/") ? path : "\(top)/\(prefix)\(path)"
        }
    }
}
