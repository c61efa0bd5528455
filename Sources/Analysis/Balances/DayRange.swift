package import Model
import Platform
import Queries
package import Reading

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

    /// The days of the lines that a request selects; `nil` where it selects none.
    static func of(_ ledger: Ledger, _ request: BalanceRequest) -> ClosedRange<CivilDate>? {
        Selection.days(request.selection, ledger, threads: request.threads)
    }
}

extension Selection {
    /// The days of the lines that a selection chooses; `nil` where it chooses none.
    ///
    /// - Complexity: O(bytes).
    package static func days(
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
