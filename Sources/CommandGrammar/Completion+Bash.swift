extension CompletionScript {
    /// For bash 3.2 and later, with or without the package bash-completion.
    var bash: String {
        """
        # Completion of \(table.program) for bash.
        # Try it:  source <(\(table.program) completions bash)

        \(bashChild)

        \(bashValue)

        \(bashArgument)

        \(bashNames)

        \(bashOptions)

        \(bashWalk)

        complete -F \(function) \(table.program)

        """
    }

    /// Finds the command that a word leads to.
    private var bashChild: String {
        let arms = nodes.map { node in
            let patterns = node.names.map { shellQuoted(node.parentKey + ":" + $0) }
            return "\(patterns.joined(separator: " | "))) REPLY=\(shellQuoted(node.key)) ;;"
        }
        return bashFunction("child", ["case $1:$2 in"] + arms + ["*) return 1 ;;", "esac"])
    }

    /// Finds out whether an option takes a value, and where its candidates come from.
    private var bashValue: String {
        var lines = ["case $2 in"]
        lines += bashValueArms(table.visibleGlobalFlags, ending: "; return")
        lines += ["esac", "case $1:$2 in"]
        for node in nodes {
            for arm in bashValueArms(node.flags, ending: "", prefix: node.key + ":") {
                lines.append(arm)
            }
        }
        return bashFunction("value", lines + ["*) return 1 ;;", "esac"])
    }

    private func bashValueArms(_ flags: [Flag], ending: String, prefix: String = "") -> [String] {
        flags.filter { $0.kind != nil }.map { flag in
            let patterns = flag.typedNames.map { shellQuoted(prefix + $0) }
            return patterns.joined(separator: " | ")
                + ") REPLY=\(shellQuoted(bashSource(flag.source)))\(ending) ;;"
        }
    }

    /// Finds the source of an argument by its command and the number of arguments before it.
    private var bashArgument: String {
        var lines = ["case $1:$2 in"]
        for node in nodes {
            for argument in node.arguments {
                let source = shellQuoted(bashSource(argument.source))
                lines.append("\(shellQuoted(node.key + ":"))\(argument.count)) REPLY=\(source) ;;")
            }
        }
        return bashFunction("argument", lines + ["*) return 1 ;;", "esac"])
    }

    private var bashNames: String {
        var lines = ["case $1 in"]
        for key in [""] + nodes.map(\.key) {
            let names = nodes.filter { $0.parentKey == key }.compactMap(\.path.last)
            guard !names.isEmpty else { continue }
            lines.append(
                "\(shellQuoted(key))) REPLY=\(shellQuoted(names.joined(separator: " "))) ;;")
        }
        return bashFunction("names", ["REPLY="] + lines + ["esac"])
    }

    private var bashOptions: String {
        let labels = { (flags: [Flag]) in flags.map(\.longLabel).joined(separator: " ") }
        var lines = ["case $1 in"]
        for node in nodes where !node.flags.isEmpty {
            lines.append("\(shellQuoted(node.key))) REPLY=\(shellQuoted(labels(node.flags))) ;;")
        }
        let globals = labels(table.visibleGlobalFlags)
        return bashFunction(
            "options", ["REPLY="] + lines + ["esac", "REPLY+=\(shellQuoted(" " + globals))"])
    }

    private func bashSource(_ source: CandidateSource) -> String {
        switch source {
        case .nothing: "nothing"
        case .files: "files"
        case .directories: "directories"
        case .words(let words): "words " + words.joined(separator: " ")
        case .commands: "words " + children(of: []).compactMap(\.path.last).joined(separator: " ")
        case .program(let kind): "program " + kind
        }
    }

    private func bashFunction(_ name: String, _ lines: [String]) -> String {
        "\(function)_\(name)() {\n" + lines.map { "    \($0)\n" }.joined() + "}"
    }

    /// The part that is the same for every program: it joins what bash has split at colons and
    /// equals signs, finds out what the word under the cursor is, and offers candidates for it.
    private var bashWalk: String {
        let names = ledgerFlags.isEmpty ? ["''"] : ledgerFlags.flatMap(\.typedNames)
        var script = replacing(
            "@ledger@", by: names.joined(separator: " | "), in: Self.bashTemplate)
        script = replacing("@function@", by: function, in: script)
        return replacing("@program@", by: table.program, in: script)
    }
}
