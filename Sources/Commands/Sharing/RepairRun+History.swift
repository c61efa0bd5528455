import Git
import Merging
import SourceText

/// A file that a merge of plain text left as the program would not have.
struct PlainlyMerged {
    let path: String
    /// What git's merge of text gave, without markers.
    let plain: [UInt8]
    /// What the program would have given.
    let wanted: [UInt8]

    /// What a later state of the file becomes: the result that was wanted, with every later edit.
    func repaired(_ now: [UInt8]) -> [UInt8]? {
        RepairRun.merge(path, plain, MarkedText(now)?.both ?? now, wanted)
    }

    /// Whether a later state lacks nothing of what was wanted.
    func isRepaired(_ now: [UInt8]) -> Bool {
        guard let repaired = repaired(now) else { return true }
        if repaired == now { return true }
        guard !MarkedText.isMarked(now), let kind = FileMerge.kind(of: path) else { return false }
        return FileDifference(now, repaired, kind)?.isEmpty ?? false
    }
}

extension RepairRun {
    /// R3: merges in the history that were made without the program, as a server or a clone without it makes them.
    ///
    /// What the program would have given is worked out from the commits that met. A merge whose result is git's own merge
    /// of text, and not that, is put right in what the folder holds now; later edits stay. One that some later commit put
    /// right already is left alone.
    ///
    /// - Parameter verified: merges that need no further look; those that turn out to be so are added.
    mutating func repairMerges(_ verified: inout Set<String>) throws(CommandFailure) {
        guard let repository, let head = repository.commit("HEAD") else { return }
        var done: Set<String> = []
        let merges = try git { () throws(GitFailure) in try repository.merges(before: head) }
        for merge in merges.reversed() where merge.parents.count == 2 {
            if verified.contains(merge.id) { continue }
            let found = try plainlyMerged(merge.parents, result: merge.id, repository)
            if found.isEmpty { verified.insert(merge.id) }
            for file in found where try !isRepaired(file, after: merge.id, head, repository) {
                try putRight(file, &done)
            }
        }
        if repository.activity == .merge, let other = repository.commit("MERGE_HEAD") {
            for file in try plainlyMerged([head, other], result: "", repository) {
                try putRight(file, &done)
            }
        }
        add(
            RepairStep(
                name: "R3", files: done.sorted(by: byBytes), records: 0,
                text: "put right \(counted(done.count, "file")) merged as plain text"))
    }

    private mutating func putRight(
        _ file: PlainlyMerged, _ done: inout Set<String>
    ) throws(CommandFailure) {
        guard let now = try bytes(file.path), !file.isRepaired(now) || now == file.plain,
            let repaired = file.repaired(now), repaired != now
        else { return }
        set(file.path, repaired)
        done.insert(file.path)
    }

    private func isRepaired(
        _ file: PlainlyMerged, after merge: String, _ head: String, _ repository: GitRepository
    ) throws(CommandFailure) -> Bool {
        let later = try git { () throws(GitFailure) in
            let commits = try repository.commits(changing: file.path, after: merge, upTo: head)
            return try repository.contents(commits.map { "\($0):./\(file.path)" })
        }
        return later.contains { $0.map(file.isRepaired) ?? false }
    }

    /// The files of a merge that are git's own merge of text, and not what the program gives.
    ///
    /// - Parameter result: the merge; empty for the one that is under way, whose files stand in git's index.
    private func plainlyMerged(
        _ parents: [String], result: String, _ repository: GitRepository
    ) throws(CommandFailure) -> [PlainlyMerged] {
        let history = MergeHistory(repository, merge: RepairRun.merge)
        let paths = try git { () throws(GitFailure) in
            try history.contested(parents[0], parents[1])
        }
        var found: [PlainlyMerged] = []
        for path in paths where FileMerge.kind(of: path) != nil {
            let (versions, own) = try git { () throws(GitFailure) in
                (
                    try history.versions(path, parents[0], parents[1]),
                    try repository.contents(["\(result):./\(path)"])[0]
                )
            }
            guard let own, let wanted = history.merged(path, versions), own != wanted,
                let left = versions.left, let right = versions.right
            else { continue }
            let base = versions.base ?? []
            if let plain = try plain(own, path, base, left, right) {
                found.append(PlainlyMerged(path: path, plain: plain, wanted: wanted))
            }
        }
        return found
    }

    /// What git's merge of text gave, where a result is it or was made from it; `nil` for any other result, as the
    /// program's own that somebody changed before it was committed.
    private func plain(
        _ own: [UInt8], _ path: String, _ base: [UInt8], _ left: [UInt8], _ right: [UInt8]
    ) throws(CommandFailure) -> [UInt8]? {
        let marked = try plainMerge(base, left, right, .markers)
        if let marked, MarkedText.isMarked(own) || own == marked {
            return MarkedText(marked)?.both ?? marked
        }
        let union = try plainMerge(base, left, right, .union)
        let isUnion =
            own == union || path.hasPrefix("transactions/") && RecordRepair([path: own]).joined > 0
        return isUnion ? union : nil
    }
}
