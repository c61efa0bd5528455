import Model
package import Queries
package import Reading
package import SourceText
import Syntax

/// One thing that a rule does to a line that fits.
package enum RuleAction: Sendable, Equatable {
    /// A category, contact, note, description or a taxonomy's value.
    case set(field: String, value: String)
    case tag(String)
    case untag(String)
    case ignore
    case unignore
    /// The sign of the amount: read, and left out with a finding.
    case flip

    init(_ text: String) {
        switch text {
        case "ignore": self = .ignore
        case "unignore": self = .unignore
        case "flip": self = .flip
        default:
            if text.hasPrefix("+#") {
                self = .tag(String(text.dropFirst(2)))
            } else if text.hasPrefix("-#") {
                self = .untag(String(text.dropFirst(2)))
            } else {
                let equals = text.firstIndex(of: "=") ?? text.endIndex
                var value = text[equals...].dropFirst()
                if value.count > 1, value.hasPrefix("\""), value.hasSuffix("\"") {
                    value = value.dropFirst().dropLast()
                }
                self = .set(field: String(text[..<equals]), value: String(value))
            }
        }
    }

    /// As it is written.
    package var text: String {
        switch self {
        case .set(let field, let value):
            value.utf8.contains(Ascii.comma) ? "\(field)=\"\(value)\"" : "\(field)=\(value)"
        case .tag(let name): "+#\(name)"
        case .untag(let name): "-#\(name)"
        case .ignore: "ignore"
        case .unignore: "unignore"
        case .flip: "flip"
        }
    }
}

/// One line of `rules.txt`, understood.
package struct Rule: Sendable {
    /// The line's number, from 1.
    package let line: Int
    package let id: String?
    /// The whole line, as typed.
    package let text: String
    /// As typed.
    package let conditions: String
    let terms: QueryTerms
    package let query: Query
    package let actions: [RuleAction]
    /// Only shown by `rules test`, never applied.
    package let isSuggestion: Bool
    /// No rule behind it is asked about a line that fits.
    package let stops: Bool
    /// A description that must fit, as a test of the rule.
    package let example: String?
    fileprivate let order: Int?
}

/// The rules of a ledger, in the order in which they are asked: those with `order:` by its number, then the
/// others as they stand in the file.
package struct RuleList: Sendable {
    package private(set) var rules: [Rule] = []
    /// What keeps lines of the file from being rules.
    package private(set) var findings: [Diagnostic] = []

    /// Reads `rules.txt`.
    package init(_ bytes: [UInt8], _ ledger: Ledger, periods: PeriodParser) {
        let parser = QueryParser(periods: periods, taxonomies: ledger.taxonomyNames)
        var ruled: [Diagnostic] = []
        var found: [Rule] = []
        let malformed = RecordLines.read(bytes, path: "rules.txt") {
            text, number throws(SyntaxProblem) in
            let rule = try RuleList.rule(text, number, parser, ledger)
            ruled += rule.failedExample + rule.unsupported
            found.append(rule)
        }
        findings = malformed + ruled
        rules = found.enumerated().sorted { left, right in
            let (a, b) = (left.element.order ?? .max, right.element.order ?? .max)
            return a != b ? a < b : left.offset < right.offset
        }.map(\.element)
    }

    private static func rule(
        _ text: [UInt8], _ number: Int, _ parser: QueryParser, _ ledger: Ledger
    ) throws(SyntaxProblem) -> Rule {
        let record = try RuleRecord.parse(text)
        let fields = Fields(text)
        let query: Query
        do throws(QueryProblem) { query = try parser.query(text: record.conditions) } catch {
            throw SyntaxProblem("rule.query", fields[0], error.message, remedy: error.remedy)
        }
        let actions = record.actions.map(RuleAction.init)
        let known = Set(["category", "contact", "note", "description"]).union(ledger.taxonomyNames)
        for case .set(let field, _) in actions where !known.contains(field) {
            throw SyntaxProblem(
                "rule.field", fields[1], "“\(field)” is no field that a rule may set",
                remedy: "fields are " + known.sorted(by: byBytes).joined(separator: ", "))
        }
        for action in actions { try action.check(at: fields[1]) }
        let attributes = record.attributes.attributes
        return Rule(
            line: number, id: attributes["id"], text: String(readable: text),
            conditions: record.conditions, terms: parser.terms(text: record.conditions),
            query: query, actions: actions, isSuggestion: attributes["mode"] == "suggest",
            stops: attributes["stop"].map { $0 != "false" } ?? false,
            example: attributes["example"], order: attributes["order"].flatMap { Int($0) })
    }
}

