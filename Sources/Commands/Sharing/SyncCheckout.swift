import Git
import Platform
import SourceText
import Store

/// The changes that bring a folder from one commit to another.
struct SyncCheckout {
    private let root: String
    private let repository: GitRepository
    private let session: Session

    init(_ root: String, _ repository: GitRepository, _ session: Session) {
        self.root = root
        self.repository = repository
        self.session = session
    }

    /// What is to be written; `nil` where a file does not hold what the first commit has, as somebody changed it since.
    func edits(from old: String, to new: String) throws(CommandFailure) -> [FileChange]? {
        let changes = try session.git { () throws(GitFailure) in try repository.changes(old, new) }
        for change in changes {
            guard change.path.hasPrefix(repository.prefix) else {
                throw .failed(
                    message: "\(change.path) lies outside of the ledger, and changed as well",
                    remedy: "merge by hand: git merge")
            }
            let modes = [change.modes.before, change.modes.after]
            if modes.contains(where: { $0 != "000000" && !$0.hasPrefix("100") }) {
                throw .failed(
                    message: "\(change.path) is a link or another repository",
                    remedy: "merge by hand: git merge")
            }
        }
        let contents = try session.git { () throws(GitFailure) in
            try repository.checkouts(
                changes.flatMap { [($0.blobs.before, $0.path), ($0.blobs.after, $0.path)] })
        }
        var edits: [FileChange] = []
        for (place, change) in changes.enumerated() {
            let path = String(change.path.dropFirst(repository.prefix.count))
            let now = try DataFiles(root: root).bytes(path)
            guard try holds(now, contents[2 * place], change) else { return nil }
            edits.append(FileChange(path: path, before: now, after: contents[2 * place + 1]))
        }
        return edits
    }

    /// Whether a file holds what a commit has, as git sees it.
    private func holds(
        _ now: [UInt8]?, _ wanted: [UInt8]?, _ change: GitPathChange
    ) throws(CommandFailure) -> Bool {
        if now == wanted { return true }
        guard let now, wanted != nil else { return false }
        return try session.git { () throws(GitFailure) in
            try repository.blob(of: now, at: change.path) == change.blobs.before
        }
    }
}
