import JSONText
import Model
import Reading
import Rendering

/// Writes amounts with the decimals of the ledger's currencies, and in the form in which this run tells numbers.
struct MoneyText: Sendable {
    private struct Form: Sendable {
        var code: CurrencyCode
        var decimals: Int
    }

    /// The first ledger's base currency.
    let firstCurrency: CurrencyCode
    /// In the order of codes.
    private let forms: [Form]
    private let form: NumberForm
    /// For each a blank and the code.
    private let suffixes: SetTexts

    /// - Parameter other: a currency that no account holds, in which amounts are told too.
    init(_ ledger: Ledger, also other: String? = nil) {
        self.init([ledger], also: other)
    }

    /// The currencies of several ledgers.
    init(_ ledgers: [Ledger], also other: String? = nil) {
        var codes = ledgers.reduce(into: Set<CurrencyCode>()) { $0.formUnion($1.heldCurrencies) }
        if let other = other.flatMap({ CurrencyCode($0) }) { codes.insert(other) }
        forms = codes.sorted().map { code in
            let known = ledgers.lazy.compactMap { $0.currencies.decimals(of: code) }.first
            return Form(code: code, decimals: known ?? 2)
        }
        form = ledgers.first?.numberForm ?? .plain
        firstCurrency = ledgers.first?.baseCurrency ?? .eur
        suffixes = SetTexts(forms.map { " \($0.code)" })
    }

    func decimals(_ code: CurrencyCode) -> Int {
        forms.first { $0.code == code }?.decimals ?? 2
    }

    /// `-45.20`.
    func number(_ units: some BinaryInteger, _ code: CurrencyCode) -> String {
        form.text(units, decimals: decimals(code))
    }

    /// A number that is no amount, such as a percentage.
    func decimal(_ units: some BinaryInteger, decimals: Int) -> String {
        form.text(units, decimals: decimals)
    }

    /// The currencies in which amounts may be told, in order.
    var codes: [CurrencyCode] { forms.map(\.code) }

    /// How many currencies the ledger's accounts hold.
    var currencyCount: Int { forms.count }

    /// The index of a currency among those that the ledger's accounts hold.
    func index(of code: CurrencyCode) -> Int { forms.firstIndex { $0.code == code } ?? 0 }

    /// Appends the cell `-45.20 EUR`, the currency given by its index.
    func append(
        _ units: Int128, currency index: Int, role: Role? = nil, to writer: inout RowWriter
    ) {
        let role = role ?? (units < 0 ? .negative : .plain)
        if form.isPlain {
            let digits = DecimalDigits(units, decimals: forms[index].decimals)
            writer.openCell(width: digits.count + suffixes.width(index), role)
            digits.withSpan { writer.text.append($0) }
        } else {
            writer.openCell(width: width(units, currency: index), role)
            writer.text.append(form.bytes(units, decimals: forms[index].decimals).span)
        }
        suffixes.append(index, to: &writer)
        writer.closeCell()
    }

    /// The columns of that cell.
    func width(_ units: Int128, currency index: Int) -> Int {
        form.width(units, decimals: forms[index].decimals) + suffixes.width(index)
    }

    /// `-45.20 EUR`.
    func amount(_ units: some BinaryInteger, _ code: CurrencyCode) -> String {
        "\(number(units, code)) \(code)"
    }

    /// One currency a line; `0` where there is none.
    func cell(_ totals: Totals, role: Role = .plain) -> Cell {
        var bytes: [UInt8] = []
        var isNegative = false
        for entry in totals {
            if !bytes.isEmpty { bytes.append(0x0A) }
            isNegative = isNegative || entry.units < 0
            let known = forms[index(of: entry.currency)]
            if form.isPlain {
                appendDecimal(entry.units, decimals: known.decimals, to: &bytes)
            } else {
                bytes += form.bytes(entry.units, decimals: known.decimals)
            }
            bytes += " \(known.code)".utf8
        }
        return Cell(
            bytes.isEmpty ? "0" : String(decoding: bytes, as: UTF8.self),
            isNegative && role == .plain ? .negative : role)
    }

    /// `{"EUR":"-45.20"}`, sorted by code.
    func json(_ totals: Totals) -> JSONValue {
        .object(
            totals.map {
                JSONMember($0.currency.description, .string(number($0.units, $0.currency)))
            })
    }

    /// `EUR -45.20, USD 1.00` without a unit: `-45.20 EUR 1.00 USD`, for CSV.
    func field(_ totals: Totals) -> String {
        totals.map { amount($0.units, $0.currency) }.joined(separator: " ")
    }
}
