extension CommandTable {
    /// Reads the words after the program's name.
    ///
    /// - `--name value`, `--name=value`, `-x value`, `-xvalue`, and bundles such as `-nq` whose
    ///   last letter may take a value. Options may stand anywhere after their command's name,
    ///   options of the whole program anywhere. Names are never abbreviated.
    /// - `--` ends options. `-` and negative numbers such as `-45.20` are arguments.
    /// - A value may begin with one dash; one that begins with two is written `--name=--value`.
    /// - Of an option that is given twice the last one counts, unless it is repeatable.
    /// - `--help`, also next to a mistake, `help` and no words at all ask for help.
    ///
    /// Nothing is read but the words.
    package func parse(_ arguments: [String]) throws(UsageError) -> Parsed {
        guard !arguments.isEmpty else { return .help([]) }
        var parser = ArgumentParser(table: self, arguments: arguments)
        do {
            return try parser.parse()
        } catch {
            if parser.asksForHelp, parser.command != nil { return .help(parser.path) }
            throw error
        }
    }
}

/// The state of reading one command line, from its first word to its last.
private struct ArgumentParser {
    let table: CommandTable
    let arguments: [String]
    private(set) var command: CommandSpec?
    private(set) var path: [String] = []
    /// The options of the command so far.
    private var flags: [Flag] = []
    private var next = 0
    private var given: [GivenFlag] = []
    private var words: [String] = []
    private var optionsEnded = false

    init(table: CommandTable, arguments: [String]) {
        self.table = table
        self.arguments = arguments
    }

    mutating func parse() throws(UsageError) -> Parsed {
        while next < arguments.count {
            let argument = arguments[next]
            next += 1
            if optionsEnded {
                try readWord(argument)
            } else if argument == "--" {
                optionsEnded = true
            } else if argument.hasPrefix("--") {
                try readLong(argument)
            } else if isBundle(argument) {
                try readBundle(argument)
            } else {
                try readWord(argument)
            }
        }
        return try finished()
    }

    /// Whether help is asked for anywhere before `--`, also where parsing did not get.
    var asksForHelp: Bool {
        arguments.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    }

    private func finished() throws(UsageError) -> Parsed {
        if given.contains(where: { $0.name == Flag.version.name }) { return .version }
        let asked = given.contains { $0.name == Flag.help.name }
        guard let command else {
            if asked { return .help([]) }
            throw failure(.missingCommand)
        }
        if path == [CommandSpec.help.name] { return .help(asked ? path : try helpTopic()) }
        if asked { return .help(path) }
        if command.needsSubcommand {
            throw failure(.missingSubcommand(command.visibleSubcommands.map(\.name)))
        }
        for entry in given where !entry.isGlobal {
            guard flags.contains(where: { $0.name == entry.name }) else {
                throw failure(.foreignOption("--" + entry.name))
            }
        }
        return .run(
            Invocation(
                program: table.program, path: path, given: given,
                arguments: try placed(words, in: command.positionals)))
    }

    private func helpTopic() throws(UsageError) -> [String] {
        guard let first = words.first else { return [] }
        guard var topic = table.command(named: first) else { throw unknownCommand(first) }
        var found = [topic.name]
        for word in words.dropFirst() {
            guard let child = topic.subcommand(named: word) else {
                throw UsageError(
                    .unknownSubcommand(word), program: table.program, path: found,
                    suggestion: nearestSubcommand(to: word, of: topic))
            }
            topic = child
            found.append(child.name)
        }
        return found
    }

    private mutating func readWord(_ word: String) throws(UsageError) {
        guard let command else {
            guard let found = table.command(named: word) else { throw unknownCommand(word) }
            self.command = found
            flags = found.allFlags
            path = [found.name]
            return
        }
        if words.isEmpty, !optionsEnded, case let children = command.subcommands, !children.isEmpty
        {
            if let child = command.subcommand(named: word) {
                self.command = child
                flags = child.allFlags
                path.append(child.name)
                return
            }
            if command.positionals.isEmpty {
                throw failure(
                    .unknownSubcommand(word),
                    suggestion: nearestSubcommand(to: word, of: command))
            }
        }
        words.append(word)
    }

    private func unknownCommand(_ word: String) -> UsageError {
        let names = table.visibleCommands.flatMap { [$0.name] + $0.aliases }
        return UsageError(
            .unknownCommand(word), program: table.program, path: [],
            suggestion: Suggestion.nearest(to: word, among: names))
    }

    private func nearestSubcommand(to word: String, of command: CommandSpec) -> String? {
        let names = command.visibleSubcommands.flatMap { [$0.name] + $0.aliases }
        return Suggestion.nearest(to: word, among: names)
    }

    private func failure(_ problem: UsageError.Problem, suggestion: String? = nil) -> UsageError {
        UsageError(problem, program: table.program, path: path, suggestion: suggestion)
    }
}

extension ArgumentParser {
    /// Whether a word is one or more short options: not `-`, not a negative number.
    private func isBundle(_ argument: String) -> Bool {
        var bytes = argument.utf8.makeIterator()
        guard bytes.next() == UInt8(ascii: "-"), let second = bytes.next() else { return false }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        if second == UInt8(ascii: "."), let third = bytes.next() { return !digits.contains(third) }
        return !digits.contains(second)
    }

