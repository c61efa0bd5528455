import Analysis
import ConnectorWire
import Editing
import Model
import Queries
import Reading
import SourceText
import Syntax

/// The files of fetched prices: one a pair, such as `prices/eur-usd.txt`, in the order of days.
struct PriceFiles {
    private let ledger: Ledger

    init(_ ledger: Ledger) { self.ledger = ledger }

    /// A price as a line tells it.
    private struct Price {
        let date: CivilDate
        let unit: CurrencyCode
        let worth: DecimalNumber
        let currency: CurrencyCode

        var line: String {
            "\(date) | 1 \(unit) | \(decimalText(worth.units, decimals: worth.decimals)) \(currency)"
        }

        var path: String { PriceFiles.path(unit, currency) }
    }

    private static func path(_ unit: CurrencyCode, _ currency: CurrencyCode) -> String {
        "prices/\(unit.description.lowercased())-\(currency.description.lowercased()).txt"
    }

    /// The pair by which a currency is told: one euro in it, or where the base is another currency, one of it in the base.
    private func pair(_ code: CurrencyCode) -> (unit: CurrencyCode, currency: CurrencyCode) {
        ledger.baseCurrency == .eur ? (.eur, code) : (code, ledger.baseCurrency)
    }

    /// The day after the last price in a currency's file; else a week before the first line, whose day may have no rate of
    /// its own.
    func firstMissing(
        _ code: CurrencyCode, threads: Int
    ) throws(CommandFailure) -> CivilDate {
        let pair = pair(code)
        let path = PriceFiles.path(pair.unit, pair.currency)
        let known = PriceFiles.records(try LedgerFiles(ledger).bytes(path) ?? [])
        if let last = known.map(\.date).max() { return last.adding(days: 1) ?? last }
        let lines = Selection.days([Selection()], [ReportBook(ledger)], threads: threads)
        let first = lines?.lowerBound ?? CivilDate(iso: "1999-01-04") ?? .first
        return first.adding(days: -7) ?? first
    }

    private static func records(_ bytes: [UInt8]) -> [PriceRecord] {
        var found: [PriceRecord] = []
        _ = RecordLines.read(bytes, path: "") { text, _ throws(SyntaxProblem) in
            found.append(try PriceRecord.parse(text))
        }
        return found
    }

    /// What the files become with the rates that are new; a day that a file has keeps its price.
    func edits(
        _ rates: [FoundRate], _ wanted: [CurrencyCode]
    ) throws(CommandFailure) -> [FileEdit] {
        let prices = Dictionary(grouping: wanted.flatMap { self.prices($0, rates) }, by: \.path)
        var edits: [FileEdit] = []
        for (path, told) in prices.sorted(by: { byBytes($0.key, $1.key) }) {
            let before = try LedgerFiles(ledger).bytes(path)
            let known = PriceFiles.records(before ?? []).filter { record in
                record.unit.currency == told[0].unit && record.worth.currency == told[0].currency
            }
            let taken = Set(known.map(\.date))
            let new = told.filter { !taken.contains($0.date) }.sorted { $0.date < $1.date }
            if new.isEmpty { continue }
            let after = PriceFiles.merged(before ?? [], new)
            edits.append(
                FileEdit(
                    path: path, before: before, after: after,
                    lines: new.map { LineEdit(before: nil, after: Array(($0.line + "\n").utf8)) }))
        }
        return edits
    }

    /// The file with new prices, each before the first line of a later day.
    private static func merged(_ before: [UInt8], _ new: [Price]) -> [UInt8] {
        var rest = new[...]
        var after: [UInt8] = []
        for line in before.split(separator: Ascii.lineFeed, omittingEmptySubsequences: false) {
            var record: PriceRecord?
            do throws(SyntaxProblem) { record = try PriceRecord.parse(Array(line)) } catch {}
            while let record, let first = rest.first, first.date < record.date {
                after += (first.line + "\n").utf8
                rest = rest.dropFirst()
            }
            after += line
            after.append(Ascii.lineFeed)
        }
        // The last piece is what stands behind the last line's end.
        after.removeLast()
        if !after.isEmpty, after.last != Ascii.lineFeed { after.append(Ascii.lineFeed) }
        for price in rest { after += (price.line + "\n").utf8 }
        return after
    }

    /// The prices of a currency by what was told.
    private func prices(_ code: CurrencyCode, _ rates: [FoundRate]) -> [Price] {
        let base = ledger.baseCurrency
        let own = rates.filter { $0.currency == code }
        if base == .eur {
            return own.filter { $0.unit == .eur }.map {
                Price(date: $0.date, unit: .eur, worth: $0.rate, currency: code)
            }
        }
        let ofBase = Dictionary(
            rates.filter { $0.currency == base && $0.unit == .eur }.map { ($0.date, $0.rate) },
            uniquingKeysWith: { first, _ in first })
        if code == .eur {
            return ofBase.map { Price(date: $0.key, unit: .eur, worth: $0.value, currency: base) }
        }
        return own.compactMap { rate in
            guard rate.unit == .eur, let other = ofBase[rate.date],
                let worth = PriceFiles.quotient(other, rate.rate)
            else { return nil }
            return Price(date: rate.date, unit: code, worth: worth, currency: base)
        }
    }

    /// One number by another with eight decimals, rounded half to even; `nil` where it does not fit.
    private static func quotient(_ top: DecimalNumber, _ bottom: DecimalNumber) -> DecimalNumber? {
        var (units, divisor) = (Int128(top.units), Int128(bottom.units))
        for _ in 0..<(8 + bottom.decimals) { units *= 10 }
        for _ in 0..<top.decimals { divisor *= 10 }
        let worth = dividedHalfToEven(units, by: divisor)
        guard let small = Int64(exactly: worth), small > 0 else { return nil }
        return DecimalNumber(units: small, decimals: 8).reduced
    }
}
