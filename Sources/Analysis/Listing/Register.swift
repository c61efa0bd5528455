package import Model
import Queries
package import Reading
package import SourceText

/// Lines with a running total.
package struct Register: Sendable {
    package struct Row: Sendable {
        package var transaction: Transaction
        package var running: Totals
        /// In `areg`: the account's balance after the row, and where it is from.
        package var balance: Int128?
        package var bankBalance: String?
    }

    package var rows: [Row]
    package var findings: [Diagnostic]

    /// The lines that `selection` chooses; `running` begins at zero, or with `isHistorical` at the
    /// balance of the selected accounts before the first day of the period or of the lines.
    package static func make(
        _ selection: Selection, _ ledger: Ledger, isHistorical: Bool, today: CivilDate, threads: Int
    ) -> Register {
        let listing = Listing(selection, ledger, threads: threads)
        var running = Totals()
        if isHistorical, listing.count > 0 {
            let first = selection.asked.begin ?? listing[0].date
            running = before(first, selection, ledger, today: today, threads: threads)
        }
        var rows: [Row] = []
        rows.reserveCapacity(listing.count)
        for index in 0..<listing.count {
            let transaction = listing[index]
            running.add(transaction.amount, transaction.currency)
            rows.append(Row(transaction: transaction, running: running))
        }
        return Register(rows: rows, findings: listing.findings)
    }

    /// What had accumulated before a day: balances where the query chooses accounts alone, else the
    /// sum of the earlier lines that it selects.
    private static func before(
        _ day: CivilDate, _ selection: Selection, _ ledger: Ledger, today: CivilDate, threads: Int
    ) -> Totals {
        guard let eve = day.adding(days: -1) else { return Totals() }
        if selection.isStock {
            let balances = AccountBalances(
                ledger, at: [eve], selection: selection, today: today, threads: threads)
            let files = Set(selection.files(of: ledger).map(\.account))
            return ledger.accounts.filter { files.contains($0.name) }.reduce(into: Totals()) {
                $0.add(
                    balances.balance(of: $1, at: eve, statuses: selection.query.wantedStatuses))
            }
        }
        var earlier = selection
        earlier.period = Period(begin: nil, end: day)
        return Listing(earlier, ledger, threads: threads).sum
    }

    /// One account with its balance after each line, as a bank shows it (M7).
    package static func account(
        _ account: Account, _ selection: Selection, _ ledger: Ledger, threads: Int
    ) -> Register {
        var everything = selection
        everything.query = .all([.term(.account(NamePattern(exactly: account.name)))])
        everything.period = .always
        let all = Listing(everything, ledger, threads: threads)
        let chosen = Listing(selection, ledger, threads: threads)
        var wanted = Set<Place>()
        for index in 0..<chosen.count { wanted.insert(Place(chosen[index])) }
        var balances = openingBefore(all, account)
        var running = Totals()
        var rows: [Row] = []
        for index in 0..<all.count {
            let transaction = all[index]
            let balance =
                (balances[transaction.currency] ?? 0)
                + (transaction.status.counts ? Int128(transaction.amount) : 0)
            balances[transaction.currency] = balance
            guard wanted.contains(Place(transaction)) else { continue }
            running.add(transaction.amount, transaction.currency)
            rows.append(
                Row(
                    transaction: transaction, running: running, balance: balance,
                    bankBalance: transaction.attributes["balance"]))
        }
        return Register(rows: rows, findings: chosen.findings)
    }

    /// The balances before the first line: the opening, less the lines before its day (S5).
    private static func openingBefore(_ all: Listing, _ account: Account) -> [CurrencyCode: Int128]
    {
        guard let opening = account.opening else { return [:] }
        var balances = opening.amounts.mapValues { Int128($0) }
        for index in 0..<all.count {
            let transaction = all[index]
            guard transaction.date < opening.date, transaction.status.counts,
                let known = balances[transaction.currency]
            else { continue }
            balances[transaction.currency] = known - Int128(transaction.amount)
        }
        return balances
    }
}

/// Where a line stands.
private struct Place: Hashable {
    let file: String
    let line: Int

    init(_ transaction: Transaction) {
        file = transaction.file
        line = transaction.line
    }
}
