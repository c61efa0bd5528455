import Model
import Platform
import Queries
import Reading

/// Keeps the selected lines: their bytes one behind the other, and what the scan knows of each.
///
/// - Complexity: memory of the text and 44 bytes a line with its place in the order.
struct RowCollector: RowConsumer {
    /// 40 bytes.
    struct Entry: Sendable {
        var day: Int32
        var status: Status
        var currency: CurrencyIndex
        var isEscaped: Bool
        var amount: Int64
        var position: LineArena.Position
        var length: UInt32
        var lineNumber: UInt32
        var file: UInt32
        /// The target of a line with one part, else `splitTarget`.
        var target: TargetID
        /// Where the description begins in the line.
        var description: UInt32
    }

    static let splitTarget = TargetID.max

    private var filter: RowFilter
    private let numbers: [String: UInt32]
    private var file: UInt32 = 0
    private(set) var entries = ChunkedList<Entry>()
    private(set) var text = LineArena()
    /// For each file the first entry and how many there are.
    private(set) var ranges: [UInt32: Range<Int>] = [:]

    /// - Parameter numbers: the number of each file by its path, in reading order.
    init(_ selection: Selection, _ ledger: Ledger, numbers: [String: UInt32]) {
        filter = RowFilter(selection, ledger)
        self.numbers = numbers
    }

    mutating func begin(_ file: TransactionFile) {
        filter.begin(file)
        self.file = numbers[file.path] ?? 0
        ranges[self.file] = entries.count..<entries.count
    }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for row in batch.rows where row.status != .assertion {
            if !filter.isTrivial {
                if case .nothing = filter.select(row, batch, text, targets, perPart: false) {
                    continue
                }
            } else if !filter.admits(row) {
                continue
            }
            let range = Int(row.lineStart)..<Int(row.lineEnd)
            let position = self.text.append(range.count) { text.append(range, to: &$0) }
            entries.append(
                Entry(
                    day: row.day, status: row.status, currency: row.currency,
                    isEscaped: row.traits.has(.escaped), amount: row.amount, position: position,
                    length: UInt32(range.count), lineNumber: row.lineNumber, file: file,
                    target: row.partCount == 1 ? row.target : RowCollector.splitTarget,
                    description: row.descriptionStart - row.lineStart))
        }
        let first = ranges[file]?.lowerBound ?? 0
        ranges[file] = first..<entries.count
    }
}
