/// A shell for which completions are written.
package enum Shell: String, Sendable, CaseIterable {
    case bash, zsh, fish
}

/// The script that makes a shell complete the program's commands, options and values.
///
/// Names of commands and options stand in the script. Accounts, categories and the like are asked
/// of the program when they are needed, by the hidden command `CommandSpec.complete`, together with
/// the options that select the ledger. Files are found by the shell.
package struct CompletionScript: Sendable {
    let table: CommandTable
    let nodes: [CompletionNode]

    package init(for table: CommandTable) {
        self.table = table
        self.nodes = table.visiblePaths.map { CompletionNode(path: $0.path, command: $0.command) }
    }

    package func text(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    /// The prefix of all functions of a script.
    var function: String {
        "_" + String(table.program.map { $0.isLetter || $0.isNumber ? $0 : "_" })
    }

    /// Options that say which ledger is meant.
    var ledgerFlags: [Flag] { table.globalFlags.filter { $0.selectsLedger && $0.kind != nil } }

    /// The commands below a path; those of the program itself below the empty one.
    func children(of path: [String]) -> [CompletionNode] {
        nodes.filter { $0.path.count == path.count + 1 && $0.path.starts(with: path) }
    }
}

/// What completion knows of one command.
struct CompletionNode: Sendable {
    /// `["accounts", "add"]`.
    let path: [String]
    let names: [String]
    let summary: String
    /// The command's own visible options.
    let flags: [Flag]
    let positionals: [Positional]

    init(path: [String], command: CommandSpec) {
        self.path = path
        self.names = [command.name] + command.aliases
        self.summary = command.summary
        self.flags = command.visibleFlags
        self.positionals = command.positionals
    }

    /// `accounts add`, as scripts write a path.
    var key: String { path.joined(separator: " ") }

    var parentKey: String { path.dropLast().joined(separator: " ") }
}

extension CompletionNode {
    /// A shell pattern for the number of words before an argument, and the argument's source.
    ///
    /// What comes after an argument of any number of words is not told apart from it.
    var arguments: [(count: String, source: CandidateSource)] {
        var found: [(count: String, source: CandidateSource)] = []
        for (index, positional) in positionals.enumerated() {
            found.append((String(index), positional.kind.source))
            if positional.arity.isOpen {
                found.append(("*", positional.kind.source))
                break
            }
        }
        return found
    }
}

extension Flag {
    /// The names as they are typed: `-d` and `--depth`.
    var typedNames: [String] { (short.map { ["-\($0)"] } ?? []) + [longLabel] }

    var source: CandidateSource { kind?.source ?? .nothing }
}

/// `text` as one word of sh, bash and zsh: in single quotes.
package func shellQuoted(_ text: String) -> String {
    text.reduce(into: "'") { $0 += $1 == "'" ? "'\\''" : String($1) } + "'"
}
