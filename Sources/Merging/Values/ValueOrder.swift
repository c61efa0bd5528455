import Model
import Syntax

/// Which of several values of a field is shown: the same on every machine.
enum ValueOrder {
    /// What makes two ways to write a value the same: numbers without zeros at the end of their decimals.
    static func key(_ name: ByteText, _ text: ByteText) -> ByteText {
        ByteText(key(name, text.string))
    }

    private static func key(_ name: ByteText, _ text: String) -> String {
        switch name.string {
        case "amount": plain(text)
        case "category":
            text.split(separator: ",").map { piece in
                let words = piece.split(separator: " ")
                let number = words.last.map(String.init).flatMap { DecimalNumber($0) }
                if words.count < 2 || number == nil { return words.joined(separator: " ") }
                return (words.dropLast() + [Substring(plain(String(words[words.count - 1])))])
                    .joined(separator: " ")
            }.joined(separator: ", ")
        default: text
        }
    }

    /// A number without zeros at the end of its decimals, and without a sign that says nothing.
    private static func plain(_ text: String) -> String {
        guard let number = DecimalNumber(text)?.reduced else { return text }
        let sign = text.hasPrefix("+") && number.units != 0 ? "+" : ""
        return sign + decimalText(number.units, decimals: number.decimals)
    }

    /// The key of the value that is shown: amounts by value, then all by their bytes.
    static func largest(_ name: ByteText, _ values: ValueSet) -> ByteText? {
        values.keys.max { isLess(name, $0, $1) }
    }

    static func isLess(_ name: ByteText, _ one: ByteText, _ other: ByteText) -> Bool {
        if name == "amount", let left = DecimalNumber(one.string),
            let right = DecimalNumber(other.string)
        {
            let decimals = max(left.decimals, right.decimals)
            if let left = left.scaled(to: decimals), let right = right.scaled(to: decimals),
                left != right
            {
                return left < right
            }
        }
        return one < other
    }
}

/// Which of two facts counts where two sides have another.
enum FactOrder {
    static let status: ByteText = "status"
    private static let ranks: [ByteText] = ["expected", "dropped", "pending", "booked"]

    static func larger(_ name: ByteText, _ one: ByteText?, _ other: ByteText?) -> ByteText? {
        guard let one, let other else { return one ?? other }
        if name == status {
            let rank = { (word: ByteText) in ranks.firstIndex(of: word) ?? -1 }
            return rank(one) < rank(other) ? other : one
        }
        return ValueOrder.isLess("amount", one, other) ? other : one
    }
}
