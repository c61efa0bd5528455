import Model
package import Syntax
import SourceText
import Reading

extension TransactionLine {
    /// Takes what was decided on another line of the same event: what this one does not say itself, tags and
    /// other sets together. Where both say something else and persons did, the other's value stays beside
    /// this one's as a conflict.
    ///
    /// - Throws: why a value cannot stand in the line.
    package mutating func takeOver(
        from other: TransactionLine, in account: String
    ) throws(SyntaxProblem) {
        let machines = Set(other.transaction(in: account).machineFields)
        try takeCategory(other, isMachines: machines.contains("category"))
        for tag in other.attributes.tags { attributes.insert(tag: tag) }
        // A day or an amount that a person set beside the bank's.
        if other.attributes["bank-date"] != nil, other.record.date != record.date {
            attributes.list.append(.value(key: "?date", other.record.date.description))
        }
        if other.attributes["bank-amount"] != nil, other.meaning.amount != meaning.amount {
            let text = decimalText(other.meaning.amount, decimals: other.meaning.currency.decimals)
            attributes.list.append(.value(key: "?amount", "\(text) \(other.meaning.currency.code)"))
        }
        for case .value(let key, let value) in other.attributes.list where key != "aka" {
            switch ReservedAttribute.mergeClass(of: key) {
            case .id, .fact, .machine, .conflict: continue
            case .set:
                attributes.replaceSet(key, with: attributes.set(key) + other.attributes.set(key))
            case .decision where attributes[key] == nil: attributes[key] = value
            case .decision:
                if attributes[key] != value, !machines.contains(key) {
                    attributes.list.append(.value(key: "?" + key, value))
                }
            }
        }
        if other.attributes.has(flag: "ignored"), !attributes.isIgnored {
            attributes.list.append(.flag("ignored"))
        }
    }

    private mutating func takeCategory(
        _ other: TransactionLine, isMachines: Bool
    ) throws(SyntaxProblem) {
        if other.record.category.parts.isEmpty { return }
        if record.category.parts.isEmpty {
            record.category = other.record.category
            if isMachines {
                let token = other.attributes.set("auto").filter { $0.hasPrefix("category.") }
                attributes.replaceSet("auto", with: attributes.set("auto") + token)
            }
            try revalidate()
        } else if !isMachines, other.categoryText != categoryText {
            attributes.list.append(.value(key: "?category", other.categoryText))
        }
    }

    /// The category field as it is written.
    private var categoryText: String {
        String(
            readable: CanonicalForm.category(
                record.category.parts, units: meaning.amount, decimals: meaning.currency.decimals))
    }
}
