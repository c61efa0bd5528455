package import Model
import Platform
package import Reading

/// A line with the mark `=`: the balance of an account at the end of a day, as somebody stated it (S7).
package struct StatedBalance: Sendable {
    package let account: String
    package let date: CivilDate
    package let amount: Int64
    package let currency: CurrencyCode
}

extension StatedBalance {
    /// Every one of a ledger, by account, day and currency.
    ///
    /// - Complexity: O(bytes).
    package static func all(_ ledger: Ledger, threads: Int) -> [StatedBalance] {
        let result = LedgerScan(ledger, files: ledger.files, threads: threads).run {
            StatedConsumer()
        }
        let ranks = Dictionary(
            ledger.accounts.enumerated().map { ($1.name, $0) },
            uniquingKeysWith: { first, _ in first })
        let found = result.consumers.flatMap(\.consumer.found).map { stated in
            StatedBalance(
                account: stated.account, date: CivilDate(day: stated.day), amount: stated.amount,
                currency: ledger.heldCurrencies[Int(stated.currency)])
        }
        return found.sorted { left, right in
            let a = ranks[left.account] ?? 0
            let b = ranks[right.account] ?? 0
            if a != b { return a < b }
            return left.date != right.date
                ? left.date < right.date : left.currency < right.currency
        }
    }
}

private struct StatedConsumer: RowConsumer {
    private var account = ""
    private(set) var found:
        [(account: String, day: Int32, amount: Int64, currency: CurrencyIndex)] = []

    mutating func begin(_ file: TransactionFile) { account = file.account }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for row in batch.rows where row.status == .assertion {
            found.append((account, row.day, row.amount, row.currency))
        }
    }
}
