import Model
import Platform
import Queries
import Reading
import SourceText

/// Keeps the selected lines: their bytes one behind the other, and what the scan knows of each.
///
/// - Complexity: memory of the text and 36 bytes a line with its place in the order.
struct RowCollector: RowConsumer {
    /// 32 bytes.
    struct Entry: Sendable {
        /// The day in the lowest 17 bits, then the status in 3, the currency in 8, and whether the
        /// description holds escapes.
        private var head: UInt32
        var position: LineArena.Position
        var amount: Int64
        var lineNumber: UInt32
        /// The file in the lowest 24 bits, then the length of the description without the blanks behind
        /// it; `longDescription` where it does not fit.
        private var fileAndLength: UInt32
        /// The target of a line with one part; else `split` and the index in `splitTargets`.
        var target: UInt32
        /// The length of the line; `longLine` where it does not fit.
        var length: UInt16
        /// Where the description begins in the line; `longLine` where it does not fit.
        var description: UInt16

        init(
            _ row: Row, target: UInt32, file: UInt32, descriptionLength: Int,
            position: LineArena.Position, isLong: Bool
        ) {
            head =
                UInt32(row.day) | UInt32(row.status.rawValue) << 17 | UInt32(row.currency) << 20
                | (row.traits.has(.escaped) ? 1 << 28 : 0)
            self.position = position
            amount = row.amount
            lineNumber = row.lineNumber
            fileAndLength =
                file | UInt32(min(descriptionLength, Entry.longDescription)) << 24
            self.target = target
            length = isLong ? Entry.longLine : UInt16(row.lineEnd - row.lineStart)
            description =
                isLong ? Entry.longLine : UInt16(row.descriptionStart - row.lineStart)
        }

        static let longLine = UInt16.max
        static let longDescription = 255
        static let split: UInt32 = 1 << 31

        var file: UInt32 { fileAndLength & 0xFF_FFFF }
        var descriptionLength: Int { Int(fileAndLength >> 24) }
        var day: Int32 { Int32(head & 0x1_FFFF) }
        var status: Status { Status(rawValue: UInt8(head >> 17 & 7)) ?? .booked }
        var currency: Int { Int(head >> 20 & 0xFF) }
        var isEscaped: Bool { head >> 28 == 1 }
    }

    private var filter: RowFilter
    /// The number of each file among those read, by its rank in the ledger.
    private let numbers: [UInt32]
    private var file: UInt32 = 0
    private(set) var entries = ChunkedList<Entry>()
    private(set) var text = LineArena()
    /// The lengths of lines of 65,535 bytes and more, by their places in `entries`.
    private(set) var longLengths: [Int: Int] = [:]
    /// For each split the number of its parts, and their targets.
    private(set) var splitTargets: [TargetID] = []
    /// The places in `entries` of each file's lines, in the order met.
    private(set) var ranges: [(file: UInt32, places: Range<Int>)] = []

    init(_ selection: Selection, _ ledger: Ledger) {
        filter = RowFilter(selection, ledger)
        var numbers = [UInt32](repeating: 0, count: ledger.files.count)
        for (number, file) in selection.files(of: ledger).enumerated() {
            numbers[file.fileRank] = UInt32(number)
        }
        self.numbers = numbers
    }

    mutating func begin(_ file: TransactionFile) {
        filter.begin(file)
        self.file = numbers[file.fileRank]
        ranges.append((self.file, entries.end..<entries.end))
    }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        let search = filter.descriptionSearch
        for row in batch.rows where row.status != .assertion {
            if let search, !row.traits.has(.escaped),
                !search.find(in: text, Int(row.descriptionStart), Int(row.descriptionEnd))
            {
                continue
            }
            if !filter.isTrivial {
                if case .nothing = filter.select(row, batch, text, targets, perPart: false) {
                    continue
                }
            } else if !filter.admits(row) {
                continue
            }
            let range = Int(row.lineStart)..<Int(row.lineEnd)
            let position = self.text.append(text, range)
            let isLong = range.count >= Int(Entry.longLine)
            if isLong { longLengths[entries.end] = range.count }
            var target = row.target
            if row.partCount > 1 {
                target = Entry.split | UInt32(splitTargets.count)
                let first = Int(row.firstPart)
                splitTargets.append(TargetID(row.partCount))
                for part in batch.parts[first..<first + Int(row.partCount)] {
                    splitTargets.append(part.target)
                }
            }
            var end = Int(row.descriptionEnd)
            while end > Int(row.descriptionStart), text[end &- 1].isBlank { end &-= 1 }
            entries.append(
                Entry(
                    row, target: target, file: file,
                    descriptionLength: end &- Int(row.descriptionStart), position: position,
                    isLong: isLong))
        }
        let last = ranges.count - 1
        ranges[last].places = ranges[last].places.lowerBound..<entries.end
    }
}
