package import Model
import SourceText

/// One line of `categories.txt` or of a taxonomy.
package struct CategoryRecord: Sendable, Hashable {
    package var category: String
    package var kind: CategoryKind?
    package var keywords: [String]
    package var attributes: AttributesField
    package var pathRange: Range<Int>

    /// - Parameter hasKind: false in a taxonomy, whose nodes have none.
    package static func parse(
        _ line: [UInt8], hasKind: Bool
    ) throws(SyntaxProblem) -> CategoryRecord {
        let fields = Fields(line)
        let path = try PathField.parse(line, fields[0])
        var kind: CategoryKind?
        if !fields[1].isEmpty {
            let word = String(readable: line[fields[1]])
            kind = hasKind ? CategoryKind(rawValue: word) : nil
            if kind == nil {
                throw SyntaxProblem(
                    "category.kind", fields[1], "“\(word)” is no kind",
                    remedy: hasKind
                        ? "kinds are income, expense and transfer; empty takes the parent's"
                        : "nodes of a taxonomy have no kind: leave the field empty")
            }
        }
        let keywords = try TextField.parse(line, fields[2]).split(separator: ",")
            .map { String(readable: Array($0.utf8)[Array($0.utf8).trimmedRange]) }
            .filter { !$0.isEmpty }
        let attributes = try AttributesField.parse(line, fields[3])
        try fields.check(limit: 4, remedy: "keywords are separated by commas")
        return CategoryRecord(
            category: path, kind: kind, keywords: keywords, attributes: attributes,
            pathRange: fields[0])
    }
}

/// A path that is declared, budgeted or planned: one target without an amount.
package enum PathField {
    static func parse(_ line: [UInt8], _ range: Range<Int>) throws(SyntaxProblem) -> String {
        try CategoryPath.check(line, range)
        let path = String(readable: line[range])
        if path == "ignored" {
            throw SyntaxProblem(
                "category.form", range, "“ignored” is reserved", remedy: "choose another name")
        }
        return path
    }
}

/// One line of `rules.txt`.
package struct RuleRecord: Sendable, Hashable {
    package var conditions: String
    package var actions: [String]
    package var attributes: AttributesField

    package static func parse(_ line: [UInt8]) throws(SyntaxProblem) -> RuleRecord {
        let fields = Fields(line)
        let conditions = try TextField.parse(line, fields[0])
        if conditions.isEmpty {
            throw SyntaxProblem(
                "rule.form", fields[0], "a rule without conditions",
                remedy: "write a query such as desc:netflix")
        }
        let text = try TextField.parse(line, fields[1])
        let actions = RuleRecord.pieces(Array(text.utf8))
        for action in actions where !isAction(action) {
            throw SyntaxProblem(
                "rule.form", fields[1], "“\(action)” is no action",
                remedy: "actions are field=value, +#tag, -#tag, ignore, unignore and flip")
        }
        if actions.isEmpty {
            throw SyntaxProblem(
                "rule.form", fields[1], "a rule without actions",
                remedy: "write an action such as category=food")
        }
        let attributes = try AttributesField.parse(line, fields[2])
        try fields.check(limit: 3, remedy: "write a bar inside a regular expression as \\|")
        return RuleRecord(conditions: conditions, actions: actions, attributes: attributes)
    }

    /// What stands between commas, but for commas in double quotes.
    private static func pieces(_ text: [UInt8]) -> [String] {
        var isQuoted = false
        let parts = text.split { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return byte == Ascii.comma && !isQuoted
        }
        return parts.map { part in
            let bytes = Array(part)
            return String(readable: bytes[bytes.trimmedRange])
        }
    }

    private static func isAction(_ text: String) -> Bool {
        if ["ignore", "unignore", "flip"].contains(text) { return true }
        if text.hasPrefix("+#") || text.hasPrefix("-#") { return text.utf8.count > 2 }
        guard let equals = text.firstIndex(of: "=") else { return false }
        return NameForm.isName(String(text[..<equals])) && text.index(after: equals) < text.endIndex
    }
}

