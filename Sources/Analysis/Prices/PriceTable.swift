package import Model
import Platform
package import Reading
package import SourceText
import Syntax

/// What currencies were worth in others, as `prices/*.txt` say.
package struct PriceTable: Sendable {
    /// One price: so many minor units of one currency for so many of another.
    private struct Price: Sendable {
        let date: CivilDate
        let unit: Int64
        let worth: Int64
    }

    private struct Pair: Hashable {
        let from: CurrencyCode
        let to: CurrencyCode
    }

    /// Sorted by date; of one day the last in the order of files counts.
    private var prices: [Pair: [Price]] = [:]
    private let base: CurrencyCode
    /// What is wrong with lines and files, which keeps answers by prices from being right (S23).
    package private(set) var findings: [Diagnostic] = []

    /// Reads the prices of a ledger.
    package init(_ ledger: Ledger) {
        base = ledger.baseCurrency
        findings =
            RecordFolder.read(ledger, "prices") { text, _, _ throws(SyntaxProblem) in
                add(try PriceRecord.parse(text), ledger)
            }.findings
        for pair in prices.keys {
            prices[pair] = prices[pair]?.enumerated().sorted {
                ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
            }.map(\.element)
        }
    }

    private mutating func add(_ record: PriceRecord, _ ledger: Ledger) {
        guard let from = record.unit.currency, let to = record.worth.currency else { return }
        // A worth may be finer than the currency's minor units.
        let scale = max(
            record.worth.number.decimals, record.unit.number.decimals,
            ledger.currencies.decimals(of: from) ?? 2, ledger.currencies.decimals(of: to) ?? 2)
        guard let unit = record.unit.number.scaled(to: scale),
            let worth = record.worth.number.scaled(to: scale)
        else { return }
        prices[Pair(from: from, to: to), default: []].append(
            Price(date: record.date, unit: unit, worth: worth))
    }

    /// What one whole unit of a currency was worth in another on a day, as a fraction: by the latest price on or
    /// before it, also by one that is given the other way round; `nil` without one.
    package func worth(
        of from: CurrencyCode, in to: CurrencyCode, on date: CivilDate
    ) -> (numerator: Int64, denominator: Int64)? {
        if from == to { return (1, 1) }
        let direct = latest(Pair(from: from, to: to), date)
        let inverse = latest(Pair(from: to, to: from), date)
        if let direct, inverse.map({ $0.date <= direct.date }) ?? true {
            return (direct.worth, direct.unit)
        }
        return inverse.map { ($0.unit, $0.worth) }
    }

    /// The same, or where the two have no price between them, by one step through the ledger's base currency.
    package func rate(
        of from: CurrencyCode, in to: CurrencyCode, on date: CivilDate
    ) -> Rate? {
        if let found = worth(of: from, in: to, on: date) {
            return Rate(numerator: Int128(found.numerator), denominator: Int128(found.denominator))
        }
        guard let first = worth(of: from, in: base, on: date),
            let second = worth(of: base, in: to, on: date)
        else { return nil }
        return Rate(
            numerator: Int128(first.numerator) * Int128(second.numerator),
            denominator: Int128(first.denominator) * Int128(second.denominator))
    }

    /// A price as a journal tells it: one whole unit in minor units of `decimals`, rounded half to even where the fraction
    /// does not end.
    package struct Told: Sendable {
        package let date: CivilDate
        package let unit: CurrencyCode
        package let worth: Int128
        package let decimals: Int
        package let currency: CurrencyCode
    }

    /// Every price, by date and codes.
    package var all: [Told] {
        let told = prices.flatMap { pair, list in
            list.map { price in
                let scaled = Int128(price.worth) * 1_000_000_000_000
                return Told(
                    date: price.date, unit: pair.from,
                    worth: dividedHalfToEven(scaled, by: price.unit), decimals: 12,
                    currency: pair.to
                ).shortened
            }
        }
        return told.sorted { left, right in
            if left.date != right.date { return left.date < right.date }
            return left.unit != right.unit ? left.unit < right.unit : left.currency < right.currency
        }
    }

    /// The currencies that have a price, in the order of codes.
    package var currencies: [CurrencyCode] {
        Set(prices.keys.flatMap { [$0.from, $0.to] }).sorted()
    }

    /// The last price on or before a day.
    ///
    /// - Complexity: O(log prices).
    private func latest(_ pair: Pair, _ date: CivilDate) -> Price? {
        guard let list = prices[pair] else { return nil }
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if list[middle].date <= date { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? list[low - 1] : nil
    }
}

extension PriceTable.Told {
    /// Without the zeros behind the last digit that counts, but for two.
    fileprivate var shortened: PriceTable.Told {
        var (worth, decimals) = (worth, decimals)
        while decimals > 2, worth % 10 == 0 {
            worth /= 10
            decimals -= 1
        }
        return PriceTable.Told(
            date: date, unit: unit, worth: worth, decimals: decimals, currency: currency)
    }
}
