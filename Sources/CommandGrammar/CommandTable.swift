/// Commands that are shown under one heading, in display order.
package struct CommandGroup: Sendable {
    package let title: String
    package let commands: [CommandSpec]

    package init(_ title: String, _ commands: [CommandSpec]) {
        self.title = title
        self.commands = commands
    }
}

/// The whole program: its options and its commands in display order.
///
/// Building a table allocates its arrays and does nothing else: no sorting, no index. Names are
/// looked up by going through the commands.
package struct CommandTable: Sendable {
    package let program: String
    package let version: String
    /// What the program is for, in one line without a full stop.
    package let summary: String
    /// Paragraphs for the man page and the reference page.
    package var description: [String] { makeDescription() }
    /// Options that every command takes, before or after its name; `--help` and `--version` last.
    package let globalFlags: [Flag]
    package let groups: [CommandGroup]
    package var examples: [Example] { makeExamples() }
    package var exitStatuses: [Term] { makeExitStatuses() }
    package var environment: [Term] { makeEnvironment() }
    package var files: [Term] { makeFiles() }

    private let makeDescription: CommandSpec.Lazily<[String]>
    private let makeExamples: CommandSpec.Lazily<[Example]>
    private let makeExitStatuses: CommandSpec.Lazily<[Term]>
    private let makeEnvironment: CommandSpec.Lazily<[Term]>
    private let makeFiles: CommandSpec.Lazily<[Term]>

    /// - Parameter globalFlags: without `--help` and `--version`, which are added.
    package init(
        program: String,
        version: String,
        summary: String,
        description: @autoclosure @escaping CommandSpec.Lazily<[String]> = [],
        globalFlags: [Flag],
        groups: [CommandGroup],
        examples: @autoclosure @escaping CommandSpec.Lazily<[Example]> = [],
        exitStatuses: @autoclosure @escaping CommandSpec.Lazily<[Term]> = [],
        environment: @autoclosure @escaping CommandSpec.Lazily<[Term]> = [],
        files: @autoclosure @escaping CommandSpec.Lazily<[Term]> = []
    ) {
        self.program = program
        self.version = version
        self.summary = summary
        self.makeDescription = description
        self.globalFlags = globalFlags + [.help, .version]
        self.groups = groups
        self.makeExamples = examples
        self.makeExitStatuses = exitStatuses
        self.makeEnvironment = environment
        self.makeFiles = files
    }

    /// The command of a path of names or aliases such as `["accounts", "add"]`.
    package func command(at path: [String]) -> CommandSpec? {
        guard let first = path.first else { return nil }
        var found = command(named: first)
        for word in path.dropFirst() { found = found?.subcommand(named: word) }
        return found
    }

    func command(named word: String) -> CommandSpec? {
        for group in groups {
            if let command = group.commands.first(where: { $0.answers(to: word) }) {
                return command
            }
        }
        return nil
    }

    var commands: [CommandSpec] { groups.flatMap(\.commands) }

    var visibleGroups: [CommandGroup] {
        groups.compactMap { group in
            let visible = group.commands.filter { !$0.isHidden }
            return visible.isEmpty ? nil : CommandGroup(group.title, visible)
        }
    }

    var visibleCommands: [CommandSpec] { commands.filter { !$0.isHidden } }

    var visibleGlobalFlags: [Flag] { globalFlags.filter { !$0.isHidden } }

    /// The groups of options that more than one command takes, in the order of their first use.
    var sharedFlagGroups: [FlagGroup] {
        var order: [FlagGroup] = []
        var uses: [String: Int] = [:]
        for (_, command) in visiblePaths {
            for group in command.groups {
                if uses[group.title] == nil { order.append(group) }
                uses[group.title, default: 0] += 1
            }
        }
        return order.filter { uses[$0.title, default: 0] > 1 }
    }

    /// Every command that is not hidden with the path of names that leads to it, parents first.
    var visiblePaths: [(path: [String], command: CommandSpec)] {
        var found: [(path: [String], command: CommandSpec)] = []
        func visit(_ command: CommandSpec, below parent: [String]) {
            let path = parent + [command.name]
            found.append((path, command))
            for child in command.visibleSubcommands { visit(child, below: path) }
        }
        for command in visibleCommands { visit(command, below: []) }
        return found
    }

    /// `bankbook accounts add`.
    func commandLine(of path: [String]) -> String {
        path.isEmpty ? program : program + " " + path.joined(separator: " ")
    }
}
