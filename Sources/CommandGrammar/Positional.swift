/// An argument that is known by its place.
package struct Positional: Sendable, Hashable {
    /// How many words the argument takes.
    package enum Arity: Sendable, Hashable {
        case one, optional, many, oneOrMore

        var least: Int {
            switch self {
            case .one, .oneOrMore: 1
            case .optional, .many: 0
            }
        }

        var isOpen: Bool {
            switch self {
            case .many, .oneOrMore: true
            case .one, .optional: false
            }
        }
    }

    /// The name in usage lines, in capitals; unique in its command.
    package let name: String
    package let kind: ValueKind
    package let arity: Arity
    /// What the argument is, in one line without a full stop.
    package let help: String

    package init(_ name: String, _ kind: ValueKind, _ arity: Arity = .one, help: String) {
        self.name = name
        self.kind = kind
        self.arity = arity
        self.help = help
    }

    /// `FILE`, `[FILE]`, `[FILE...]` or `FILE...`.
    var label: String {
        switch arity {
        case .one: name
        case .optional: "[" + name + "]"
        case .many: "[" + name + "...]"
        case .oneOrMore: name + "..."
        }
    }
}
