import Model
import SourceText

/// What the value of a reserved attribute looks like.
package enum ValueForm: Sendable, Equatable {
    case id, ids, text, name, files, planOccurrence, date, amount, number, fields

    /// How the reference page words it.
    package var summary: String {
        switch self {
        case .id: "an id"
        case .ids: "ids, separated by commas"
        case .text: "free text"
        case .name: "a name"
        case .files: "paths in the folder, separated by commas"
        case .planOccurrence: "a plan's id, @, a date"
        case .date: "a date"
        case .amount: "an amount with its currency"
        case .number: "a number"
        case .fields: "field.check words, separated by commas"
        }
    }
}

/// How two versions of a value meet in a merge.
package enum MergeClass: String, Sendable {
    case id, set, decision, fact, machine = "–", conflict
}

/// One key that the program knows in transaction lines; every other key is kept as it is.
package struct ReservedAttribute: Sendable {
    package let key: String
    package let form: ValueForm
    package let merge: MergeClass
    package let writtenBy: String
    package let meaning: String

    /// In the order of the reference page.
    package static let all: [ReservedAttribute] = [
        .init("id", .id, .id, "program, person", "The transaction's identity, valid for ever"),
        .init("aka", .ids, .set, "program", "Its other ids: other devices' and its bank records'"),
        .init("pair", .ids, .set, "both", "The other side of a transfer, one per =account part"),
        .init("distinct", .ids, .set, "person, review", "Not the same as these: never match them"),
        .init("note", .text, .decision, "person", "Free text"),
        .init("contact", .name, .decision, "both", "A file in contacts/"),
        .init(
            "ignored", .text, .decision, "both", "Out of reports, still in balances; or a reason"),
        .init("file", .files, .set, "both", "Attachments"),
        .init("plan", .planOccurrence, .decision, "both", "Fulfils that occurrence of a plan"),
        .init("bank-date", .date, .fact, "program", "The bank's date where a person's stands"),
        .init(
            "bank-amount", .amount, .fact, "program", "The bank's amount where a person's stands"),
        .init("booking-date", .date, .fact, "program", "Where it differs from the line's date"),
        .init("value-date", .date, .fact, "program", "Where it differs from the line's date"),
        .init("fx", .amount, .fact, "program", "The amount in the currency it was made in"),
        .init(
            "balance", .number, .fact, "program, person", "The account's balance after this line"),
        .init("auto", .fields, .machine, "program", "Fields that a rule or keyword has set"),
    ]

    private init(
        _ key: String, _ form: ValueForm, _ merge: MergeClass, _ writtenBy: String,
        _ meaning: String
    ) {
        self.key = key
        self.form = form
        self.merge = merge
        self.writtenBy = writtenBy
        self.meaning = meaning
    }

    private static let formByKey = Dictionary(
        uniqueKeysWithValues: all.map { ($0.key, $0.form) })

    /// How values of a key meet: those of keys that the program does not know are decisions.
    package static func mergeClass(of key: String) -> MergeClass {
        if key.hasPrefix("?") || key.hasPrefix("-") { return .conflict }
        return all.first { $0.key == key }?.merge ?? .decision
    }

    package static func form(of key: String) -> ValueForm? { formByKey[key] }

    /// Checks the values of the reserved keys; the first that has not its form is the problem.
    static func check(_ field: AttributesField, in line: [UInt8]) throws(SyntaxProblem) {
        for (index, attribute) in field.attributes.list.enumerated() {
            guard case .value(let key, let value) = attribute, !value.isEmpty else { continue }
            guard let form = formByKey[key], !form.accepts(value) else { continue }
            throw SyntaxProblem(
                "attribute.value", field.valueRanges[index],
                "“\(value)” is not what \(key): holds", remedy: "write \(form.summary)")
        }
    }
}

extension ValueForm {
    func accepts(_ value: String) -> Bool { accepts(Array(value.utf8)) }

    /// Whether the unescaped bytes of a value have this form.
    package func accepts(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .text: return true
        case .id: return NameForm.isID(bytes)
        case .name: return NameForm.isName(bytes)
        case .ids: return members(bytes).allSatisfy { NameForm.isID($0) }
        case .files: return members(bytes).allSatisfy { !$0.isEmpty }
        case .date: return CivilDate(iso: String(readable: bytes)) != nil
        case .number: return NumberField.parse(bytes, bytes.indices) != nil
        case .amount: return isAmount(bytes)
        case .planOccurrence:
            guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
            let day = String(readable: bytes[(at + 1)...])
            return NameForm.isID(bytes[..<at]) && CivilDate(iso: day) != nil
        case .fields:
            return members(bytes).allSatisfy { member in
                member.lastIndex(of: Ascii.dot).map { $0 > member.startIndex } ?? false
            }
        }
    }

    private func members(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: Ascii.comma, omittingEmptySubsequences: false)
    }

    private func isAmount(_ bytes: [UInt8]) -> Bool {
        do {
            let amount = try AmountField.parse(bytes, bytes.trimmedRange)
            return amount.currency != nil || !bytes.isEmpty
        } catch {
            return false
        }
    }
}
