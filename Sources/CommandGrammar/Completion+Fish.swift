extension CompletionScript {
    /// For fish 3 and later.
    var fish: String {
        var lines = ["# Completion of \(table.program) for fish."]
        lines += ["# Try it:  \(table.program) completions fish | source", ""]
        lines += fishLookup("child", fishChildren) + [""]
        lines += fishLookup("value", fishValues) + [""]
        lines += fishLookup("argument", fishArguments) + [""]
        let ledger =
            ledgerFlags.isEmpty ? "''" : ledgerFlags.flatMap(\.typedNames).joined(separator: " ")
        var walk = replacing("@ledger@", by: ledger, in: Self.fishTemplate)
        walk = replacing("@function@", by: "_" + function, in: walk)
        lines += [replacing("@program@", by: table.program, in: walk), ""]
        lines.append("complete -c \(table.program) -f")
        for node in nodes {
            let parent = fishQuoted("_\(function)_below \"\(fishKey(node.path.dropLast()))\"")
            let name = node.path.last ?? ""
            lines.append(fishRule("-n \(parent) -a \(name)", help: node.summary))
        }
        lines += fishSources
        lines += table.visibleGlobalFlags.map { fishRule(fishOption($0), help: $0.help) }
        lines += fishFlags
        return lines.joined(separator: "\n") + "\n"
    }

    /// A function that prints what stands at `$argv[1]:$argv[2]`, or fails.
    private func fishLookup(_ name: String, _ arms: [(patterns: [String], result: String)])
        -> [String]
    {
        var lines = ["function _\(function)_\(name)", "    switch \"$argv[1]:$argv[2]\""]
        for arm in arms {
            lines.append("        case " + arm.patterns.map(fishQuoted).joined(separator: " "))
            lines.append("            echo -- " + fishQuoted(arm.result))
        }
        return lines + ["        case '*'", "            return 1", "    end", "end"]
    }

    private var fishChildren: [(patterns: [String], result: String)] {
        nodes.map { node in
            let parent = fishKey(node.path.dropLast())
            return (node.names.map { parent + ":" + $0 }, fishKey(node.path[...]))
        }
    }

    /// Options that take a value, by command; those of the program whatever the command.
    private var fishValues: [(patterns: [String], result: String)] {
        var arms = table.visibleGlobalFlags.filter { $0.kind != nil }.map { flag in
            (patterns: flag.typedNames.map { "*:" + $0 }, result: flag.name)
        }
        for node in nodes {
            for flag in node.flags where flag.kind != nil {
                arms.append((flag.typedNames.map { fishKey(node.path[...]) + ":" + $0 }, flag.name))
            }
        }
        return arms
    }

    private var fishArguments: [(patterns: [String], result: String)] {
        nodes.flatMap { node in
            node.arguments.map { argument in
                ([fishKey(node.path[...]) + ":" + argument.count], fishName(argument.source))
            }
        }
    }

    /// One rule for each source of arguments, whatever the command.
    private var fishSources: [String] {
        var seen: Set<CandidateSource> = []
        let sources = nodes.flatMap { $0.arguments.map(\.source) }.filter {
            seen.insert($0).inserted
        }
        return sources.compactMap { source in
            guard let values = fishCandidates(source) else { return nil }
            let condition = fishQuoted("_\(function)_expects \(fishQuoted(fishName(source)))")
            return "complete -c \(table.program) -n \(condition) \(values)"
        }
    }

    /// One rule for each option, for all commands that take it.
    private var fishFlags: [String] {
        var order: [Flag] = []
        var keys: [Flag: [String]] = [:]
        for node in nodes {
            for flag in node.flags {
                if keys[flag] == nil { order.append(flag) }
                keys[flag, default: []].append(fishKey(node.path[...]))
            }
        }
        return order.map { flag in
            let commands = (keys[flag] ?? []).joined(separator: " ")
            let condition = fishQuoted("_\(function)_at \(commands)")
            return fishRule("-n \(condition) " + fishOption(flag), help: flag.help)
        }
    }

    private func fishOption(_ flag: Flag) -> String {
        let names = (flag.short.map { "-s \($0) " } ?? "") + "-l " + flag.name
        guard flag.kind != nil else { return names }
        let isFile = flag.source == .files
        return names + (isFile ? " -r" : " -x")
            + (fishCandidates(flag.source).map { " " + $0 } ?? "")
    }

    private func fishRule(_ rule: String, help: String) -> String {
        "complete -c \(table.program) \(rule) -d \(fishQuoted(MarkedText.plain(help)))"
    }

    private func fishCandidates(_ source: CandidateSource) -> String? {
        switch source {
        case .nothing: nil
        case .files: "-F"
        case .directories: "-a '(__fish_complete_directories)'"
        case .words(let words): "-a " + fishQuoted(words.joined(separator: " "))
        case .commands:
            "-a " + fishQuoted(children(of: []).compactMap(\.path.last).joined(separator: " "))
        case .program(let kind): "-a '(_\(function)_ask \(kind))'"
        }
    }

    private func fishName(_ source: CandidateSource) -> String {
        switch source {
        case .nothing: "nothing"
        case .files: "files"
        case .directories: "directories"
        case .words(let words): "words " + words.joined(separator: " ")
        case .commands: "commands"
        case .program(let kind): "program " + kind
        }
    }

    private func fishKey(_ path: ArraySlice<String>) -> String { path.joined(separator: "/") }

    private func fishQuoted(_ text: String) -> String {
        text.reduce(into: "'") { result, character in
            if character == "'" || character == "\\" { result += "\\" }
            result.append(character)
        } + "'"
    }
}
