package import Model
import SourceText

/// `amount`: a number, and optionally blanks and a currency.
package struct AmountField: Sendable, Hashable {
    package var number: DecimalNumber
    package var currency: CurrencyCode?
    package var numberRange: Range<Int>
    package var currencyRange: Range<Int>

    package init(
        number: DecimalNumber, currency: CurrencyCode?, numberRange: Range<Int>,
        currencyRange: Range<Int>
    ) {
        self.number = number
        self.currency = currency
        self.numberRange = numberRange
        self.currencyRange = currencyRange
    }

    package static func parse(
        _ line: [UInt8], _ range: Range<Int>
    ) throws(SyntaxProblem) -> AmountField {
        if let bad = line[range].firstIndex(of: Ascii.backslash) {
            throw SyntaxProblem(
                "amount.form", bad..<bad + 1, "a backslash in an amount", remedy: "delete it")
        }
        let end = line[range].firstIndex(where: \.isBlank) ?? range.upperBound
        let numberRange = range.lowerBound..<end
        guard let number = NumberField.parse(line, numberRange) else {
            throw NumberField.problem(line, numberRange)
        }
        var start = end
        while start < range.upperBound, line[start] == Ascii.space { start += 1 }
        let currencyRange = start..<range.upperBound
        if currencyRange.isEmpty {
            return AmountField(
                number: number, currency: nil, numberRange: numberRange,
                currencyRange: currencyRange)
        }
        guard let currency = CurrencyCode(line[currencyRange]) else {
            throw currencyProblem(line, currencyRange)
        }
        return AmountField(
            number: number, currency: currency, numberRange: numberRange,
            currencyRange: currencyRange)
    }

    private static func currencyProblem(_ line: [UInt8], _ range: Range<Int>) -> SyntaxProblem {
        let text = String(readable: line[range])
        let signs = ["€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "US$": "USD"]
        let upper = text.uppercased()
        let remedy =
            if let code = signs[text] {
                "write \(code)"
            } else if CurrencyCode(upper) != nil {
                "write \(upper)"
            } else {
                "write an ISO 4217 code such as EUR, or one declared in ledger.json"
            }
        return SyntaxProblem(
            "currency.form", range, "“\(text)” is not a currency code", remedy: remedy)
    }
}

extension AmountField {
    /// The amount in minor units at `decimals`, or the problem at the first digit that is too many.
    package func units(decimals: Int, of code: CurrencyCode) throws(SyntaxProblem) -> Int64 {
        if number.decimals > decimals {
            let surplus = numberRange.upperBound - (number.decimals - decimals)
            throw SyntaxProblem(
                "amount.decimals", surplus..<numberRange.upperBound,
                "\(code) has \(decimals) decimal\(decimals == 1 ? "" : "s")",
                remedy: "write at most \(decimals) digits after the point")
        }
        guard let units = number.scaled(to: decimals) else {
            throw SyntaxProblem(
                "amount.range", numberRange, "the amount does not fit in 63 bits of minor units",
                remedy: "check the number")
        }
        return units
    }
}
