package import JSONText

/// Schemas in the form that editors read (JSON Schema 2020-12).
package enum JSONSchema {
    package static func document(_ schema: FileSchema) -> JSONValue {
        .object(
            [
                JSONMember("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
                JSONMember("title", .string("bankbook \(schema.name)")),
                JSONMember("description", .string("\(schema.summary): \(schema.location)")),
            ] + object(schema.fields))
    }

    private static func object(_ fields: [FieldSchema]) -> [JSONMember] {
        let required = fields.filter(\.isRequired).map(\.name)
        return [
            JSONMember("type", .string("object")),
            JSONMember(
                "properties",
                .object(
                    fields.map { field in
                        JSONMember(
                            field.name,
                            .object(
                                [JSONMember("description", .string(field.meaning))]
                                    + members(field.form)))
                    })),
        ] + (required.isEmpty ? [] : [JSONMember("required", .strings(required))])
    }

    private static func members(_ form: FieldForm) -> [JSONMember] {
        switch form {
        case .text, .path: [type("string")]
        case .identifier: pattern("^[A-Za-z0-9_-]{1,64}$")
        case .name: pattern("^[a-z0-9][a-z0-9-]{0,39}$")
        case .date: [type("string"), JSONMember("format", .string("date"))]
        case .currency: pattern("^[A-Z][A-Z0-9]{2,7}$")
        case .country: pattern("^[A-Z]{2}$")
        case .amount: pattern("^[+-]?[0-9]+(\\.[0-9]+)?$")
        case .flag: [type("boolean")]
        case .count: [type("integer"), JSONMember("minimum", .integer(0))]
        case .choice(let words): [JSONMember("enum", .strings(words))]
        case .list(let element):
            [type("array"), JSONMember("items", .object(members(element)))]
        case .map(_, let values):
            [type("object"), JSONMember("additionalProperties", .object(members(values)))]
        case .object(let fields): object(fields)
        case .anything: [type("object")]
        }
    }

    private static func type(_ name: String) -> JSONMember { JSONMember("type", .string(name)) }

    private static func pattern(_ text: String) -> [JSONMember] {
        [type("string"), JSONMember("pattern", .string(text))]
    }
}
