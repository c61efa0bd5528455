import Platform
import SourceText

/// One file that git could not merge: the names of the contents of base, ours and theirs.
package struct UnmergedFile: Sendable, Equatable {
    /// Inside the ledger.
    package let path: String
    package var base: String?
    package var ours: String?
    package var theirs: String?
}

/// What git is in the middle of.
package enum GitActivity: String, Sendable, CaseIterable {
    case merge = "MERGE_HEAD"
    case cherryPick = "CHERRY_PICK_HEAD"
    case revert = "REVERT_HEAD"
    case rebase = "REBASE_HEAD"

    /// The command that goes on with it.
    package var command: String {
        switch self {
        case .merge: "merge"
        case .cherryPick: "cherry-pick"
        case .revert: "revert"
        case .rebase: "rebase"
        }
    }
}

extension GitRepository {
    /// What git is in the middle of; `nil` where it is at rest.
    package var activity: GitActivity? {
        // A rebase that is over may leave its head behind, but not its folder.
        for name in ["rebase-merge", "rebase-apply"] {
            if let path = line("rev-parse", "--path-format=absolute", "--git-path", name),
                entryKind(path) == .folder
            {
                return .rebase
            }
        }
        return GitActivity.allCases.first { $0 != .rebase && commit($0.rawValue) != nil }
    }

    /// The files of the ledger that a merge left without a result.
    package func unmerged() throws(GitFailure) -> [UnmergedFile] {
        var found: [String: UnmergedFile] = [:]
        for entry in try words(["ls-files", "-u", "-z", "--", "."]) {
            let parts = entry.split(separator: "\t", maxSplits: 1).map(String.init)
            let facts = parts[0].split(separator: " ").map(String.init)
            guard parts.count == 2, facts.count == 3 else { continue }
            var file = found[parts[1]] ?? UnmergedFile(path: parts[1])
            switch facts[2] {
            case "1": file.base = facts[1]
            case "2": file.ours = facts[1]
            default: file.theirs = facts[1]
            }
            found[parts[1]] = file
        }
        return found.values.sorted { byBytes($0.path, $1.path) }
    }

    /// The merges that a commit contains, newest first, with their parents.
    package func merges(before commit: String) throws(GitFailure) -> [(
        id: String, parents: [String]
    )] {
        let output = try run(["rev-list", "--merges", "--parents", commit]).output
        return String(readable: output).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            return words.count > 2 ? (words[0], Array(words[1...])) : nil
        }
    }

    /// The commits behind `first` up to `last` that changed a file, oldest first; merges as well.
    package func commits(
        changing path: String, after first: String, upTo last: String
    ) throws(GitFailure) -> [String] {
        let output = try run([
            "rev-list", "--reverse", "--full-history", "--ancestry-path", "\(first)..\(last)", "--",
            path,
        ]).output
        return String(readable: output).split(separator: "\n").map(String.init)
    }
}
