/// One option of the command line, described once for parsing, help, man page and completion.
///
///     Flag("tree", short: "t", help: "Show names as a tree")
///     Flag("depth", takes: .count, help: "Fold names below depth N")
///     Flag("color", takes: .choice(["auto", "always", "never"]), help: "Colour the answer")
///
/// A flag is known by its long name. Given more than once, the last value counts, unless the flag
/// is repeatable: then all do.
package struct Flag: Sendable, Hashable {
    /// The long name without its dashes.
    package let name: String
    package let short: Character?
    /// `nil` for an option that takes no value.
    package let kind: ValueKind?
    package let isRepeatable: Bool
    /// Hidden options are parsed, and named nowhere.
    package let isHidden: Bool
    /// Whether the option says which ledger is meant, so that completion hands it on.
    package let selectsLedger: Bool
    /// What the option does, in one line without a full stop.
    package let help: String
    private let placeholderOverride: String?

    package init(
        _ name: String, short: Character? = nil, takes kind: ValueKind? = nil,
        as placeholder: String? = nil, isRepeatable: Bool = false, isHidden: Bool = false,
        selectsLedger: Bool = false, help: String
    ) {
        self.name = name
        self.short = short
        self.kind = kind
        self.isRepeatable = isRepeatable
        self.isHidden = isHidden
        self.selectsLedger = selectsLedger
        self.help = help
        self.placeholderOverride = placeholder
    }

    /// Every command and the program itself take it; a table adds it by itself.
    package static let help = Flag("help", short: "h", help: "Explain the program or a command")

    /// The program takes it; a table adds it by itself.
    package static let version = Flag("version", help: "Print the version")

    /// `--depth`.
    var longLabel: String { "--" + name }

    /// The word that stands for the value, `nil` where none is taken.
    var placeholder: String? { kind.map { placeholderOverride ?? $0.placeholder } }

    /// The help line with what follows from the description itself: the words of a choice that the
    /// placeholder does not show, and that the option may be repeated.
    var fullHelp: String {
        var line = help
        if placeholderOverride != nil {
            switch kind {
            case .choice(let words), .suggestions(let words):
                line += " (" + listed(words, before: "or") + ")"
            default: break
            }
        }
        if isRepeatable { line += "; may be repeated" }
        return line
    }
}

/// Options with a heading of their own, shared by several commands so that their wording is the
/// same everywhere.
///
/// Two groups with one title are one group: the reference page and the man page explain it once.
package struct FlagGroup: Sendable, Hashable {
    package let title: String
    package let flags: [Flag]

    package init(_ title: String, _ flags: [Flag]) {
        self.title = title
        self.flags = flags
    }
}

/// `a`, `a or b`, `a, b or c`.
func listed(_ words: [String], before last: String) -> String {
    guard let end = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " " + last + " " + end
}
