import Analysis
package import Editing
package import Model
import Queries
package import Reading
import SourceText
package import Syntax

/// Decides what rules make of a line: the first rule that fits wins a field.
///
/// Rules are asked about the line as the bank and persons left it, without what machines set, so that a
/// run finds the same a second time; no rule sees what another one set. Only fields that are absent or a
/// machine's are changed (S18).
package struct RuleEngine: Sendable {
    private let rules: [Rule]
    private let facts: QueryFacts

    /// - Parameter withSuggestions: whether rules with `mode:suggest` are asked as well.
    package init(_ list: RuleList, _ ledger: Ledger, withSuggestions: Bool = false) {
        rules = list.rules.filter { withSuggestions || !$0.isSuggestion }
        facts = ledger.facts(dateChoice: .own)
    }

    package var isEmpty: Bool { rules.isEmpty }

    /// What the rules say of a line.
    package struct Decisions: Sendable, Equatable {
        /// In the order in which they were made.
        package var fields: [(name: String, value: String)] = []

        package static func == (left: Decisions, right: Decisions) -> Bool {
            left.fields.elementsEqual(right.fields, by: ==)
        }

        fileprivate mutating func decide(_ name: String, _ value: String) {
            if !fields.contains(where: { $0.name == name }) { fields.append((name, value)) }
        }
    }

    /// - Parameter bankDescription: what the bank's record says, where there is one; where a machine wrote
    ///   the line's description, rules are asked about the bank's.
    package func decisions(_ transaction: Transaction, bankDescription: String?) -> Decisions {
        let own = transaction.withoutMachines(bankDescription: bankDescription ?? "")
        var decisions = Decisions()
        var tags: [String] = []
        var untagged: Set<String> = []
        for rule in rules where rule.query.matches(own, facts) {
            for action in rule.actions where !action.isUnsupported {
                switch action {
                case .set(let field, let value): decisions.decide(field, value)
                case .tag(let name):
                    if !untagged.contains(name), !tags.contains(name) { tags.append(name) }
                case .untag(let name): untagged.insert(name)
                case .ignore: decisions.decide("ignored", "true")
                case .unignore: decisions.decide("ignored", "")
                case .flip: continue
                }
            }
            if rule.stops { break }
        }
        tags.removeAll(where: untagged.contains)
        if !tags.isEmpty || !untagged.isEmpty {
            decisions.decide("tags", tags.sorted(by: byBytes).joined(separator: " "))
        }
        return decisions
    }

    /// The rule that decides a field of a line, as the rules are now; `nil` where none does.
    package func rule(
        deciding field: String, of transaction: Transaction, bankDescription: String?
    ) -> Rule? {
        let own = transaction.withoutMachines(bankDescription: bankDescription ?? "")
        for rule in rules where rule.query.matches(own, facts) {
            let decides = rule.actions.contains { action in
                switch action {
                case .set(let name, _): name == field
                case .tag, .untag: field == "tags"
                case .ignore, .unignore: field == "ignored"
                case .flip: false
                }
            }
            if decides { return rule }
            if rule.stops { return nil }
        }
        return nil
    }

    /// The rules that fit a line as if the bank described it in other words.
    package func fitting(_ transaction: Transaction, description: String) -> [Rule] {
        var own = transaction.withoutMachines(bankDescription: description)
        own.description = description
        return rules.filter { $0.query.matches(own, facts) }
    }

    /// Changes the fields of a line that the rules decide and machines may change. A description that is
    /// still the bank's is nobody's, and may change too.
    ///
    /// - Parameter bankDescription: as `decisions` takes it.
    /// - Throws: why a value cannot stand in a line.
    package func apply(
        to line: inout TransactionLine, of transaction: Transaction, bankDescription: String?
    ) throws(SyntaxProblem) {
        let bankText = bankDescription ?? ""
        let decided = decisions(transaction, bankDescription: bankDescription)
        for (field, value) in decided.fields
        where transaction.value(ofField: field) ?? "" != value {
            let isFree =
                field == "description" && !bankText.isEmpty
                ? transaction.description == bankText
                    || transaction.machineFields.contains(field)
                : transaction.isOpen(field)
            if isFree { try line.decide(field, value) }
        }
    }
}

extension Transaction {
    /// Whether a machine may set a field: it is absent, or a machine set it and nobody changed it since.
    ///
    /// Tags that a person took away leave the mark of the machine that had set them; then tags are the
    /// person's. A split is a person's as a whole.
    fileprivate func isOpen(_ field: String) -> Bool {
        // A transfer that was found on both sides is no rule's to change on one.
        if field == "category", attributes["pair"] != nil { return false }
        if machineFields.contains(field) { return true }
        switch field {
        case "category": return parts.count == 1 && parts[0].target == .uncategorised
        case "tags":
            return tags.isEmpty && !attributes.set("auto").contains { $0.hasPrefix("tags.") }
        case "description": return description.isEmpty
        default: return value(ofField: field) == nil
        }
    }

    /// The line without what machines set.
    fileprivate func withoutMachines(bankDescription: String) -> Transaction {
        var own = self
        for field in machineFields {
            switch field {
            case "category": own.parts = [Part(.uncategorised, amount)]
            case "description": own.description = bankDescription
            case "tags": for tag in tags { own.attributes.remove(tag: tag) }
            default: own.attributes.list.removeAll { $0.key == field }
            }
        }
        return own
    }
}
