package import Model
import Platform
import Queries
import Reading

/// The first and the last day of the lines that a selection chooses.
struct DayRange: RowConsumer {
    private var filter: RowFilter
    private(set) var first: Int32 = .max
    private(set) var last: Int32 = -1

    init(_ selection: Selection, _ ledger: Ledger) { filter = RowFilter(selection, ledger) }

    mutating func begin(_ file: TransactionFile) { filter.begin(file) }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for row in batch.rows where row.status != .assertion {
            if case .nothing = filter.select(row, batch, text, targets, perPart: false) { continue }
            let day = filter.day(of: row, text)
            first = min(first, day)
            last = max(last, day)
        }
    }
}

extension Selection {
    /// The days of the lines that selections choose in several ledgers; `nil` where they choose none.
    ///
    /// - Complexity: O(bytes).
    package static func days(
        _ selections: [Selection], _ books: [ReportBook], threads: Int
    ) -> ClosedRange<CivilDate>? {
        let ranges = zip(selections, books).compactMap { days($0, $1.ledger, threads: threads) }
        guard let first = ranges.map(\.lowerBound).min(), let last = ranges.map(\.upperBound).max()
        else { return nil }
        return first...last
    }

    private static func days(
        _ selection: Selection, _ ledger: Ledger, threads: Int
    ) -> ClosedRange<CivilDate>? {
        let files = selection.files(of: ledger)
        let result = LedgerScan(ledger, files: files, threads: threads).run {
            DayRange(selection, ledger)
        }
        let first = result.consumers.map(\.consumer.first).min() ?? .max
        let last = result.consumers.map(\.consumer.last).max() ?? -1
        return first > last ? nil : CivilDate(day: first)...CivilDate(day: last)
    }
}
