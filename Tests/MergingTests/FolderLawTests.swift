import Model
import Testing

@testable import Merging

/// Laws of whole folders: several files, lines that go from one to another, imports of the same statements, renamed
/// categories, splits, and damaged bytes (merge design 13, L8 to L10 and L14).
struct FolderLawTests {
    /// - Parameter number: which of the modes, as bits.
    @Test(arguments: 0..<8)
    func
        `when all have merged all and repaired, every replica has the same bytes and nothing is lost`(
            _ number: Int
        )
    {
        let mode = FolderLawTests.mode(number)
        Law.check(12, "folders, mode \(number)", mode) { history in
            let wanted = FolderLawTests.survivors(history)
            var history = history
            for _ in 0..<3 { history.mergeAll() }
            let folders = history.heads.map { FolderLawTests.repaired(history.commits[$0].files) }
            if Set(folders).count > 1 { return "different folders" }
            guard let folder = folders.first else { return nil }
            if FolderLawTests.repaired(folder) != folder {
                return "a second repair changes something"
            }
            if mode.isDamaged { return nil }
            return FolderLawTests.doubled(folder) ?? FolderLawTests.lost(wanted, folder)
        }
    }

    private static func mode(_ number: Int) -> HistoryMode {
        var mode = HistoryMode()
        mode.isFolder = true
        mode.isCanonical = number & 1 == 0
        mode.isFresh = number & 2 == 0
        mode.removes = number & 4 != 0
        mode.isDamaged = number == 5 || number == 7
        mode.replicas = 5
        return mode
    }

    static func repaired(_ files: [String: [UInt8]]) -> [String: [UInt8]] {
        let transactions = files.filter { $0.key.hasPrefix("transactions/") }
        return files.merging(RecordRepair(transactions).files) { $1 }
    }

    private static func lines(_ files: [String: [UInt8]]) -> [MergeRecord] {
        files.filter { $0.key.hasPrefix("transactions/") }.flatMap {
            TextLines($0.value, History.kind).records
        }
    }

    private static func doubled(_ folder: [String: [UInt8]]) -> String? {
        let ids = lines(folder).flatMap { $0.parsed.fields.ids }
        return Set(ids).count == ids.count ? nil : "an id stands twice"
    }

    // MARK: An independent count

    /// What a slow and obvious model says: a value is there if some commit wrote it, and no commit that saw it took it
    /// away from the whole folder. A line that one side removed and the other changed counts as what a repair makes of it.
    private static func survivors(_ history: History) -> Set<Law.Atom> {
        let atoms = history.commits.map { FolderLawTests.atoms($0.files) }
        var written: Set<Law.Atom> = []
        var dropped: Set<Law.Atom> = []
        for (commit, own) in zip(history.commits, atoms) where commit.parents.count < 2 {
            let before = commit.parents.first.map { atoms[$0] } ?? []
            written.formUnion(own.subtracting(before))
            dropped.formUnion(before.subtracting(own))
            if let parent = commit.parents.first {
                dropped.formUnion(edited(history.commits[parent].files, commit.files))
            }
        }
        return written.subtracting(dropped)
    }

    /// What an edit took out of a line that stayed in its file, though another file may hold a line of the record too.
    private static func edited(
        _ before: [String: [UInt8]], _ after: [String: [UInt8]]
    ) -> Set<Law.Atom> {
        before.reduce(into: []) { found, file in
            guard file.key.hasPrefix("transactions/") else { return }
            let (old, new) = (Law.atoms(file.value), Law.atoms(after[file.key] ?? []))
            let there = Set(new.map(\.record))
            found.formUnion(old.subtracting(new).filter { there.contains($0.record) })
        }
    }

    private static func atoms(_ files: [String: [UInt8]]) -> Set<Law.Atom> {
        repaired(files).filter { $0.key.hasPrefix("transactions/") }.reduce(into: []) {
            $0.formUnion(Law.atoms($1.value))
        }
    }

    private static func lost(
        _ wanted: Set<Law.Atom>, _ folder: [String: [UInt8]]
    ) -> String? {
        let lost = wanted.subtracting(atoms(folder)).filter { $0.field != "deleted" }
        if !lost.isEmpty {
            let files = folder.sorted { $0.key < $1.key }.map { "\($0.key)\n\(Law.text($0.value))" }
            return "lost \(lost) in\n" + files.joined()
        }
        // Every record that lives counts once.
        let records = Set(wanted.filter { $0.field == "" }.map(\.record))
        let found = Set(lines(folder).compactMap { $0.parsed.fields.ids.min() })
        return records.isSubset(of: found) ? nil : "a record is gone"
    }
}
