/// A command as a form that is filled in once: parsing, help, man page, completions and the
/// reference page are read from it.
///
///     static let spec = CommandSpec(
///         "balance", aliases: ["bal"],
///         summary: "Show the balance of accounts",
///         discussion: ["Without a query every account is shown. `--change` shows the flow."],
///         positionals: [.query],
///         flags: [by, change],
///         groups: [.queryOptions],
///         examples: [Example("bankbook balance -M", "Balance of each month")])
///
/// Texts may hold `code` in backquotes: bold in the man page, code in the reference page, quoted in
/// the terminal.
///
/// What is only needed once the command is known is evaluated then, and each time it is asked for:
/// a program that starts pays for the names of its commands alone.
package struct CommandSpec: Sendable {
    package let name: String
    /// Further names; parsed and shown in help, not offered by completion.
    package let aliases: [String]
    /// What the command does: imperative, one line, no full stop.
    package let summary: String
    /// Paragraphs for those who want to know more.
    package var discussion: [String] { makeDiscussion() }
    package var positionals: [Positional] { makePositionals() }
    package var flags: [Flag] { makeFlags() }
    package var groups: [FlagGroup] { makeGroups() }
    package var subcommands: [CommandSpec] { makeSubcommands() }
    /// Whether the command does nothing by itself, as `git` in `git sync`.
    package let needsSubcommand: Bool
    package var examples: [Example] { makeExamples() }
    /// Statuses that mean more here than the program's table says.
    package var exitStatuses: [Term] { makeExitStatuses() }
    /// Hidden commands are parsed, and named nowhere.
    package let isHidden: Bool

    private let makeDiscussion: Lazily<[String]>
    private let makePositionals: Lazily<[Positional]>
    private let makeFlags: Lazily<[Flag]>
    private let makeGroups: Lazily<[FlagGroup]>
    private let makeSubcommands: Lazily<[CommandSpec]>
    private let makeExamples: Lazily<[Example]>
    private let makeExitStatuses: Lazily<[Term]>

    package typealias Lazily<Value> = @Sendable () -> Value

    package init(
        _ name: String,
        aliases: [String] = [],
        summary: String,
        discussion: @autoclosure @escaping Lazily<[String]> = [],
        positionals: @autoclosure @escaping Lazily<[Positional]> = [],
        flags: @autoclosure @escaping Lazily<[Flag]> = [],
        groups: @autoclosure @escaping Lazily<[FlagGroup]> = [],
        subcommands: @autoclosure @escaping Lazily<[CommandSpec]> = [],
        needsSubcommand: Bool = false,
        examples: @autoclosure @escaping Lazily<[Example]> = [],
        exitStatuses: @autoclosure @escaping Lazily<[Term]> = [],
        isHidden: Bool = false
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.makeDiscussion = discussion
        self.makePositionals = positionals
        self.makeFlags = flags
        self.makeGroups = groups
        self.makeSubcommands = subcommands
        self.needsSubcommand = needsSubcommand
        self.makeExamples = examples
        self.makeExitStatuses = exitStatuses
        self.isHidden = isHidden
    }

    /// The command `help COMMAND`, which the parser answers itself.
    package static let help = CommandSpec(
        "help", summary: "Explain the program or a command",
        positionals: [
            Positional("COMMAND", .command, .many, help: "The command, with its subcommand if any")
        ])

    /// The hidden command by which completion scripts ask the program for candidates.
    ///
    /// It is to print one candidate a line, each with an optional explanation after a tab, nothing
    /// on standard error, and nothing at all for a kind or a ledger that it does not know.
    package static let complete = CommandSpec(
        "complete", summary: "Print the candidates for a word that is being typed",
        positionals: [completeKind, completePrefix], flags: [completeNames], isHidden: true)

    /// One of `ValueKind.completedByProgram`; other words are let through, so that an old script
    /// and a new program get along.
    package static let completeKind = Positional(
        "KIND", .suggestions(ValueKind.completedByProgram), help: "What is being typed")

    /// For shells that show no explanations, which may cost the reading of a file each.
    package static let completeNames = Flag("names", help: "Without the explanations")

    package static let completePrefix = Positional(
        "PREFIX", .text, .optional, help: "The beginning of the word")

    func answers(to word: String) -> Bool { name == word || aliases.contains(word) }

    func subcommand(named word: String) -> CommandSpec? {
        subcommands.first { $0.answers(to: word) }
    }

    /// The options of the command itself and of its groups, hidden ones included.
    var allFlags: [Flag] { groups.reduce(into: flags) { $0 += $1.flags } }

    var visibleFlags: [Flag] { allFlags.filter { !$0.isHidden } }

    var visibleSubcommands: [CommandSpec] { subcommands.filter { !$0.isHidden } }
}

/// A command line that works as shown, and what it does.
package struct Example: Sendable, Hashable {
    /// The whole line, the program's name first.
    package let commandLine: String
    package let explanation: String

    package init(_ commandLine: String, _ explanation: String) {
        self.commandLine = commandLine
        self.explanation = explanation
    }
}

/// A word and what it means: an exit status, an environment variable, a file.
package struct Term: Sendable, Hashable {
    package let name: String
    package let meaning: String

    package init(_ name: String, _ meaning: String) {
        self.name = name
        self.meaning = meaning
    }
}
