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
        let number = reduced
        return decimalText(number.units, decimals: number.decimals)
    }
}