extension RuleAction {
    /// - Throws: why no line could hold what the action sets.
    fileprivate func check(at range: Range<Int>) throws(SyntaxProblem) {
        do throws(SyntaxProblem) {
            switch self {
            case .set("category", let value):
                let parts = try CategoryField.parse(Array(value.utf8), 0..<value.utf8.count).parts
                if parts.contains(where: { $0.amount != nil }) {
                    throw SyntaxProblem(
                        "rule.form", range, "“\(value)” is no category",
                        remedy: "a rule sets one category, without an amount")
                }
            case .tag(let name), .untag(let name):
                let text = Array("#\(name)".utf8)
                let read = try? AttributesField.parse(text, 0..<text.count)
                if read?.attributes.tags != [name] {
                    throw SyntaxProblem(
                        "rule.form", range, "“\(name)” is no tag",
                        remedy: "a tag is one word, and actions stand between commas")
                }
            default: return
            }
        } catch {
            throw SyntaxProblem(error.code, range, error.message, remedy: error.remedy)
        }
    }

    /// Whether rules only read the action: they change no amount and set no transfer.
    var isUnsupported: Bool {
        switch self {
        case .flip: true
        case .set("category", let value): value.hasPrefix("=")
        default: false
        }
    }
}

extension Rule {
    /// That the conditions do not fit the example.
    fileprivate var failedExample: [Diagnostic] {
        guard let example, !fits(example: example) else { return [] }
        return [
            Diagnostic(
                "rule.example", .error, at: Location(file: "rules.txt", line: line),
                "the rule does not fit its example “\(example)”", excerpt: text,
                remedy: "correct the conditions or the example")
        ]
    }

    /// That actions which the file may hold are left out.
    fileprivate var unsupported: [Diagnostic] {
        actions.filter(\.isUnsupported).map { action in
            Diagnostic(
                "rule.unsupported", .warning, at: Location(file: "rules.txt", line: line),
                "rules leave out “\(action.text)”: they change no amount and set no transfer yet",
                excerpt: text,
                remedy: action == .flip
                    ? "correct amounts with `bankbook set QUERY amount=…`"
                    : "say `bankbook set QUERY \(action.text)`")
        }
    }

    /// Whether the conditions on texts fit a description; the others are not asked.
    func fits(example: String) -> Bool {
        let transaction = Transaction(
            account: "", date: .first, status: .booked, amount: 0, currency: .eur,
            parts: [Part(.uncategorised, 0)], description: example,
            attributes: Attributes([]), file: "", line: 0)
        let facts = QueryFacts(
            categories: CategoryTree(), taxonomies: [:], kindByAccount: [:], decimals: [:],
            dateChoice: .own)
        return query.aboutTexts.matches(transaction, facts)
    }
}

extension Query {
    /// The conditions on description and words alone; what else is asked counts as fulfilled.
    fileprivate var aboutTexts: Query {
        switch self {
        case .term(.description), .term(.word): self
        case .term: .everything
        case .not(let inner):
            inner.terms.allSatisfy(\.isAboutTexts) ? self : .everything
        case .all(let list): .all(list.map(\.aboutTexts))
        case .any(let list):
            list.allSatisfy { $0.terms.allSatisfy(\.isAboutTexts) } ? self : .everything
        }
    }
}

extension Term {
    var isAboutTexts: Bool {
        switch self {
        case .description, .word: true
        default: false
        }
    }
}
