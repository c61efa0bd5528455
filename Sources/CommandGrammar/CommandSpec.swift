/// A command as a form that is filled in once: parsing, help, man page, completions and the reference
/// page are read from it.
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
package struct CommandSpec: Sendable {
    package let name: String
    /// Further names; parsed and shown in help, not offered by completion.
    package let aliases: [String]
    /// What the command does: imperative, one line, no full stop.
    package let summary: String
    /// Paragraphs for those who want to know more.
    package let discussion: [String]
    package let positionals: [Positional]
    package let flags: [Flag]
    package let groups: [FlagGroup]
    package let subcommands: [CommandSpec]
    /// Whether the command does nothing by itself, as `git` in `git sync`.
    package let needsSubcommand: Bool
    package let examples: [Example]
    /// Statuses that mean more here than the program's table says.
    package let exitStatuses: [Term]
    /// Hidden commands are parsed, and named nowhere.
    package let isHidden: Bool

    package init(
        _ name: String, aliases: [String] = [], summary: String, discussion: [String] = [],
        positionals: [Positional] = [], flags: [Flag] = [], groups: [FlagGroup] = [],
        subcommands: [CommandSpec] = [], needsSubcommand: Bool = false, examples: [Example] = [],
        exitStatuses: [Term] = [], isHidden: Bool = false
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.discussion = discussion
        self.positionals = positionals
        self.flags = flags
        self.groups = groups
        self.subcommands = subcommands
        self.needsSubcommand = needsSubcommand
        self.examples = examples
        self.exitStatuses = exitStatuses
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
        positionals: [completeKind, completePrefix], isHidden: true)

    /// One of `ValueKind.completedByProgram`; other words are let through, so that an old script
    /// and a new program get along.
    package static let completeKind = Positional(
        "KIND", .suggestions(ValueKind.completedByProgram), help: "What is being typed")

    package static let completePrefix = Positional(
        "PREFIX", .text, .optional, help: "The beginning of the word")

    func answers(to word: String) -> Bool { name == word || aliases.contains(word) }

    func subcommand(named word: String) -> CommandSpec? {
        subcommands.first { $0.answers(to: word) }
    }

    /// The options of the command itself and of its groups, hidden ones included.
    var allFlags: [Flag] {
        groups.isEmpty ? flags : groups.reduce(into: flags) { $0 += $1.flags }
    }

    var visibleFlags: [Flag] { allFlags.filter { !$0.isHidden } }

    var visibleSubcommands: [CommandSpec] { subcommands.filter { !$0.isHidden } }

    func flag(where matches: (Flag) -> Bool) -> Flag? {
        if let flag = flags.first(where: matches) { return flag }
        for group in groups {
            if let flag = group.flags.first(where: matches) { return flag }
        }
        return nil
    }
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
