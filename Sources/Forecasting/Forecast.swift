package import Model
package import Queries

/// What is expected of the balances of accounts, day by day.
///
/// For every account and day what it starts with and the parts through that day add up to what is expected, to the unit.
package struct Forecast: Sendable {
    package struct Day: Sendable {
        package let date: CivilDate
        package let expected: Int128
        /// Four of five paths end between these.
        package let low80: Int128
        package let high80: Int128
        /// Nineteen of twenty paths end between these.
        package let low95: Int128
        package let high95: Int128
    }

    /// The balance of an account in a currency, or of all of them together.
    package struct Course: Sendable {
        /// `nil` for all accounts in the currency.
        package internal(set) var account: String?
        package let currency: CurrencyCode
        /// At the end of the day before the first day's parts.
        package let start: Int128
        package let days: [Day]
        /// Whether it is in debt by its nature, as a card or a loan is.
        package let isDebt: Bool

        /// The last day in each period, and the last of all.
        package func days(atEndsOf cycle: Cycle) -> [Day] {
            days.indices.filter { place in
                place + 1 == days.count
                    || cycle.start(of: days[place].date) != cycle.start(of: days[place + 1].date)
            }.map { days[$0] }
        }

        /// The day with the least that is expected, the first of several.
        package var lowest: Day? {
            days.reduce(nil) { best, day in
                best.map { $0.expected <= day.expected } ?? false ? best : day
            }
        }

        /// The first day on which less than nothing is expected; `nil` also for what is a debt by its nature.
        package var belowZero: CivilDate? {
            isDebt ? nil : days.first { $0.expected < 0 }?.date
        }
    }

    package let from: CivilDate
    package let to: CivilDate
    package let scenario: String?
    package let paths: Int
    package let seed: UInt64
    package private(set) var accounts: [Course]
    /// By currency, where several accounts hold it.
    package let totals: [Course]
    /// In the order of their days.
    package private(set) var parts: [ForecastPart]

    /// The whole of each currency, and an account that is alone in its own.
    package var wholes: [Course] {
        totals + accounts.filter { one in !totals.contains { $0.currency == one.currency } }
    }

    /// The same with `prefix` before the names of accounts.
    package func named(_ prefix: String) -> Forecast {
        var named = self
        for index in accounts.indices {
            named.accounts[index].account = accounts[index].account.map { prefix + $0 }
        }
        for index in parts.indices { named.parts[index].account = prefix + parts[index].account }
        return named
    }
}
