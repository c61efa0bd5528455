import Model
import SourceText
import Syntax

/// What a line of a transactions file says, field by field.
struct TransactionFields {
    let fields: RecordFields
    let date: CivilDate
    /// What makes a line without an id the same line for everybody.
    let core: [String]
    /// Whether it is a balance assertion, which has no id but its day and currency.
    let isAssertion: Bool

    /// - Throws: what keeps the line from being a record.
    init(_ line: [UInt8]) throws(SyntaxProblem) {
        let record = try TransactionRecord.parse(line)
        date = record.date
        core = record.core
        isAssertion = record.status == .assertion
        var fields = RecordFields()
        fields.add("date", record.date.description)
        let number = decimalText(
            record.amount.number.units, decimals: record.amount.number.decimals)
        fields.add("amount", number)
        if let currency = record.amount.currency { fields.add("currency", currency.description) }
        let category = TransactionFields.category(record.category, line)
        if !category.isEmpty { fields.add("category", category) }
        if !record.description.isEmpty { fields.add("description", record.description) }
        switch record.status {
        case .deleted: fields.flags.insert(RecordFields.deletion)
        case .assertion: break
        default: fields.facts[FactOrder.status] = ByteText(record.status.name)
        }
        fields.add(record.attributes.attributes)
        fields.mark(machines: record.attributes.attributes.set("auto"))
        self.fields = fields
    }

    /// The parts as they are typed, with one blank between each target and its amount.
    private static func category(_ field: CategoryField, _ line: [UInt8]) -> String {
        let parts = field.parts.map { part in
            let target = String(readable: line[part.targetRange])
            if part.amount == nil { return target }
            return "\(target) \(String(readable: line[part.amountRange]))"
        }
        return parts.joined(separator: ", ")
    }
}

extension RecordFields {
    /// - Parameter isShown: whether the line shows the value, and does not keep it as `?field:`.
    mutating func add(_ name: ByteText, _ text: String, isShown: Bool = true) {
        let text = ByteText(text)
        let key = ValueOrder.key(name, text)
        decisions[name, default: ValueSet()].insert(key, text: text)
        if isShown { typed[name] = key }
    }

    /// Attributes, each in the class that its key has.
    mutating func add(_ attributes: Attributes) {
        for attribute in attributes.list {
            switch attribute {
            case .tag(let tag): sets["#", default: []].insert(ByteText(tag))
            case .flag(let name):
                if name.hasPrefix("?") {
                    flags.insert(ByteText(name))
                } else {
                    add(ByteText(name), "true")
                }
            case .value(let key, "") where !key.hasPrefix("-"): continue
            case .value(let key, let value): add(key: key, value)
            }
        }
    }

    private mutating func add(key: String, _ value: String) {
        if key.hasPrefix("?") {
            add(ByteText(String(key.dropFirst())), value, isShown: false)
            return
        }
        if key.hasPrefix("-") {
            let field = String(key.dropFirst())
            let isSet = ["tags", "rest"].contains(field) || RecordFields.isSet(ByteText(field))
            let old = isSet && !value.isEmpty ? RecordFields.members(value) : [ByteText(value)]
            sets[ByteText(key), default: []].formUnion(old)
            return
        }
        if RecordFields.setsOfOthers.contains(ByteText(key)) {
            sets[ByteText(key), default: []].formUnion(RecordFields.members(value))
            return
        }
        switch ReservedAttribute.mergeClass(of: key) {
        case .id: ids.insert(ByteText(value))
        case .set where key == "aka": ids.formUnion(RecordFields.members(value))
        case .set, .machine: sets[ByteText(key), default: []].formUnion(RecordFields.members(value))
        case .fact: facts[ByteText(key)] = ByteText(value)
        case .decision, .conflict: add(ByteText(key), value)
        }
    }

    /// Sets in records that are no transactions: former paths of a category, steps and dropped days of a plan.
    private static let setsOfOthers: Set<ByteText> = ["was", "step", "dropped"]

    /// Whether a field by its name is a set.
    static func isSet(_ name: ByteText) -> Bool {
        if setsOfOthers.contains(name) { return true }
        return switch ReservedAttribute.mergeClass(of: name.string) {
        case .set, .machine: true
        case .id, .fact, .decision, .conflict: false
        }
    }

    static func members(_ value: String) -> [ByteText] {
        value.split(separator: ",").map { ByteText(String($0)) }
    }

    /// Takes note of which decisions a machine made: those that a token of `auto:` fits (S18). The tokens of decisions
    /// follow from the values; those of sets stay what they are.
    fileprivate mutating func mark(machines tokens: [String]) {
        for token in tokens {
            guard let dot = token.lastIndex(of: ".") else { continue }
            let name = ByteText(String(token[..<dot]))
            guard let values = decisions[name] else { continue }
            sets["auto"]?.remove(ByteText(token))
            let check = String(token[token.index(after: dot)...])
            for (key, text) in values.texts where AutoCheck.word(for: text.string) == check {
                machines[name, default: []].insert(key)
            }
        }
        if sets["auto"]?.isEmpty ?? false { sets["auto"] = nil }
    }
}
