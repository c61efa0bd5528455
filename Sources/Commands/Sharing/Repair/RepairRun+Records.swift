import Importing
import Merging
import Model
import Platform
import SourceText
import Syntax

extension RepairRun {
    private var transactionPaths: [String] {
        files.paths().filter { path in
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

    /// R4 and R5: a record in several lines becomes one, and shows the smallest of its ids.
    mutating func joinRecords() throws(CommandFailure) {
        var ids = RepeatedIDs()
        for path in transactionPaths { if let bytes = try bytes(path) { ids.add(path, bytes) } }
        var suspects: [String: [UInt8]] = [:]
        for path in ids.files { suspects[path] = try bytes(path) }
        // What cannot be told apart before its markers are settled stays as it is.
        suspects = suspects.filter { !MarkedText.isMarked($0.value) }
        let repair = RecordRepair(suspects)
        for (path, bytes) in repair.files { set(path, bytes) }
        let paths = repair.files.keys.sorted(by: byBytes)
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
    }

    /// R6: open dates and amounts that the bank's records settle.
    mutating func settleBankFacts() throws(CommandFailure) {
        var done: [String] = []
        var records = 0
        for path in transactionPaths {
            guard let bytes = try bytes(path),
                firstPlace(of: Array(" ?date:".utf8), in: bytes[...]) != nil
                    || firstPlace(of: Array(" ?amount:".utf8), in: bytes[...]) != nil
            else { continue }
            let account = String(path.split(separator: "/")[1])
            let evidence = try evidence(account)
            let table = LineTable(bytes)
            var result = Array(bytes[..<table.bomLength])
            for line in table.lines {
                let text = Array(bytes[line.content])
                let settled = settled(text, evidence)
                if settled != nil { records += 1 }
                result += (settled ?? text) + bytes[line.content.upperBound..<line.whole.upperBound]
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

    private mutating func evidence(_ account: String) throws(CommandFailure) -> EvidenceIndex {
        var lines: [String: JSONLines] = [:]
        for path in files.paths()
        where path.hasPrefix("evidence/\(account)/") && path.hasSuffix(".jsonl") {
            lines[path] = JSONLines(path: path, bytes: try bytes(path))
        }
        return EvidenceIndex(lines, account: account)
    }
}
