import Git
import Merging
import SourceText

extension RepairRun {
    /// R1, of files that git left without a result.
    mutating func settleUnmerged() throws(CommandFailure) {
        var done: [String] = []
        for file in try unmergedFiles() where try settle(file) { done.append(file.path) }
        add(
            RepairStep(
                name: "R1", files: done, records: 0,
                text: "merged \(counted(done.count, "file")) that git had left open"))
    }

    /// R1, of files with conflict markers of which git keeps no versions.
    mutating func settleMarkers() throws(CommandFailure) {
        var done: [String] = []
        for path in paths {
            guard let bytes = try bytes(path), let plain = MarkedText.withoutMarkers(bytes) else {
                continue
            }
            if MarkedText(bytes) != nil {
                if try settleMarked(path, bytes) { done.append(path) }
            } else if case .records? = FileMerge.kind(of: path) {
                // The lines of both sides stay; those of one record are brought together below.
                set(path, plain)
                done.append(path)
            } else {
                fail("\(path): its conflict markers cannot be told apart; settle them by hand")
            }
        }
        add(
            RepairStep(
                name: "R1", files: done, records: 0,
                text: "merged \(counted(done.count, "file")) with conflict markers"))
    }

    private func unmergedFiles() throws(CommandFailure) -> [UnmergedFile] {
        guard let repository else { return [] }
        return try askingGit { () throws(GitFailure) in try repository.unmerged() }
    }

    /// Settles a file of which git keeps the versions; whether it did.
    private mutating func settle(_ file: UnmergedFile) throws(CommandFailure) -> Bool {
        guard let repository else { return false }
        let names = [file.base, file.ours, file.theirs]
        let contents = try askingGit { () throws(GitFailure) in
            try repository.contents(names.map { $0 ?? GitRepository.nothing })
        }
        let stages = zip(names, contents).map { $0 == nil ? nil : $1 }
        let now = try bytes(file.path)
        guard let ours = stages[1], let theirs = stages[2] else {
            // One side removed the file, which git leaves as the other changed it.
            if let now, let only = stages[1] ?? stages[2], now == only {
                resolve(file.path)
                note("\(file.path) was removed on one side and changed on the other: it stays")
            }
            return false
        }
        let marked = now.flatMap { MarkedText($0) }
        guard marked != nil || now == ours else {
            if !(now.map(MarkedText.isMarked) ?? false) {
                resolve(file.path)
            }
            return false
        }
        // What a person changed between the markers' hunks since counts as well.
        let isUntouched =
            try marked.map { marked throws(CommandFailure) in
                try plainMerge(stages[0] ?? [], ours, theirs, .markers).flatMap { MarkedText($0) }
                    .map {
                        $0.left == marked.left && $0.right == marked.right
                    } ?? false
            } ?? true
        let sides = isUntouched ? (ours, theirs) : (marked?.left ?? ours, marked?.right ?? theirs)
        guard let merged = RepairRun.merge(file.path, stages[0] ?? [], sides.0, sides.1) else {
            fail("\(file.path) is no file of the ledger's: settle its markers by hand")
            return false
        }
        set(file.path, merged)
        resolve(file.path)
        return true
    }

    /// Settles a file with markers of which git keeps no versions; whether it did.
    private mutating func settleMarked(
        _ path: String, _ bytes: [UInt8]
    ) throws(CommandFailure) -> Bool {
        guard let marked = MarkedText(bytes) else { return false }
        var base = marked.base
        if !marked.showsBase, let kind = FileMerge.kind(of: path) {
            base =
                BaseChoice.best(
                    try versions(path), left: marked.left, right: marked.right, kind) ?? base
        }
        guard let merged = RepairRun.merge(path, base, marked.left, marked.right) else {
            fail("\(path): one of its sides cannot be read; settle its markers by hand")
            return false
        }
        set(path, merged)
        return true
    }

    /// How git merges text where it is not asked to merge records.
    enum PlainMerge: CaseIterable {
        case markers, union
    }

    /// What git's own merge of text gives; `nil` where it cannot be asked.
    func plainMerge(
        _ base: [UInt8], _ left: [UInt8], _ right: [UInt8], _ how: PlainMerge
    ) throws(CommandFailure) -> [UInt8]? {
        guard let repository else { return nil }
        let options = how == .union ? ["--union"] : []
        return try askingGit { () throws(GitFailure) in
            try repository.mergedText(base, left, right, options)
        }
    }
}
