import Platform
import SourceText

/// How far talking to a remote came.
package enum GitReach: Sendable, Equatable {
    case done
    /// The remote cannot be reached now; what git said.
    case offline(String)
    /// The remote has commits that are not known here.
    case rejected
    /// It can be reached, and refuses; what git said.
    case refused(String)
}

/// Where a branch is sent.
package struct GitRemoteBranch: Sendable, Equatable {
    package let remote: String
    package let branch: String
    /// Whether the local branch is tied to it already.
    package let isTracked: Bool

    package init(remote: String, branch: String, isTracked: Bool) {
        self.remote = remote
        self.branch = branch
        self.isTracked = isTracked
    }

    /// The commit of it that was last seen here.
    package var seen: String { "refs/remotes/\(remote)/\(branch)" }
}

/// What merging two commits gives, beside the work tree.
package struct GitMergedTree: Sendable, Equatable {
    package let tree: String
    /// The files that git could not merge.
    package let unmerged: [String]
    /// Those that one side removed and the other changed; they are in the tree as they were changed.
    package let kept: [String]
}

extension GitRepository {
    /// The branch that is checked out; `nil` where none is.
    package var branch: String? { line("symbolic-ref", "--short", "-q", "HEAD") }

    /// Where a branch is sent: where it is tied to, else the branch of its name at the only remote, or at `origin`.
    package func remoteBranch(of branch: String) throws(GitFailure) -> GitRemoteBranch? {
        if let remote = line("config", "--get", "branch.\(branch).remote"),
            let merge = line("config", "--get", "branch.\(branch).merge"), remote != "."
        {
            let name = merge.hasPrefix("refs/heads/") ? String(merge.dropFirst(11)) : merge
            return GitRemoteBranch(remote: remote, branch: name, isTracked: true)
        }
        let output = try run(["remote"]).output
        let remotes = String(readable: output).split(separator: "\n").map(String.init)
        guard
            let remote = remotes.count == 1 ? remotes[0] : remotes.first(where: { $0 == "origin" })
        else { return nil }
        return GitRemoteBranch(remote: remote, branch: branch, isTracked: false)
    }

    /// Fetches what a remote has.
    package func fetch(_ remote: String) -> GitReach { reach(["fetch", "--quiet", remote]) }

    /// Sends the branch that is checked out.
    package func push(_ target: GitRemoteBranch) -> GitReach {
        let options = target.isTracked ? [] : ["--set-upstream"]
        return reach(
            ["push", "--quiet"] + options + [target.remote, "HEAD:refs/heads/\(target.branch)"])
    }

    private func reach(_ words: [String]) -> GitReach {
        do throws(GitFailure) {
            try run(words)
            return .done
        } catch {
            let said = error.message
            if said.contains("[rejected]") || said.contains("fetch first")
                || said.contains("[remote rejected]") && said.contains("lock")
            {
                return .rejected
            }
            let isAway = GitRepository.signsOfAbsence.contains { said.contains($0) }
            return isAway ? .offline(error.summary) : .refused(error.summary)
        }
    }

    /// What git and the programs below it say where a remote cannot be reached.
    private static let signsOfAbsence = [
        "Could not resolve host", "Could not resolve hostname", "Connection refused",
        "Connection timed out", "Operation timed out", "Network is unreachable", "No route to host",
        "Failed to connect", "Couldn't connect", "Connection reset", "unexpected disconnect",
        "does not appear to be a git repository", "ended without a word",
    ]

    /// Whether a commit is another one or comes before it.
    package func isAncestor(_ one: String, of other: String) -> Bool {
        do throws(GitFailure) {
            return try run(["merge-base", "--is-ancestor", one, other], statuses: [0, 1]).status
                == 0
        } catch {
            return false
        }
    }

    /// Merges two commits without touching the work tree or the index. Needs git 2.38.
    ///
    /// - Parameter settings: of the configuration, as `key=value`, for this merge alone.
    package func mergeTree(
        _ one: String, _ other: String, settings: [String]
    ) throws(GitFailure) -> GitMergedTree {
        let options = settings.flatMap { ["-c", $0] }
        let parts = String(
            readable: try run(
                options + ["merge-tree", "--write-tree", "--no-messages", "-z", one, other],
                statuses: [0, 1]
            ).output
        ).split(separator: "\0").map(String.init)
        guard let tree = parts.first else {
            throw GitFailure(command: ["merge-tree"], message: "git answered nothing")
        }
        var stages: [String: Set<String>] = [:]
        for entry in parts.dropFirst() {
            let words = entry.split(separator: "\t", maxSplits: 1).map(String.init)
            guard words.count == 2, let stage = words[0].split(separator: " ").last else {
                continue
            }
            stages[words[1], default: []].insert(String(stage))
        }
        let kept = stages.filter { $0.value == ["1", "2"] || $0.value == ["1", "3"] }.keys
        return GitMergedTree(
            tree: tree, unmerged: stages.keys.filter { !kept.contains($0) }.sorted(),
            kept: kept.sorted())
    }

    /// Makes the commit of a tree; nothing refers to it yet.
    package func commitTree(
        _ tree: String, parents: [String], message: String
    ) throws(GitFailure) -> String {
        let options = parents.flatMap { ["-p", $0] }
        let output = try run(["commit-tree", tree, "-F", "-"] + options, Array(message.utf8)).output
        return String(readable: output.prefix { $0 != Ascii.lineFeed })
    }

    /// Lets the branch and the index follow a work tree that holds `new` already.
    ///
    /// The index goes first: stopped in between, what is new is staged as a change, and not its opposite.
    package func follow(_ new: String, from old: String) throws(GitFailure) {
        try run(["read-tree", "-i", "-m", old, new])
        try run(["update-ref", "-m", "bankbook git sync", "HEAD", new, old])
        _ = try run(["update-index", "-q", "--refresh"], statuses: [0, 1])
    }
}
