import Reading
package import Model
package import Syntax
import SourceText

/// One change that `set` makes to a line.
package enum FieldAssignment: Sendable, Hashable {
    case category(String)
    case description(String)
    case date(CivilDate)
    case amount(String)
    case status(Status)
    case tag(String)
    case untag(String)
    /// An attribute; `nil` removes it.
    case attribute(key: String, value: String?)

    /// Why a text is no assignment.
    package struct Problem: Error, Sendable, Equatable {
        package var message: String
    }

    /// Whether a word of the command line is an assignment and not a term of the query.
    package static func isAssignment(_ word: String) -> Bool {
        if word.hasPrefix("+#") || word.hasPrefix("-#") { return true }
        guard let equals = word.firstIndex(of: "="), equals > word.startIndex else { return false }
        return word[..<equals].utf8.allSatisfy { $0.isLower || $0.isDigit || $0 == Ascii.minus }
    }

    /// Reads `field=value`, `+#tag` or `-#tag`.
    package init(_ word: String) throws(Problem) {
        if word.hasPrefix("+#") || word.hasPrefix("-#") {
            let name = String(word.dropFirst(2))
            self = word.hasPrefix("+") ? .tag(name) : .untag(name)
            return
        }
        guard let equals = word.firstIndex(of: "=") else {
            throw Problem(message: "“\(word)” is no field=value")
        }
        let field = String(word[..<equals])
        let value = String(word[word.index(after: equals)...])
        switch field {
        case "category": self = .category(value)
        case "description": self = .description(value)
        case "amount": self = .amount(value)
        case "tag": self = .tag(value)
        case "untag": self = .untag(value)
        case "date":
            guard let date = CivilDate(iso: value) else {
                throw Problem(message: "“\(value)” is not a date: write YYYY-MM-DD")
            }
            self = .date(date)
        case "status":
            guard let status = Status.allCases.first(where: { $0.name == value }),
                status != .assertion
            else {
                throw Problem(
                    message: "“\(value)” is no status: write booked, pending, expected or dropped")
            }
            self = .status(status)
        case "id", "aka", "auto", "bank-date", "bank-amount":
            throw Problem(message: "“\(field)” is written by the program alone")
        default:
            self = .attribute(key: field, value: value.isEmpty ? nil : value)
        }
    }
}

extension TransactionLine {
    /// Makes one change. A field that is set becomes a person's: its `auto` token goes (S18).
    ///
    /// - Parameter hasEvidence: whether a bank record stands behind the line; then the bank's date or
    ///   amount is kept beside the person's (S17).
    /// - Throws: why the new value cannot stand in a line.
    package mutating func apply(
        _ assignment: FieldAssignment, hasEvidence: Bool
    ) throws(SyntaxProblem) {
        switch assignment {
        case .category(let text):
            let bytes = Array(text.utf8)
            record.category = try CategoryField.parse(bytes, bytes.trimmedRange)
            try revalidate()
            confirm("category")
        case .description(let text):
            record.description = text
            confirm("description")
        case .date(let date):
            if date != record.date, hasEvidence, attributes["bank-date"] == nil {
                attributes["bank-date"] = record.date.description
            }
            record.date = date
            if attributes["bank-date"] == date.description { attributes["bank-date"] = nil }
        case .amount(let text): try setAmount(text, hasEvidence: hasEvidence)
        case .status(let status): record.status = status
        case .tag(let name): attributes.insert(tag: name)
        case .untag(let name): attributes.remove(tag: name)
        case .attribute(let key, let value):
            attributes.list.removeAll { $0.key == key }
            if key == "ignored", value == "true" {
                attributes.list.append(.flag(key))
            } else if key != "ignored" || value != "false" {
                attributes[key] = value
            }
            confirm(key)
        }
    }

    private mutating func setAmount(_ text: String, hasEvidence: Bool) throws(SyntaxProblem) {
        let bytes = Array(text.utf8)
        var amount = try AmountField.parse(bytes, bytes.trimmedRange)
        let code = meaning.currency.code
        if amount.currency == nil { amount.currency = record.amount.currency }
        let units = try amount.units(decimals: meaning.currency.decimals, of: code)
        if units != meaning.amount, hasEvidence, attributes["bank-amount"] == nil {
            let old = decimalText(meaning.amount, decimals: meaning.currency.decimals)
            attributes["bank-amount"] = "\(old) \(code)"
        }
        record.amount = amount
        try revalidate()
    }

    /// Drops the mark that a machine has set the field.
    package mutating func confirm(_ field: String) {
        let rest = attributes.set("auto").filter { !$0.hasPrefix(field + ".") }
        attributes.replaceSet("auto", with: rest)
    }
}
