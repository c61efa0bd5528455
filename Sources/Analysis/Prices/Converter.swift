package import Model
package import Reading
package import SourceText

/// The day by whose price an amount is converted.
package enum RateDay: Sendable, Equatable {
    /// The day of each line.
    case day
    /// The last day of the period, or today where it has not ended.
    case end
    case on(CivilDate)

    /// `day`, `end`, `today` or a date.
    package init?(_ text: String, today: CivilDate) {
        switch text {
        case "day": self = .day
        case "end": self = .end
        case "today": self = .on(today)
        default:
            guard let date = CivilDate(iso: text) else { return nil }
            self = .on(date)
        }
    }
}

extension RateDay {
    /// The day by whose price a sum is told.
    ///
    /// - Parameters:
    ///   - day: that of the lines; `nil` for what is held, which has none.
    ///   - lastDay: the period's; `nil` where it has no end.
    package func date(of day: CivilDate?, lastDay: CivilDate?, today: CivilDate) -> CivilDate {
        let end = min(lastDay ?? today, today)
        return switch self {
        case .day: day ?? end
        case .end: end
        case .on(let date): date
        }
    }
}

/// Tells sums in one currency (S3): each by itself, rounded half to even. What has no price stays as it is, and is noted.
package struct Converter: Sendable {
    package let target: CurrencyCode
    private let prices: PriceTable
    private let currencies: CurrencyTable
    private var rates: [Key: Rate?] = [:]
    private var missing: Set<Key> = []
    private var tooLarge: Set<Key> = []

    private struct Key: Hashable, Sendable {
        let from: CurrencyCode
        let date: CivilDate
    }

    package init(to target: CurrencyCode, _ ledger: Ledger) {
        self.target = target
        prices = PriceTable(ledger)
        currencies = ledger.currencies
    }

    /// The worth of a sum by the prices of a day.
    package mutating func worth(of sum: Totals, on date: CivilDate) -> Totals {
        var told = Totals()
        for entry in sum {
            if entry.currency == target {
                told.add(entry.units, target)
                continue
            }
            let key = Key(from: entry.currency, date: date)
            guard let rate = rate(key) else {
                missing.insert(key)
                told.add(entry.units, entry.currency)
                continue
            }
            let worth = rate.worth(
                of: entry.units, from: currencies.decimals(of: entry.currency) ?? 2,
                to: currencies.decimals(of: target) ?? 2)
            if worth == nil { tooLarge.insert(key) }
            told.add(worth ?? entry.units, worth == nil ? entry.currency : target)
        }
        return told
    }

    private mutating func rate(_ key: Key) -> Rate? {
        if let known = rates[key] { return known }
        let found = prices.rate(of: key.from, in: target, on: key.date)
        rates[key] = .some(found)
        return found
    }

    /// What could not be converted: an error for each pair, with the first day that lacks a price.
    ///
    /// - Parameter isAllowed: whether gaps were asked for, and are only told.
    /// Notes that a worth does not fit where it is to stand.
    mutating func noteTooLarge(_ code: CurrencyCode, on date: CivilDate) {
        tooLarge.insert(Key(from: code, date: date))
    }

    package func findings(isAllowed: Bool) -> [Diagnostic] {
        let severity: Severity = isAllowed ? .warning : .error
        let gaps = Dictionary(grouping: missing, by: \.from).sorted { $0.key < $1.key }
        let large = Dictionary(grouping: tooLarge, by: \.from).sorted { $0.key < $1.key }
        return prices.findings
            + gaps.compactMap { from, keys in
                let days = keys.map(\.date).sorted()
                guard let first = days.first, let last = days.last else { return nil }
                let range =
                    first == last ? "on or before \(first)" : "for days from \(first) to \(last)"
                return Diagnostic(
                    "price.missing", severity, at: Location(file: "prices"),
                    "there is no price of \(from) in \(target) \(range)",
                    remedy:
                        "fetch rates with “bankbook prices fetch”, add a line such as “\(first) | 1 \(from) | … \(target)” to "
                        + "prices/, or let --gaps show it unconverted")
            }
            + large.map { from, _ in
                Diagnostic(
                    "price.overflow", .error, at: Location(file: "prices"),
                    "an amount in \(from) is too large to be told in \(target)",
                    remedy: "look at the prices of the two, or leave out -X")
            }
    }
}
