import Git
import Merging
import SourceText
import Store

/// The message of a commit that a sync makes: what changed, and by which operations.
struct SyncMessage {
    private let repository: GitRepository
    private let session: Session
    private let root: String

    init(_ repository: GitRepository, _ session: Session, _ root: String) {
        self.repository = repository
        self.session = session
        self.root = root
    }

    /// - Parameter paths: of the files that are committed.
    func text(_ paths: [String]) throws(CommandFailure) -> String {
        var counts: [RecordDifference.Kind: Int] = [:]
        let before = try askingGit { () throws(GitFailure) in
            try repository.contents(paths.map { "HEAD:./\($0)" })
        }
        for (path, old) in zip(paths, before) where path.hasPrefix("transactions/") {
            guard let kind = FileMerge.kind(of: path) else { continue }
            let new = try DataFiles(root: root).bytes(path) ?? []
            for record in FileDifference(old ?? [], new, kind)?.records ?? [] {
                counts[record.kind, default: 0] += 1
            }
        }
        let parts = [RecordDifference.Kind.added, .changed, .removed].compactMap { kind in
            counts[kind].map { "\(counted($0, "transaction")) \(kind.rawValue)" }
        }
        let subject =
            parts.isEmpty
            ? "\(counted(paths.count, "file")) changed" : parts.joined(separator: ", ")
        let trailers = try operations().map { "\(GitRepository.operationTrailer): \($0)\n" }
        return subject + "\n" + (trailers.isEmpty ? "" : "\n" + trailers.joined())
    }

    /// The operations of this device that no commit names yet, oldest first; at most the last 50.
    private func operations() throws(CommandFailure) -> [String] {
        let named = try askingGit { () throws(GitFailure) in
            try repository.commit("HEAD") == nil
                ? [] : Set(repository.log(["-n", "50"]).flatMap(\.operations))
        }
        do throws(StoreFailure) {
            guard let store = try? session.store(session.ledger()) else { return [] }
            let new = try store.operations().prefix { !named.contains($0.id) }
            return new.prefix(50).map(\.id).reversed()
        } catch {
            throw Session.failure(error)
        }
    }
}