/// One line of a budget.
package struct BudgetRecord: Sendable, Hashable {
    package var category: String
    package var amount: AmountField
    package var period: String
    package var attributes: AttributesField

    package static func parse(_ line: [UInt8]) throws(SyntaxProblem) -> BudgetRecord {
        let fields = Fields(line)
        let category = try PathField.parse(line, fields[0])
        let amount = try AmountField.parse(line, fields[1])
        let period = String(readable: line[fields[2]])
        guard Recurrence.isBudgetPeriod(period) else {
            throw SyntaxProblem(
                "budget.period", fields[2], "“\(period)” is no budget period",
                remedy:
                    "write weekly, monthly, quarterly, yearly, payday, monthly from 15, every 28 days from 2026-01-05, "
                    + "rolling 30 days, by 2026-12-24 or once 2026-11-03"
            )
        }
        let attributes = try AttributesField.parse(line, fields[3])
        try fields.check(
            limit: 4, remedy: "a budget line is category | amount | period | attributes")
        return BudgetRecord(
            category: category, amount: amount, period: period, attributes: attributes)
    }
}

/// One line of a plan.
package struct PlanRecord: Sendable, Hashable {
    package var date: CivilDate
    package var interval: String
    package var amount: AmountField
    package var category: CategoryField
    package var description: String
    package var attributes: AttributesField

    package static func parse(_ line: [UInt8]) throws(SyntaxProblem) -> PlanRecord {
        let fields = Fields(line)
        let end = line[fields[0]].firstIndex(where: \.isBlank) ?? fields[0].upperBound
        let date = try DateField.parse(line, fields[0].lowerBound..<end)
        let rest = line[end..<fields[0].upperBound].trimmedRange
        let interval = String(readable: line[rest])
        guard interval.isEmpty || Recurrence.isInterval(interval) else {
            throw SyntaxProblem(
                "plan.interval", rest, "“\(interval)” is no interval",
                remedy:
                    "write daily, weekly, monthly, quarterly, yearly, last-workday, or every 2 weeks"
            )
        }
        let amount = try AmountField.parse(line, fields[1])
        let category = try CategoryField.parse(line, fields[2])
        let description = try TextField.parse(line, fields[3])
        let attributes = try AttributesField.parse(line, fields[4])
        try fields.check(limit: 5, remedy: "if it belongs to the text, write it as \\|")
        return PlanRecord(
            date: date, interval: interval, amount: amount, category: category,
            description: description, attributes: attributes)
    }
}

/// The words for what comes again.
package enum Recurrence {
    package static func isInterval(_ text: String) -> Bool {
        if ["daily", "weekly", "monthly", "quarterly", "yearly", "last-workday"].contains(text) {
            return true
        }
        let words = text.split(separator: " ")
        return words.count == 3 && words[0] == "every" && isCount(words[1])
            && ["days", "weeks", "months"].contains(words[2])
    }

    /// How a budget line cuts time, in words; `once DATE` and `by DATE` are for single amounts.
    package static func isBudgetPeriod(_ text: String) -> Bool {
        let fixed = [
            "weekly", "monthly", "quarterly", "yearly", "fiscal-month", "fiscal-quarter",
            "fiscal-year", "payday", "last-workday",
        ]
        if fixed.contains(text) { return true }
        let words = text.split(separator: " ")
        switch words.first {
        case "every":
            return words.count == 5 && isCount(words[1]) && isUnit(words[2]) && words[3] == "from"
                && CivilDate(iso: String(words[4])) != nil
        case "rolling": return words.count == 3 && isCount(words[1]) && isUnit(words[2])
        case "once", "by": return words.count == 2 && CivilDate(iso: String(words[1])) != nil
        case "monthly":
            return words.count == 3 && words[1] == "from" && isCount(words[2])
                && (1...31).contains(Int(words[2]) ?? 0)
        default: return false
        }
    }

    private static func isUnit(_ word: Substring) -> Bool {
        ["days", "weeks", "months"].contains(word)
    }

    private static func isCount(_ word: Substring) -> Bool {
        word.utf8.allSatisfy(\.isDigit) && Int(word).map { $0 > 0 } ?? false
    }
}

/// One line of a price file.
package struct PriceRecord: Sendable, Hashable {
    package var date: CivilDate
    package var unit: AmountField
    package var worth: AmountField

    package static func parse(_ line: [UInt8]) throws(SyntaxProblem) -> PriceRecord {
        let fields = Fields(line)
        let date = try DateField.parse(line, fields[0])
        let unit = try AmountField.parse(line, fields[1])
        let worth = try AmountField.parse(line, fields[2])
        for field in [unit, worth] where field.currency == nil || field.number.units <= 0 {
            throw SyntaxProblem(
                "price.form", field.numberRange,
                "a price needs two amounts above zero, each with its currency",
                remedy: "write 2026-11-03 | 1 USD | 0.92 EUR")
        }
        let limit = fields[3].isEmpty ? 4 : 3
        try fields.check(limit: limit, remedy: "a price line is date | amount | amount")
        return PriceRecord(date: date, unit: unit, worth: worth)
    }
}
