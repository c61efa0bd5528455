import Model
import Platform
import Queries
import Reading

/// Keeps the selected lines: their bytes one behind the other, and where each stands.
///
/// - Complexity: memory of the text and 40 bytes a line.
struct RowCollector: RowConsumer {
    struct Entry: Sendable {
        var day: Int32
        var amount: Int64
        var start: Int
        var length: Int32
        var lineNumber: UInt32
        var accountRank: Int32
        var fileRank: Int32
    }

    private var filter: RowFilter
    private var accountRank: Int32 = 0
    private var fileRank: Int32 = 0
    private(set) var entries: [Entry] = []
    private(set) var text: [UInt8] = []

    init(_ selection: Selection, _ ledger: Ledger) { filter = RowFilter(selection, ledger) }

    mutating func begin(_ file: TransactionFile) {
        filter.begin(file)
        accountRank = Int32(file.accountRank)
        fileRank = Int32(file.fileRank)
    }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for row in batch.rows where row.status != .assertion {
            if case .nothing = filter.select(row, batch, text, targets, perPart: false) { continue }
            let start = self.text.count
            text.append(Int(row.lineStart)..<Int(row.lineEnd), to: &self.text)
            entries.append(
                Entry(
                    day: row.day, amount: row.amount, start: start,
                    length: Int32(self.text.count - start), lineNumber: row.lineNumber,
                    accountRank: accountRank, fileRank: fileRank))
        }
    }
}
