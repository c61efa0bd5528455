extension CompletionScript {
    /// For zsh 5 with its own completion system, as the file `_bankbook` in a folder of `fpath` or
    /// read by `source` after `compinit`.
    var zsh: String {
        let names = ledgerFlags.isEmpty ? ["''"] : ledgerFlags.flatMap(\.typedNames)
        var walk = replacing("@ledger@", by: names.joined(separator: "|"), in: Self.zshTemplate)
        walk = replacing("@function@", by: function, in: walk)
        walk = replacing("@program@", by: table.program, in: walk)
        return """
            #compdef \(table.program)
            # Completion of \(table.program) for zsh.
            # Try it:  source <(\(table.program) completions zsh)

            \(zshFunction("child", zshChild))

            \(zshFunction("value", zshValue))

            \(zshFunction("names", zshNames))

            \(zshFunction("arguments", zshArguments))

            \(walk)

            """
    }

    private func zshFunction(_ name: String, _ lines: [String]) -> String {
        "\(function)_\(name)() {\n" + lines.map { "    \($0)\n" }.joined() + "}"
    }

    /// Finds the command that a word leads to.
    private var zshChild: [String] {
        let arms = nodes.map { node in
            let patterns = node.names.map { shellQuoted(node.parentKey + ":" + $0) }
            return "\(patterns.joined(separator: "|"))) REPLY=\(shellQuoted(node.key)) ;;"
        }
        return ["case $1:$2 in"] + arms + ["*) return 1 ;;", "esac"]
    }

    /// Finds out whether an option takes a value.
    private var zshValue: [String] {
        let valued = { (flags: [Flag]) in flags.filter { $0.kind != nil }.flatMap(\.typedNames) }
        var patterns = valued(table.visibleGlobalFlags).map { "*:" + $0 }
        for node in nodes {
            patterns += valued(node.flags).map { shellQuoted(node.key + ":" + $0) }
        }
        guard !patterns.isEmpty else { return ["return 1"] }
        let last = patterns.count - 1
        let lines = patterns.enumerated().map { $1 + ($0 < last ? " | \\" : ") return 0 ;;") }
        return ["case $1:$2 in"] + lines + ["esac", "return 1"]
    }

    /// The names below a command with their summaries.
    private var zshNames: [String] {
        var lines = ["local -a names", "case $1 in"]
        for key in [""] + nodes.map(\.key) {
            let children = nodes.filter { $0.parentKey == key }
            guard !children.isEmpty else { continue }
            lines += [shellQuoted(key) + ")", "    names=("]
            for child in children {
                let name = child.path.last ?? ""
                lines.append("        " + shellQuoted("\(name):\(plain(child.summary))"))
            }
            lines += ["    )", "    ;;"]
        }
        lines += ["esac", "(( $#names )) || return 1"]
        return lines + ["_describe -t commands command names"]
    }

    /// The options and arguments of each command.
    private var zshArguments: [String] {
        var lines = ["globals=("]
        lines += table.visibleGlobalFlags.flatMap(zshSpecs).map { "    " + $0 }
        lines += [")", "case $node in"]
        for node in nodes {
            lines.append(shellQuoted(node.key) + ")")
            let specs = node.flags.flatMap(zshSpecs) + zshSpecs(node.positionals)
            let call = ["_arguments -s -S $globals"] + specs.map { "        " + $0 }
            lines += ["    " + call.joined(separator: " \\\n    "), "    ;;"]
        }
        return lines + ["*) _arguments -s -S $globals ;;", "esac"]
    }

    /// What comes after an argument of any number of words is not told apart from it.
    private func zshSpecs(_ positionals: [Positional]) -> [String] {
        let end = positionals.firstIndex { $0.arity.isOpen } ?? positionals.endIndex - 1
        return positionals.prefix(end + 1).map { positional in
            let mark = positional.arity.isOpen ? "*" : ""
            return shellQuoted("\(mark):\(positional.name):\(zshAction(positional.kind.source))")
        }
    }

    /// One spec for each name of an option; the names exclude one another unless it is repeatable.
    private func zshSpecs(_ flag: Flag) -> [String] {
        let before = flag.isRepeatable ? "*" : "(" + flag.typedNames.joined(separator: " ") + ")"
        var after = "[" + zshEscaped(plain(flag.help)) + "]"
        if let placeholder = flag.placeholder {
            after += ":\(zshEscaped(placeholder)):\(zshAction(flag.source))"
        }
        return flag.typedNames.map { name in
            let mark = flag.kind == nil ? "" : (name.hasPrefix("--") ? "=" : "+")
            return shellQuoted(before + name + mark + after)
        }
    }

    /// A blank before a function of ours keeps `_arguments` from adding arguments of its own.
    private func zshAction(_ source: CandidateSource) -> String {
        switch source {
        case .nothing: " "
        case .files: "_files"
        case .directories: "_files -/"
        case .words(let words): "(" + words.joined(separator: " ") + ")"
        case .commands: " \(function)_names \"\""
        case .program(let kind): " \(function)_ask \(kind)"
        }
    }

    private func plain(_ text: String) -> String { MarkedText.plain(text) }

    private func zshEscaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if "[]:\\".contains(character) { result += "\\" }
            result.append(character)
        }
    }
}
