package import Model
import Queries
package import Reading
package import SourceText

/// The balances of accounts at the end of some days (S5, S7).
package struct AccountBalances: Sendable {
    private let ledger: Ledger
    private let currencies: [CurrencyCode]
    private let boundaries: [String: [Int32]]
    /// Of each key the sums of the lines up to each boundary.
    private var sums: [StockConsumer.Key: StockConsumer.Sums] = [:]
    private var daily: [StockConsumer.Key: [Int32: Int128]] = [:]
    private var valuations: [String: [StockConsumer.Valuation]] = [:]
    private var counts: [String: (count: Int, lastDay: Int32)] = [:]
    /// What keeps the sums from being right (S23).
    package private(set) var findings: [Diagnostic] = []

    /// Reads what is needed to answer for each of `days`.
    package init(
        _ ledger: Ledger, at days: [CivilDate], selection: Selection = Selection(),
        today: CivilDate, threads: Int
    ) {
        let question = StockQuestion(days: days, selection: selection, today: today)
        let scan = LedgerScan(ledger, files: selection.files(of: ledger), threads: threads)
        let result = scan.run { StockConsumer(question, ledger) }
        self.init(ledger, question, result.consumers.map(\.consumer))
        findings = ledger.findings + result.findings
    }

    /// What the consumers of all threads found.
    init(_ ledger: Ledger, _ question: StockQuestion, _ consumers: [StockConsumer]) {
        self.ledger = ledger
        currencies = ledger.heldCurrencies
        boundaries = question.boundaries(ledger)
        for consumer in consumers { merge(consumer) }
        for key in sums.keys { sums[key]?.accumulate() }
    }

    private mutating func merge(_ consumer: StockConsumer) {
        for (key, found) in consumer.sums {
            guard var known = sums[key] else {
                sums[key] = found
                continue
            }
            for index in found.buckets.indices { known.buckets[index] += found.buckets[index] }
            known.lines += found.lines
            sums[key] = known
        }
        for (key, found) in consumer.daily {
            daily[key, default: [:]].merge(found, uniquingKeysWith: +)
        }
        for (account, found) in consumer.valuations { valuations[account, default: []] += found }
        for (account, found) in consumer.counts {
            let known = counts[account] ?? (0, -1)
            counts[account] = (known.0 + found.0, max(known.1, found.1))
        }
    }

    /// Booked and pending lines up to today.
    package func count(_ account: String) -> Int { counts[account]?.count ?? 0 }

    /// The day of the last of them.
    package func lastDate(_ account: String) -> CivilDate? {
        counts[account].flatMap { $0.lastDay >= 0 ? CivilDate(day: $0.lastDay) : nil }
    }

    /// The balance of an account at the end of `day`, which must be one of the days asked for.
    ///
    /// A currency that has neither an opening nor a line is absent.
    ///
    /// - Parameter statuses: the statuses that count.
    package func balance(
        of account: Account, at day: CivilDate, statuses: Set<Status> = [.booked, .pending]
    ) -> Totals {
        var totals = Totals()
        for (index, code) in currencies.enumerated() where account.currencies.contains(code) {
            let currency = CurrencyIndex(index)
            let keys = statuses.map {
                StockConsumer.Key(account: account.name, currency: currency, status: $0)
            }
            let opening = account.opening.flatMap { opening in
                opening.amounts[code].map { (opening.date, $0) }
            }
            let hasLines = keys.contains { sums[$0] != nil }
            if let valued = valuation(account, currency, day) {
                let later = keys.reduce(Int128(0)) { sum, key in
                    sum
                        + (daily[key] ?? [:]).reduce(0) {
                            $0 + (($1.key > valued.day && $1.key <= day.day) ? $1.value : 0)
                        }
                }
                totals.add(Int128(valued.amount) + later, code)
                continue
            }
            guard hasLines || opening != nil else { continue }
            var sum = keys.reduce(Int128(0)) { $0 + prefix($1, day.day) }
            if let opening {
                sum += Int128(opening.1)
                sum -= keys.reduce(Int128(0)) { $0 + prefix($1, opening.0.day - 1) }
            }
            totals.add(sum, code)
        }
        return totals
    }

    /// The balance at the end of `day` in the currencies, and of the statuses, that a selection with
    /// the terms of a stock leaves.
    package func balance(of account: Account, at day: CivilDate, selection: Selection) -> Totals {
        var totals = Totals()
        for code in account.currencies {
            let statuses = selection.stockStatuses(of: account, in: code)
            if statuses.isEmpty { continue }
            if let units = balance(of: account, at: day, statuses: statuses)[code] {
                totals.add(units, code)
            }
        }
        return totals
    }

    /// What the lines dated behind `before` up to `day` add up to, both among the days asked for; `nil` is before all.
    package func flow(
        of account: Account, after before: CivilDate?, through day: CivilDate,
        selection: Selection
    ) -> Totals {
        var totals = Totals()
        for (index, code) in currencies.enumerated() where account.currencies.contains(code) {
            for status in selection.stockStatuses(of: account, in: code) {
                let key = StockConsumer.Key(
                    account: account.name, currency: CurrencyIndex(index), status: status)
                if sums[key] == nil { continue }
                totals.add(prefix(key, day.day) - (before.map { prefix(key, $0.day) } ?? 0), code)
            }
        }
        return totals
    }

    /// The sum of the lines dated up to `day`.
    private func prefix(_ key: StockConsumer.Key, _ day: Int32) -> Int128 {
        guard let found = sums[key], let days = boundaries[key.account],
            let last = days.lastIndex(where: { $0 <= day })
        else { return 0 }
        return found.buckets[last]
    }

    /// The last valuation of an investment account on or before `day`.
    private func valuation(
        _ account: Account, _ currency: CurrencyIndex, _ day: CivilDate
    ) -> StockConsumer.Valuation? {
        (valuations[account.name] ?? [])
            .filter { $0.currency == currency && $0.day <= day.day }
            .max { $0.day < $1.day }
    }
}
