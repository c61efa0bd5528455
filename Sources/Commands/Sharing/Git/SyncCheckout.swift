import Git
import Platform
import SourceText
import Store

/// The changes that bring a folder from one commit to another.
struct SyncCheckout {
    /// What is to be written, and by whom.
    struct Plan {
        /// Files of the ledger, for its store.
        var edits: [FileChange] = []
        /// Paths that git itself has to write: outside of the ledger, links, and files that can be run.
        var others: [String] = []
        /// Files that do not hold what the first commit has.
        var changed: [String] = []
    }

    private let root: String
    private let repository: GitRepository
    private let session: Session
    /// Whether a new file may be written otherwise than it is stored.
    private let usesFilters: Bool

    init(_ root: String, _ repository: GitRepository, _ session: Session) {
        self.root = root
        self.repository = repository
        self.session = session
        usesFilters =
            repository.line("config", "--get", "core.autocrlf").map { $0 != "false" } ?? false
            || repository.line("config", "--get-regexp", "^filter\\..*\\.smudge$") != nil
    }

    func plan(from old: String, to new: String) throws(CommandFailure) -> Plan {
        let changes = try askingGit { () throws(GitFailure) in try repository.changes(old, new) }
        let contents = try askingGit { () throws(GitFailure) in
            try repository.contents(changes.flatMap { [$0.blobs.before, $0.blobs.after] })
        }
        var plan = Plan()
        for (place, change) in changes.enumerated() {
            if isOther(change) {
                plan.others.append(change.path)
                continue
            }
            let path = String(change.path.dropFirst(repository.prefix.count))
            let now = try DataFiles(root: root).bytes(path)
            let (before, after) = (contents[2 * place], contents[2 * place + 1])
            // A file that is stored as it stands goes through no filter; any other one git has to write.
            if now == before, now != nil || after == nil || !usesFilters {
                plan.edits.append(FileChange(path: path, before: now, after: after))
            } else if try holds(now, before, change) {
                plan.edits.append(
                    FileChange(path: path, before: now, after: try checkout(change, after)))
            } else if try now == checkout(change, after) {
                plan.edits.append(FileChange(path: path, before: now, after: now))
            } else {
                plan.changed.append(path)
            }
        }
        if !plan.others.isEmpty { plan.changed += try dirty(plan.others) }
        return plan
    }

    /// What a checkout would write.
    private func checkout(
        _ change: GitPathChange, _ after: [UInt8]?
    ) throws(CommandFailure) -> [UInt8]? {
        if after == nil { return nil }
        return try askingGit { () throws(GitFailure) in
            try repository.checkout(change.blobs.after, path: change.path)
        }
    }

    private func isOther(_ change: GitPathChange) -> Bool {
        let modes = [change.modes.before, change.modes.after]
        return !change.path.hasPrefix(repository.prefix)
            || modes.contains { $0 != "000000" && $0 != "100644" }
    }

    /// Whether a file holds what a commit has, as git sees it.
    private func holds(
        _ now: [UInt8]?, _ wanted: [UInt8]?, _ change: GitPathChange
    ) throws(CommandFailure) -> Bool {
        if now == wanted { return true }
        guard let now, wanted != nil else { return false }
        let path = String(change.path.dropFirst(repository.prefix.count))
        return try askingGit { () throws(GitFailure) in
            try repository.blob(of: now, at: path) == change.blobs.before
        }
    }

    /// Those of some paths, from the top of the repository, that do not hold what is committed.
    private func dirty(_ paths: [String]) throws(CommandFailure) -> [String] {
        let names = paths.map { ":(top)\($0)" }
        return try askingGit { () throws(GitFailure) in
            let changed = try repository.words(["diff", "--name-only", "-z", "HEAD", "--"] + names)
            return changed + (try repository.words(["ls-files", "-o", "-z", "--"] + names))
        }
    }

    /// Lets git write the paths that are its own, in the folder and in the index.
    func placeOthers(_ paths: [String], from new: String) throws(CommandFailure) {
        if paths.isEmpty { return }
        try askingGit { () throws(GitFailure) in
            let names = paths.map { ":(top)\($0)" }
            let there = Set(
                try repository.words(["ls-tree", "-r", "-z", "--name-only", "--full-tree", new]))
            let (kept, gone) = (
                zip(paths, names).filter { there.contains($0.0) }.map(\.1),
                zip(paths, names).filter { !there.contains($0.0) }.map(\.1)
            )
            if !kept.isEmpty { try repository.run(["checkout", "--quiet", new, "--"] + kept) }
            if !gone.isEmpty {
                try repository.run(["rm", "--quiet", "--ignore-unmatch", "--"] + gone)
            }
        }
    }
}
