/// What a member of a JSON file holds.
package indirect enum FieldForm: Sendable {
    case text, identifier, name, path, date, currency, country, amount, flag
    case count
    case choice([String])
    case list(FieldForm)
    /// An object whose keys and values have these forms.
    case map(keys: FieldForm, values: FieldForm)
    case object([FieldSchema])
    /// An object that this version does not look into.
    case anything

    /// How a message asks for it.
    package var summary: String {
        switch self {
        case .text: "a string"
        case .identifier: "an id, such as \"k3v9w2q0zd\""
        case .name: "a name of a-z, 0-9 and -, such as \"main\""
        case .path: "a category's path, such as \"food/dining\""
        case .date: "a date, such as \"2026-11-03\""
        case .currency: "a currency code, such as \"EUR\""
        case .country: "a country code of two letters, such as \"ES\""
        case .amount: "an amount as a string, such as \"-45.20\""
        case .flag: "true or false"
        case .count: "a whole number"
        case .choice(let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
        case .list(let form): "a list, each member \(form.summary)"
        case .map, .object, .anything: "an object"
        }
    }
}

/// One member of a JSON file.
package struct FieldSchema: Sendable {
    package let name: String
    package let form: FieldForm
    package let isRequired: Bool
    package let meaning: String

    package init(_ name: String, _ form: FieldForm, required: Bool = false, _ meaning: String) {
        self.name = name
        self.form = form
        isRequired = required
        self.meaning = meaning
    }
}

/// One kind of JSON file: its members in the order in which they are written.
package struct FileSchema: Sendable {
    package let name: String
    /// Where files of this kind lie, such as `accounts/<name>.json`.
    package let location: String
    package let summary: String
    package let fields: [FieldSchema]

    package static let all: [FileSchema] = [
        .ledger, .account, .connection, .contact, .report, .dashboard, .forecast, .workspaces,
    ]

    package static func named(_ name: String) -> FileSchema? { all.first { $0.name == name } }
}
