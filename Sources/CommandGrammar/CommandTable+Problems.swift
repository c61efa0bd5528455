extension CommandTable {
    /// What is wrong with the descriptions themselves, each as a sentence; empty for a table that
    /// is fit for use. For tests: it visits everything and parses every example.
    package var problems: [String] {
        var found = flagProblems(globalFlags, of: program)
        found += nameProblems(commands, of: program)
        found += exampleProblems(examples)
        var groupsByTitle: [String: FlagGroup] = [:]
        func visit(_ command: CommandSpec, below parent: [String]) {
            let path = parent + [command.name]
            found += problems(of: command, called: commandLine(of: path))
            for group in command.groups where groupsByTitle[group.title, default: group] != group {
                found.append("two groups of options are called '\(group.title)'")
            }
            for group in command.groups { groupsByTitle[group.title] = group }
            for child in command.subcommands { visit(child, below: path) }
        }
        for command in commands { visit(command, below: []) }
        return found
    }

    private func problems(of command: CommandSpec, called name: String) -> [String] {
        var found = summaryProblems(command.summary, of: name)
        found += flagProblems(command.allFlags + globalFlags, of: name)
        found += nameProblems(command.subcommands, of: name)
        found += exampleProblems(command.examples)
        if command.needsSubcommand, command.subcommands.isEmpty {
            found.append("'\(name)' needs a subcommand and has none")
        }
        if command.positionals.count(where: { $0.arity.isOpen }) > 1 {
            found.append("'\(name)' has two arguments of any number of words")
        }
        let names = command.positionals.map(\.name)
        if Set(names).count < names.count { found.append("'\(name)' names an argument twice") }
        for positional in command.positionals {
            found += helpProblems(positional.help, of: "\(positional.name) of '\(name)'")
        }
        for text in command.discussion where text.count(where: { $0 == "`" }) % 2 != 0 {
            found.append("'\(name)' has an odd backquote in '\(text.prefix(30))'")
        }
        return found
    }

    /// Imperative as far as a program can tell: a capital, and neither 'Shows' nor 'Showing'.
    private func summaryProblems(_ summary: String, of name: String) -> [String] {
        var found = helpProblems(summary, of: "'\(name)'")
        if summary.count > 60 { found.append("the summary of '\(name)' is over 60 columns") }
        let verb = summary.prefix { $0 != " " }
        let isThirdPerson = verb.hasSuffix("s") && !verb.hasSuffix("ss")
        if isThirdPerson || verb.count > 5 && verb.hasSuffix("ing") {
            found.append("the summary of '\(name)' is not imperative: '\(verb)'")
        }
        return found
    }

    private func helpProblems(_ help: String, of name: String) -> [String] {
        var found: [String] = []
        if help.isEmpty { found.append("\(name) has no help") }
        if help.hasSuffix(".") { found.append("the help of \(name) ends in a full stop") }
        if help.first?.isLowercase ?? false {
            found.append("the help of \(name) begins with a small letter")
        }
        if help.count > 100 { found.append("the help of \(name) is over 100 columns") }
        return found
    }

    private func nameProblems(_ commands: [CommandSpec], of name: String) -> [String] {
        let names = commands.flatMap { [$0.name] + $0.aliases }
        var found = repeated(names).map { "'\(name)' has two commands '\($0)'" }
        for word in names where !isPlain(word) {
            found.append("'\(word)' is no name for a command: small letters, digits and dashes")
        }
        return found
    }

    private func flagProblems(_ flags: [Flag], of name: String) -> [String] {
        var found = repeated(flags.map(\.longLabel)).map { "'\(name)' has '\($0)' twice" }
        found += repeated(flags.compactMap { $0.short.map { "-\($0)" } }).map {
            "'\(name)' has '\($0)' twice"
        }
        for flag in flags {
            found += helpProblems(flag.help, of: "'\(flag.longLabel)' of '\(name)'")
            if !isPlain(flag.name) { found.append("'\(flag.longLabel)' is no name for an option") }
            if let short = flag.short, !short.isASCII || !short.isLetter {
                found.append("'-\(short)' is no name for an option: one ASCII letter")
            }
            switch flag.kind {
            case .choice(let words), .suggestions(let words):
                for word in words where word.isEmpty || word.contains(where: { $0.isWhitespace }) {
                    found.append("'\(flag.longLabel)' of '\(name)' offers '\(word)', not a word")
                }
            default: break
            }
        }
        return found
    }

    private func exampleProblems(_ examples: [Example]) -> [String] {
        examples.compactMap { example in
            let words = ShellWords.split(example.commandLine)
            guard words.first == program else {
                return "the example '\(example.commandLine)' does not begin with '\(program)'"
            }
            do {
                _ = try parse(Array(words.dropFirst()))
                return nil
            } catch {
                return "the example '\(example.commandLine)' fails: \(error)"
            }
        }
    }

    private func isPlain(_ word: String) -> Bool {
        guard let first = word.utf8.first, first != UInt8(ascii: "-") else { return false }
        return word.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
        }
    }

    private func repeated(_ words: [String]) -> [String] {
        var seen: Set<String> = []
        return words.filter { !seen.insert($0).inserted }
    }
}
