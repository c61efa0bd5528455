import Model
import SourceText
import Statements

extension SecurityTrade {
    /// The trade as the evidence has it in `codes`, and its line as attributes: `isin`, `cusip`, `sedol`, `wkn` or
    /// `security`, then `units` and `price`.
    var codes: [(key: String, value: String)] {
        let id = (key: scheme?.rawValue ?? "security", value: security)
        return [id]
            + [("units", units), ("price", price)].compactMap { key, number in
                number.map { (key, $0.shortest) }
            }
    }
}

extension DecimalNumber {
    /// Without zeros at the end of the decimals.
    fileprivate var shortest: String {
        let text = decimalText(units, decimals: decimals)
        guard text.utf8.contains(0x2E) else { return text }
        let whole = text.utf8.reversed().drop { $0 == 0x30 }.reversed()
        return String(readable: whole.last == 0x2E ? whole.dropLast() : whole[...])
    }
}
