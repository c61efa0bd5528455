import Platform
import SourceText
import Syntax

/// Finds the same id twice on one day of one account, over all its files.
struct DuplicateDayIDs: RowConsumer {
    private struct Key: Hashable, Sendable {
        var account: String
        var day: Int32
        var id: String
    }

    private var file = TransactionFile(path: "", account: "", accountRank: 0, fileRank: 0)
    private var seen: [Key: Location] = [:]
    private(set) var findings: [Diagnostic] = []

    mutating func begin(_ file: TransactionFile) { self.file = file }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for row in batch.rows where row.traits.has(.identified) {
            let line = text.bytes(Int(row.lineStart)..<Int(row.lineEnd))
            guard let id = LineText.id(line) else { continue }
            let key = Key(account: file.account, day: row.day, id: id)
            let location = Location(file: file.path, line: Int(row.lineNumber))
            if let other = seen[key] {
                findings.append(DuplicateID.finding(line, at: location, other: other))
            } else {
                seen[key] = location
            }
        }
    }
}
