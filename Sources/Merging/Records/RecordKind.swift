import Model
import SourceText
import Syntax

/// What the lines of a file are, which says how each is taken apart and put together again.
package enum RecordKind: Sendable, Equatable {
    /// Lines of an account, by the name of its folder.
    case transactions(account: String)
    /// `categories.txt` and the files of `taxonomies/`: a path in each line.
    case categories
    case rules
    case budgets
    case plans
    case prices

    /// What the fields before the attributes are called.
    fileprivate var slots: [ByteText] {
        switch self {
        case .transactions: []
        case .categories: ["path", "kind", "keywords"]
        case .rules: ["conditions", "actions"]
        case .budgets: ["path", "amount", "period"]
        case .plans: ["start", "amount", "category", "description"]
        case .prices: ["date", "price"]
        }
    }
}

/// One record line taken apart.
struct ParsedRecord {
    var fields: RecordFields
    /// The day to which it belongs; the records of a file without days are all of one.
    var day: CivilDate?
    /// What it is known by where it has no id: `nil` for a line that is to get one.
    var key: ByteText?
    /// Names under which it was known: a category that was renamed is still the same.
    var formerKeys: Set<ByteText> = []
    /// From which parts its id is derived where it has none.
    var core: [String] = []

    /// Whether only its day and its id are known, as no version changed it.
    private(set) var isQuick = false

    init(day: CivilDate, id: ByteText) {
        fields = RecordFields()
        fields.ids = [id]
        self.day = day
        isQuick = true
    }

    /// - Throws: what keeps the line from being a record.
    init(_ line: [UInt8], _ kind: RecordKind) throws(SyntaxProblem) {
        if case .transactions = kind {
            let parsed = try TransactionFields(line)
            fields = parsed.fields
            day = parsed.date
            core = parsed.core
            if parsed.isAssertion {
                let currency = fields.shown("currency") ?? ""
                key = ByteText("= \(parsed.date) \(currency)")
            }
            return
        }
        let (fields, attributes) = try ParsedRecord.slots(line, kind)
        self.fields = fields
        self.fields.add(attributes)
        if kind == .categories {
            key = self.fields.decisions["path"]?.keys.max()
            formerKeys = self.fields.sets["was"] ?? []
        } else if self.fields.ids.isEmpty {
            key = ParsedRecord.key(self.fields, kind)
        }
        if kind == .prices { day = self.fields.shown("date").flatMap { CivilDate(iso: $0) } }
    }

    /// What a record without an id is known by: a rule by its conditions, a budget by category, period and account, a plan
    /// by its day and text, a price by its day and its two currencies.
    private static func key(_ fields: RecordFields, _ kind: RecordKind) -> ByteText? {
        let price = fields.facts["price"]?.string.split(separator: " ") ?? []
        let parts: [String?] =
            switch kind {
            case .transactions, .categories: []
            case .rules: ["rule", fields.shown("conditions")]
            case .budgets:
                ["budget", fields.shown("path"), fields.shown("period"), fields.shown("account")]
            case .plans: ["plan", fields.shown("start"), fields.shown("description")]
            case .prices:
                ["price", fields.shown("date")]
                    + price.filter { $0.first?.isUppercase ?? false }.map(String.init)
            }
        return ByteText(parts.compactMap { $0 }.joined(separator: " "))
    }

    private static func slots(
        _ line: [UInt8], _ kind: RecordKind
    ) throws(SyntaxProblem) -> (RecordFields, Attributes) {
        var fields = RecordFields()
        let ranges = Fields(line)
        for (place, name) in kind.slots.enumerated() where !ranges[place].isEmpty {
            let text = String(readable: line[ranges[place]])
            if name == "price" {
                // What one is worth is one fact: of two prices of a day the larger counts.
                let worth = String(readable: line[ranges[place + 1]])
                fields.facts[name] = ByteText("\(text) | \(worth)")
            } else if name == "keywords" {
                let words = text.split(separator: ",").map { word in
                    String(readable: Array(word.utf8)[Array(word.utf8).trimmedRange])
                }
                fields.sets[name] = Set(words.filter { !$0.isEmpty }.map { ByteText($0) })
            } else {
                fields.add(name, text)
            }
        }
        switch kind {
        case .transactions: return (fields, Attributes())
        case .categories:
            return (fields, try CategoryRecord.parse(line, hasKind: true).attributes.attributes)
        case .rules: return (fields, try RuleRecord.parse(line).attributes.attributes)
        case .budgets: return (fields, try BudgetRecord.parse(line).attributes.attributes)
        case .plans: return (fields, try PlanRecord.parse(line).attributes.attributes)
        case .prices:
            _ = try PriceRecord.parse(line)
            return (fields, Attributes())
        }
    }
}

extension RecordFields {
    /// The line of a record that says this; `nil` where it lacks what no line is without.
    func line(_ kind: RecordKind, isAssertion: Bool) -> [UInt8]? {
        if case .transactions = kind { return transactionLine(isAssertion: isAssertion) }
        var rest = self
        var fields: [String] = []
        for name in kind.slots {
            if name == "keywords" {
                fields.append((sets[name] ?? []).sorted().map(\.string).joined(separator: ", "))
                rest.sets[name] = nil
            } else if let fact = rest.facts.removeValue(forKey: name) {
                fields.append(fact.string)
            } else {
                fields.append(shown(name) ?? "")
            }
        }
        fields.append(CanonicalForm.attributes(rest.attributes(besides: Set(kind.slots))))
        return CanonicalForm.plainLine(Array(fields.joined(separator: " | ").utf8))
    }
}
