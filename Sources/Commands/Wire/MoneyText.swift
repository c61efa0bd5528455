import JSONText
import Model
import Reading
import Rendering

/// Writes amounts with the decimals of the ledger's currencies.
struct MoneyText: Sendable {
    private let decimals: [CurrencyCode: Int]
    /// A blank and the code.
    private let suffixes: [CurrencyCode: [UInt8]]

    init(_ ledger: Ledger) {
        var decimals: [CurrencyCode: Int] = [:]
        for code in ledger.heldCurrencies { decimals[code] = ledger.decimals(code) }
        self.decimals = decimals
        suffixes = Dictionary(
            uniqueKeysWithValues: ledger.heldCurrencies.map { ($0, [0x20] + $0.bytes) })
    }

    func decimals(_ code: CurrencyCode) -> Int { decimals[code] ?? 2 }

    /// `-45.20`.
    func number(_ units: some BinaryInteger, _ code: CurrencyCode) -> String {
        decimalText(units, decimals: decimals(code))
    }

    /// Appends `-45.20 EUR`.
    func append(_ units: some BinaryInteger, _ code: CurrencyCode, to bytes: inout [UInt8]) {
        appendDecimal(units, decimals: decimals(code), to: &bytes)
        bytes += suffixes[code] ?? []
    }

    /// `-45.20 EUR`.
    func amount(_ units: some BinaryInteger, _ code: CurrencyCode) -> String {
        "\(number(units, code)) \(code)"
    }

    /// One currency a line; `0` where there is none.
    func cell(_ totals: Totals, role: Role = .plain) -> Cell {
        let lines = totals.sorted.map { amount($0.units, $0.currency) }
        let isNegative = totals.units.values.contains { $0 < 0 }
        return Cell(
            lines.isEmpty ? "0" : lines.joined(separator: "\n"),
            isNegative && role == .plain ? .negative : role)
    }

    /// `{"EUR":"-45.20"}`, sorted by code.
    func json(_ totals: Totals) -> JSONValue {
        .object(
            totals.sorted.map {
                JSONMember($0.currency.description, .string(number($0.units, $0.currency)))
            })
    }

    /// `EUR -45.20, USD 1.00` without a unit: `-45.20 EUR 1.00 USD`, for CSV.
    func field(_ totals: Totals) -> String {
        totals.sorted.map { amount($0.units, $0.currency) }.joined(separator: " ")
    }
}
