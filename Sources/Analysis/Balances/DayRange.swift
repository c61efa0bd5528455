import Model
import Platform
import Queries
import Reading

/// The first and the last day of the lines that count.
struct DayRange: RowConsumer {
    private(set) var first: Int32 = .max
    private(set) var last: Int32 = -1

    mutating func begin(_ file: TransactionFile) {}

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for row in batch.rows where row.status.counts {
            first = min(first, row.day)
            last = max(last, row.day)
        }
    }

    /// The first day of the lines that a request selects by account.
    static func first(_ ledger: Ledger, _ request: BalanceRequest) -> CivilDate? {
        let files = request.selection.files(of: ledger)
        let result = LedgerScan(ledger, files: files, threads: request.threads).run { DayRange() }
        let first = result.consumers.map(\.consumer.first).min() ?? .max
        return first == .max ? nil : CivilDate(day: first)
    }
}