    private mutating func readLong(_ argument: String) throws(UsageError) {
        let body = argument.utf8.dropFirst(2)
        let equals = body.firstIndex(of: UInt8(ascii: "="))
        let name = String(Substring(body[..<(equals ?? body.endIndex)]))
        let (flag, isGlobal) = try find(
            "--" + name, in: "--" + name, suggestion: nearestOption(to: name)
        ) { $0.name == name }
        let attached = equals.map { String(Substring(body[body.index(after: $0)...])) }
        if let attached, flag.kind == nil {
            throw failure(.valueNotTaken(flag.longLabel, value: attached))
        }
        try record(flag, label: flag.longLabel, attached: attached, isGlobal: isGlobal)
    }

    private mutating func readBundle(_ argument: String) throws(UsageError) {
        var rest = argument.dropFirst()
        while let letter = rest.popFirst() {
            let (flag, isGlobal) = try find(
                "-\(letter)", in: argument, suggestion: nearestShort(to: letter, in: argument)
            ) { $0.short == letter }
            let attached = flag.kind == nil || rest.isEmpty ? nil : String(rest)
            try record(flag, label: "-\(letter)", attached: attached, isGlobal: isGlobal)
            if attached != nil { return }
        }
    }

    private mutating func record(
        _ flag: Flag, label: String, attached: String?, isGlobal: Bool
    ) throws(UsageError) {
        var value = attached
        if let kind = flag.kind {
            if attached == nil {
                value = try following(label, placeholder: flag.placeholder ?? "")
            }
            try check(value ?? "", of: kind, label: label)
        }
        given.append(GivenFlag(name: flag.name, value: value, isGlobal: isGlobal))
    }

    private mutating func following(
        _ label: String, placeholder: String
    ) throws(UsageError) -> String {
        guard next < arguments.count else {
            throw failure(.missingValue(label, placeholder: placeholder))
        }
        let value = arguments[next]
        guard !value.hasPrefix("--") else {
            throw failure(.optionAsValue(label, next: value))
        }
        next += 1
        return value
    }

    private func find(
        _ label: String, in word: String, suggestion: @autoclosure () -> String?,
        where matches: (Flag) -> Bool
    ) throws(UsageError) -> (flag: Flag, isGlobal: Bool) {
        if let flag = flags.first(where: matches) { return (flag, false) }
        if let flag = table.globalFlags.first(where: matches) { return (flag, true) }
        if command == nil, table.commands.contains(where: { $0.allFlags.contains(where: matches) })
        {
            throw failure(.optionBeforeCommand(label))
        }
        throw failure(.unknownOption(label, in: word), suggestion: suggestion())
    }

    private var visibleFlags: [Flag] { (flags + table.globalFlags).filter { !$0.isHidden } }

    private func nearestOption(to name: String) -> String? {
        Suggestion.nearest(to: name, among: visibleFlags.map(\.name)).map { "--" + $0 }
    }

    /// `--tree` for `-tree`, `-M` for `-m`.
    private func nearestShort(to letter: Character, in word: String) -> String? {
        if word.count > 2, let flag = visibleFlags.first(where: { "-" + $0.name == word }) {
            return flag.longLabel
        }
        let other = letter.isUppercase ? letter.lowercased() : letter.uppercased()
        return visibleFlags.contains { $0.short.map(String.init) == other } ? "-" + other : nil
    }

    private func check(_ value: String, of kind: ValueKind, label: String) throws(UsageError) {
        switch kind {
        case .count:
            let isDigits = value.utf8.allSatisfy { (0x30...0x39).contains($0) }
            guard isDigits, Int(value) != nil else {
                throw failure(.notACount(label, value: value))
            }
        case .choice(let choices):
            guard choices.contains(value) else {
                throw failure(
                    .notAChoice(label, value: value, choices: choices),
                    suggestion: Suggestion.nearest(to: value, among: choices))
            }
        case .account, .category, .contact, .tag, .currency, .connection, .operation, .workspace,
            .query,
            .date, .period, .amount, .text, .file, .directory, .suggestions, .command:
            break
        }
    }

    /// Each argument with its words: what is required first, then from left to right as many as
    /// there are.
    private func placed(
        _ words: [String], in positionals: [Positional]
    ) throws(UsageError) -> [(name: String, words: [String])] {
        var spare = words.count - positionals.reduce(0) { $0 + $1.arity.least }
        if spare < 0 {
            let required = positionals.filter { $0.arity.least > 0 }
            let missing = required.dropFirst(words.count).first
            throw failure(.missingArgument(missing?.label ?? ""))
        }
        var placed: [(name: String, words: [String])] = []
        var start = 0
        for positional in positionals {
            let more =
                positional.arity.isOpen
                ? spare : (positional.arity == .optional ? min(spare, 1) : 0)
            spare -= more
            let end = start + positional.arity.least + more
            for word in words[start..<end] {
                try check(word, of: positional.kind, label: positional.name)
            }
            placed.append((positional.name, Array(words[start..<end])))
            start = end
        }
        if start < words.count {
            throw failure(.unexpectedArgument(words[start], isFirst: start == 0))
        }
        return placed
    }
}
