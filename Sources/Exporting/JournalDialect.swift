import Model

/// Whose journal is written.
package enum JournalDialect: String, Sendable, CaseIterable {
    case hledger, ledger, beancount

    /// How the tool's journals call a commodity.
    func commodity(_ code: CurrencyCode) -> String {
        let text = code.description
        if self == .beancount { return text }
        return text.contains(where: \.isNumber) ? "\"\(text)\"" : text
    }

    /// The text in one line, without control characters.
    static func flat(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isBreak = scalar.value == 0x2028 || scalar.value == 0x2029
                    return scalar.properties.generalCategory == .control || isBreak ? " " : scalar
                }))
    }

    /// A text that stays what it is on one line of a journal.
    func line(_ text: String) -> String {
        let flat = JournalDialect.flat(text)
        switch self {
        case .beancount:
            return flat.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        case .hledger, .ledger:
            // A comment begins with “;”, a day of its own stands in brackets.
            return String(
                flat.map { character -> Character in
                    switch character {
                    case ";": ","
                    case "[": "("
                    case "]": ")"
                    default: character
                    }
                })
        }
    }

    /// The value of a tag: a comma would end it.
    func value(_ text: String) -> String {
        self == .hledger ? line(text).replacing(",", with: " ") : line(text)
    }

    /// A tag's name with the letters that the tool allows.
    func tag(_ text: String) -> String {
        let safe = text.map { character -> Character in
            switch self {
            case .beancount:
                character.isASCII && (character.isLetter || character.isNumber)
                    || "-_/.".contains(character) ? character : "-"
            case .hledger, .ledger:
                character.isLetter || character.isNumber || "-_".contains(character)
                    ? character : "-"
            }
        }
        let name = String(safe)
        // These mean a day of the line there.
        return ["date", "date2"].contains(name) ? "tag-" + name : name
    }
}
