/// A JSON value. Objects keep the order of their members; numbers keep their text, so no digit is
/// ever lost.
package indirect enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    package static func integer(_ value: some BinaryInteger) -> JSONValue { .number("\(value)") }

    /// A string, or `null` where there is none.
    package static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    package static func strings(_ texts: some Sequence<String>) -> JSONValue {
        .array(texts.map { .string($0) })
    }

    /// An object with the members that are not `nil`.
    package static func object(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { key, value in value.map { JSONMember(key, $0) } })
    }

    /// The member `key` of an object; `nil` for any other value.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    package var text: String? { if case .string(let text) = self { text } else { nil } }

    package var elements: [JSONValue]? { if case .array(let list) = self { list } else { nil } }

    package var members: [JSONMember]? { if case .object(let list) = self { list } else { nil } }

    /// The integer that a number's text spells, if it spells one.
    package var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }

    /// How a message calls a value of this type.
    package var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

/// One member of an object.
package struct JSONMember: Sendable, Hashable {
    package var key: String
    package var value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
        self.key = key
        self.value = value
    }
}
