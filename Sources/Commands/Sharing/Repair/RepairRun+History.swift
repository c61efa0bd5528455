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
        guard !MarkedText.isMarked(now), !RepairRun.hasDoubles(now, path),
            let kind = FileMerge.kind(of: path)
        else { return false }
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
        var wrong = WrongMerges(repository)
        let merges = try askingGit { () throws(GitFailure) in try repository.merges(before: head) }
        for merge in merges.reversed() where merge.parents.count == 2 {
            if verified.contains(merge.id) { continue }
            let found = try plainlyMerged(merge.parents, result: merge.id, repository, wrong)
            if found.isEmpty { verified.insert(merge.id) }
            for file in found { wrong.add(file, merge.id) }
        }
        for (file, merge) in wrong.newest(before: head)
        where try !isRepaired(file, after: merge, head, repository) {
            try putRight(file, &done)
        }
        if repository.activity == .merge, let other = repository.commit("MERGE_HEAD") {
            for file in try plainlyMerged([head, other], result: "", repository, wrong) {
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
            let repaired = file.repaired(now), repaired != now,
            try !isElsewhere(file.path, now, repaired)
        else { return }
        set(file.path, repaired)
        done.insert(file.path)
    }

    /// Whether a repair would only add lines of records that live in another file now, to which they were moved.
    private mutating func isElsewhere(
        _ path: String, _ now: [UInt8], _ repaired: [UInt8]
    ) throws(CommandFailure) -> Bool {
        guard let kind = FileMerge.kind(of: path),
            let difference = FileDifference(now, repaired, kind),
            !difference.records.isEmpty, difference.records.allSatisfy({ $0.kind == .added })
        else { return false }
        var left = Set(difference.records.map(\.key))
        for other in paths where other.hasPrefix("transactions/") && other != path {
            guard let bytes = try bytes(other) else { continue }
            for key in left
            where firstPlace(of: Array("id:\(key)".utf8), in: bytes[...]) != nil {
                left.remove(key)
            }
        }
        return left.isEmpty
    }

    private func isRepaired(
        _ file: PlainlyMerged, after merge: String, _ head: String, _ repository: GitRepository
    ) throws(CommandFailure) -> Bool {
        let later = try askingGit { () throws(GitFailure) in
            let commits = try repository.commits(changing: file.path, after: merge, upTo: head)
            return try repository.contents(commits.map { "\($0):./\(file.path)" })
        }
        return later.contains { $0.map(file.isRepaired) ?? false }
    }

    /// The files of a merge that are git's own merge of text, and not what the program gives.
    ///
    /// - Parameters:
    ///   - result: the merge; empty for the one that is under way, whose files stand in git's index.
    ///   - wrong: the merges before it that are so: what came of them is put right before it is merged again.
    private func plainlyMerged(
        _ parents: [String], result: String, _ repository: GitRepository, _ wrong: WrongMerges
    ) throws(CommandFailure) -> [PlainlyMerged] {
        let history = MergeHistory(repository, merge: RepairRun.merge, adjust: wrong.putRight)
        let raw = PlainMerge.allCases.map { how in
            (how, MergeHistory(repository) { [self] in plain(how, $1, $2, $3) })
        }
        let paths = try askingGit { () throws(GitFailure) in
            try history.contested(parents[0], parents[1])
        }
        var found: [PlainlyMerged] = []
        for path in paths where FileMerge.kind(of: path) != nil {
            let (versions, own) = try askingGit { () throws(GitFailure) in
                (
                    try history.versions(path, parents[0], parents[1]),
                    try repository.contents(["\(result):./\(path)"])[0]
                )
            }
            guard let own, let wanted = history.merged(path, versions), own != wanted else {
                continue
            }
            for (how, history) in raw {
                let versions = try askingGit { () throws(GitFailure) in
                    try history.versions(path, parents[0], parents[1])
                }
                guard let left = versions.left, let right = versions.right,
                    let text = plain(how, versions.base ?? [], left, right),
                    isPlain(own, text, how, path)
                else { continue }
                found.append(
                    PlainlyMerged(
                        path: path, plain: MarkedText(text)?.both ?? text, wanted: wanted))
                break
            }
        }
        return found
    }

    /// What git's own merge of text gives, as it also merges several bases into one; `nil` where it cannot be asked.
    private func plain(
        _ how: PlainMerge, _ base: [UInt8], _ left: [UInt8], _ right: [UInt8]
    ) -> [UInt8]? {
        do throws(CommandFailure) {
            return try plainMerge(base, left, right, how)
        } catch {
            return nil
        }
    }

    /// Whether a merge's result is what git made of the texts, or was made from it: not the program's own that somebody
    /// changed before it was committed.
    private func isPlain(
        _ own: [UInt8], _ text: [UInt8], _ how: PlainMerge, _ path: String
    ) -> Bool {
        if own == text { return true }
        switch how {
        case .markers: return MarkedText.isMarked(own) && MarkedText.isMarked(text)
        case .union: return RepairRun.hasDoubles(own, path)
        }
    }

    /// Whether a record stands in several lines of a file.
    fileprivate static func hasDoubles(_ bytes: [UInt8], _ path: String) -> Bool {
        path.hasPrefix("transactions/") && RecordRepair([path: bytes]).joined > 0
    }
}

/// The merges of a history that were made as plain text, oldest first.
struct WrongMerges {
    private let repository: GitRepository
    private var found: [(file: PlainlyMerged, merge: String)] = []

    init(_ repository: GitRepository) { self.repository = repository }

    mutating func add(_ file: PlainlyMerged, _ merge: String) { found.append((file, merge)) }

    /// Those that a commit contains, without those that a later one of the same file puts right as well.
    func newest(
        before commit: String, path: String? = nil
    ) -> [(file: PlainlyMerged, merge: String)] {
        let known = found.filter {
            (path == nil || $0.file.path == path) && repository.isAncestor($0.merge, of: commit)
        }
        return known.filter { one in
            !known.contains { other in
                other.file.path == one.file.path && other.merge != one.merge
                    && repository.isAncestor(one.merge, of: other.merge)
            }
        }
    }

    /// What a file should have been in a commit.
    func putRight(_ path: String, _ commit: String, _ bytes: [UInt8]) -> [UInt8] {
        if found.isEmpty { return bytes }
        return newest(before: commit, path: path).reduce(bytes) { bytes, wrong in
            wrong.file.repaired(bytes) ?? bytes
        }
    }
}
