package import Model
package import Queries
package import Reading
package import SourceText

/// Lines with a running total.
package struct Register: Sendable {
    package var listing: Listing
    /// What the running total begins with.
    package var start: Totals

    package var findings: [Diagnostic] { listing.findings + startFindings }
    private var startFindings: [Diagnostic] = []

    private init(listing: Listing, start: Totals) {
        self.listing = listing
        self.start = start
    }

    /// A line with the total up to it.
    package struct Row: Sendable {
        package var transaction: Transaction
        package var running: Totals
    }

    /// Every line with its total; parses them all.
    package var rows: [Row] {
        var running = start
        return (0..<listing.count).map { index in
            let transaction = listing[index]
            let (units, currency) = listing.amount(index)
            running.add(units, listing.currencies[currency])
            return Row(transaction: transaction, running: running)
        }
    }

    /// The lines that `selection` chooses; the total begins at zero, or with `isHistorical` at the
    /// balance of the selected accounts before the first day of the period or of the lines.
    package static func make(
        _ selection: Selection, _ ledger: Ledger, isHistorical: Bool, today: CivilDate, threads: Int
    ) -> Register {
        let listing = Listing(selection, ledger, threads: threads)
        var start = Totals()
        if isHistorical, listing.count > 0 {
            let first = selection.asked.begin ?? CivilDate(day: listing.line(0).day)
            start = before(first, selection, ledger, today: today, threads: threads)
        }
        return Register(listing: listing, start: start)
    }

    /// Tells every amount, and the total, in one currency; see `Listing.tell`. What the total begins with is told by the
    /// price of the day before the first line.
    package mutating func tell(
        in target: CurrencyCode, by rate: RateDay, asked: Period, today: CivilDate, hasGaps: Bool,
        _ ledger: Ledger
    ) {
        if !start.isEmpty {
            let first = asked.begin ?? CivilDate(day: listing.line(0).day)
            let eve = first.adding(days: -1) ?? first
            var converter = Converter(to: target, ledger)
            start = converter.worth(
                of: start, on: rate.date(of: eve, lastDay: asked.lastDay, today: today))
            startFindings = converter.findings(isAllowed: hasGaps)
        }
        listing.tell(
            in: target, by: rate, lastDay: asked.lastDay, today: today, hasGaps: hasGaps, ledger)
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
            return ledger.accounts.reduce(into: Totals()) {
                $0.add(balances.balance(of: $1, at: eve, selection: selection))
            }
        }
        var earlier = selection
        earlier.period = Period(begin: nil, end: day)
        return Listing(earlier, ledger, threads: threads).sum
    }
}

/// The lines of one account with its balance after each, as a bank shows them (M7).
package struct AccountRegister: Sendable {
    package struct Row: Sendable {
        package var transaction: Transaction
        package var running: Totals
        /// Computed from the opening and every line before.
        package var balance: Int128
        /// What the bank states beside the line.
        package var bankBalance: String?
    }

    package var rows: [Row]
    package var findings: [Diagnostic]

    package static func make(
        _ account: Account, _ selection: Selection, _ ledger: Ledger, threads: Int
    ) -> AccountRegister {
        var everything = selection
        everything.query = .all([.term(.account(NamePattern(exactly: account.name)))])
        everything.period = .always
        // Lines that move no balance, such as expected ones, may be chosen as well.
        everything.statuses = selection.query.statuses.union([.booked, .pending])
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
        return AccountRegister(rows: rows, findings: chosen.findings)
    }

    /// The balances before the first line: the opening, less the lines before its day (S5).
    private static func openingBefore(_ all: Listing, _ account: Account) -> [CurrencyCode: Int128]
    {
        guard let opening = account.opening else { return [:] }
        var balances = opening.amounts.mapValues { Int128($0) }
        for index in 0..<all.count {
            let line = all.line(index)
            let currency = all.currencies[line.currency]
            guard line.day < opening.date.day, line.status.counts, let known = balances[currency]
            else { continue }
            balances[currency] = known - Int128(line.amount)
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
