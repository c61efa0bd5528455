import Git
import Merging
import SourceText

/// Which commits changed which records.
struct RecordHistory {
    /// What one commit did to one record.
    struct Change {
        let commit: GitCommit
        let path: String
        let difference: RecordDifference
        /// The file in which the record stood before, where the commit moved it.
        var movedFrom: String?
    }

    private let repository: GitRepository

    init(_ repository: GitRepository) { self.repository = repository }

    /// What commits did to the records of the ledger's text files, newest first, each commit's in the order of files.
    ///
    /// - Throws: what git could not do.
    func changes(_ options: [String], paths: [String] = ["."]) throws(GitFailure) -> [Change] {
        var changes: [Change] = []
        for commit in try repository.log(options, paths: paths) {
            changes += try self.changes(commit)
        }
        return changes
    }

    /// What commits did to one record, newest first; none where git cannot tell.
    func changes(of id: String, limit: Int) -> [Change] {
        // Ids are letters, digits, `_` and `-`; a key of another record may be anything.
        let isID = id.utf8.allSatisfy {
            $0.isLower || $0.isUpper || $0.isDigit || $0 == 0x5F || $0 == 0x2D
        }
        let words =
            isID ? ["-G", "(id:|aka:|,)\(id)( |,|$)", "-n", "\(limit)"] : ["-n", "\(limit)"]
        do throws(GitFailure) {
            return try changes(words).filter {
                $0.difference.key == id || $0.difference.otherIDs.contains(id)
            }
        } catch {
            return []
        }
    }

    private func changes(_ commit: GitCommit) throws(GitFailure) -> [Change] {
        let files = commit.files.compactMap { file in
            FileMerge.kind(of: file.path).map { (file, $0) }
        }.filter { if case .records = $0.1 { true } else { false } }
        let blobs = files.flatMap { [$0.0.blobs.before, $0.0.blobs.after] }
        let contents = try repository.contents(blobs)
        var changes: [Change] = []
        for (place, file) in files.enumerated() {
            let (before, after) = (contents[2 * place] ?? [], contents[2 * place + 1] ?? [])
            guard let difference = FileDifference(before, after, file.1) else { continue }
            changes += difference.records.map {
                Change(commit: commit, path: file.0.path, difference: $0)
            }
        }
        return RecordHistory.joiningMoves(changes)
    }

    /// A record that is gone from one file and new in another was moved.
    private static func joiningMoves(_ changes: [Change]) -> [Change] {
        var gone: [String: Change] = [:]
        for change in changes where change.difference.kind == .removed {
            gone[change.difference.key] = change
        }
        var moved: Set<String> = []
        var result = changes.map { change -> Change in
            guard change.difference.kind == .added, let from = gone[change.difference.key] else {
                return change
            }
            moved.insert(change.difference.key)
            var change = change
            change.movedFrom = from.path
            return change
        }
        result.removeAll { $0.difference.kind == .removed && moved.contains($0.difference.key) }
        return result
    }
}
