import Importing
import Merging
import Model
import Platform
import SourceText
import Syntax

extension RepairRun {
    private var transactionPaths: [String] {
        paths.filter { path in
            guard path.hasPrefix("transactions/"), path.hasSuffix(".txt") else { return false }
            let place = "\(root)/\(path)"
            // The file that a link leads to is looked at itself.
            if linkText(place) == nil { return true }
            let isInside = resolvedPath(place).map {
                $0.hasPrefix((resolvedPath(root) ?? root) + "/")
            }
            return !(isInside ?? true)
                && ConflictCopy.isPlain(String(path.split(separator: "/").last ?? ""))
        }
    }

    /// Whether a date or an amount of a file may be open.
    private static func mayBeOpen(_ bytes: [UInt8]) -> Bool {
        [" ?date:", " ?amount:"].contains { firstPlace(of: Array($0.utf8), in: bytes[...]) != nil }
    }

    /// R4 and R5: a record in several lines becomes one, and shows the smallest of its ids.
    ///
    /// - Returns: the files in which a date or an amount may be open now.
    mutating func joinRecords() throws(CommandFailure) -> Set<String> {
        var open: Set<String> = []
        var ids = RepeatedIDs()
        for path in transactionPaths {
            guard let bytes = try bytes(path) else { continue }
            ids.add(path, bytes)
            if RepairRun.mayBeOpen(bytes) { open.insert(path) }
        }
        var suspects: [String: [UInt8]] = [:]
        for path in ids.files { suspects[path] = try bytes(path) }
        // What cannot be told apart before its markers are settled stays as it is.
        suspects = suspects.filter { !MarkedText.isMarked($0.value) }
        let repair = RecordRepair(suspects)
        let paths = repair.files.keys.sorted(by: byBytes)
        for (path, bytes) in repair.files { set(path, bytes) }
        open.formUnion(paths)
        if repair.joined > 0 {
            add(
                RepairStep(
                    name: "R4", files: paths, records: repair.joined,
                    text: "brought together \(counted(repair.joined, "record")) in several lines"))
        }
        if repair.renamed > 0 {
            add(
                RepairStep(
                    name: "R5", files: paths, records: repair.renamed,
                    text: "showed the smallest id of \(counted(repair.renamed, "record"))"))
        }
        return open
    }

    /// R6: open dates and amounts that the bank's records settle.
    mutating func settleBankFacts(in open: Set<String>) throws(CommandFailure) {
        var done: [String] = []
        var records = 0
        for path in open.sorted(by: byBytes) {
            guard let bytes = try bytes(path) else { continue }
            let evidence = try evidence(String(path.split(separator: "/")[1]))
            let result = LineTable.changing(bytes) { _, text in
                guard let settled = settled(text, evidence) else { return text }
                records += 1
                return settled
            }
            if result != bytes {
                set(path, result)
                done.append(path)
            }
        }
        add(
            RepairStep(
                name: "R6", files: done, records: records,
                text:
                    "took the bank's word for \(counted(records, "date or amount", plural: "dates or amounts"))"
            ))
    }

    private func settled(_ text: [UInt8], _ evidence: EvidenceIndex) -> [UInt8]? {
        guard text.contains(Ascii.question), case .record = LineKind(text) else { return nil }
        let ids = LineText.attributes(text).attributes.identities
        let records = BankRecord.inTime(ids.flatMap(evidence.records))
        return BankFacts.settled(
            text,
            records: records.map { ($0.allDays.map(\.description), $0.number) })
    }

    private func evidence(_ account: String) throws(CommandFailure) -> EvidenceIndex {
        var lines: [String: JSONLines] = [:]
        for path in paths
        where path.hasPrefix("evidence/\(account)/") && path.hasSuffix(".jsonl") {
            lines[path] = JSONLines(path: path, bytes: try bytes(path))
        }
        return EvidenceIndex(lines, account: account)
    }
}
