extension CompletionScript {
    /// For zsh 5 with its own completion system, as the file `_bankbook` in a folder of `fpath` or
    /// read by `source` after `compinit`.
    var zsh: String {
        var lines = [
            "#compdef \(table.program)", "# Completion of \(table.program) for zsh.",
            "# Try it:  source <(\(table.program) completions zsh)", "",
        ]
        lines += zshAsk + [""] + zshNames + [""] + zshScope + [""]
        lines += ["\(function)() {", "    local curcontext=$curcontext state ret=1"]
        lines += ["    local -a line globals \(function)_ledger", "    local -A opt_args"]
        lines += ["    \(function)_scope", "    globals=("]
        lines += table.visibleGlobalFlags.flatMap(zshSpecs).map { "        " + $0 }
        lines += ["    )"]
        lines += zshNested(below: [], flags: [], positionals: [], indent: "    ")
        lines += ["    return ret", "}", ""]
        lines += [
            "if [[ $funcstack[1] == \(function) ]]; then", "    \(function) \"$@\"", "else",
            "    compdef \(function) \(table.program)", "fi", "",
        ]
        return lines.joined(separator: "\n")
    }

    /// Candidates from the program; one that ends in a colon goes on without a blank.
    private var zshAsk: [String] {
        """
        \(function)_ask() {
            local line value note ret=1
            local -a whole open
            for line in "${(@f)$(command \(table.program) "${\(function)_ledger[@]}" complete $1 \\
                -- "${(Q)PREFIX}" 2>/dev/null)}"; do
                value=${line%%$'\\t'*}
                [[ -n $value ]] || continue
                note=''
                [[ $line == *$'\\t'* ]] && note=:${line#*$'\\t'}
                if [[ $value == *[:=] ]]; then
                    open+=("${value//:/\\\\:}$note")
                else
                    whole+=("${value//:/\\\\:}$note")
                fi
            done
            (( $#whole )) && _describe -t $1 $1 whole && ret=0
            (( $#open )) && _describe -t $1 $1 open -S '' && ret=0
            return ret
        }
        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The names below a command with their summaries.
    private var zshNames: [String] {
        var lines = ["\(function)_names() {", "    local -a names", "    case $1 in"]
        for key in [""] + nodes.map(\.key) {
            let children = nodes.filter { $0.parentKey == key }
            guard !children.isEmpty else { continue }
            lines.append("    \(shellQuoted(key)))")
            lines.append("        names=(")
            for child in children {
                let name = child.path.last ?? ""
                lines.append("            " + shellQuoted("\(name):\(plain(child.summary))"))
            }
            lines += ["        )", "        ;;"]
        }
        return lines + ["    esac", "    _describe -t commands command names", "}"]
    }

    /// The options on the line that say which ledger is meant.
    private var zshScope: [String] {
        let long = ledgerFlags.map { $0.longLabel + "=*" }
        let short = ledgerFlags.compactMap { $0.short.map { "-\($0)?*" } }
        let apart = ledgerFlags.flatMap(\.typedNames)
        var lines = ["\(function)_scope() {", "    local -i i", "    local word"]
        lines += ["    for ((i = 2; i < CURRENT; i++)); do", "        word=$words[i]"]
        lines += ["        case $word in", "        --) break ;;"]
        let push = "\(function)_ledger+=("
        let expanded = { (value: String) in "\"${${(Q)\(value)}/#\\~/$HOME}\")" }
        if !apart.isEmpty {
            lines.append("        \(apart.joined(separator: "|")))")
            lines.append("            (( i + 1 < CURRENT )) && " + push)
            lines[lines.count - 1] += "\"$word\" " + expanded("words[++i]") + " ;;"
            lines.append("        \(long.joined(separator: "|")))")
            lines.append("            " + push + "\"${word%%=*}\" " + expanded("word#*=") + " ;;")
        }
        if !short.isEmpty {
            lines.append("        \(short.joined(separator: "|")))")
            lines.append(
                "            " + push + "\"${word[1,2]}\" " + expanded("word[3,-1]") + " ;;")
        }
        return lines + ["        esac", "    done", "}"]
    }

    /// The call of `_arguments` for the commands below `path`, each with its own call inside.
    private func zshNested(
        below path: [String], flags: [Flag], positionals: [Positional], indent: String
    ) -> [String] {
        let children = children(of: path)
        let key = shellQuoted(path.joined(separator: " "))
        guard !children.isEmpty else {
            return zshCall(flags.flatMap(zshSpecs) + zshArguments(positionals), indent: indent)
        }
        var lines = [indent + "state="]
        let states = ["':COMMAND:->command'", "'*::ARGUMENT:->argument'"]
        lines += zshCall(flags.flatMap(zshSpecs) + states, options: "-C -s -S", indent: indent)
        lines += ["\(indent)case $state in", "\(indent)command)"]
        lines.append("\(indent)    \(function)_names \(key) && ret=0")
        if let first = positionals.first {
            lines += zshCall([zshSpec(first, mark: "")], indent: indent + "    ")
        }
        lines += ["\(indent)    ;;", "\(indent)argument)", "\(indent)    case $words[1] in"]
        let deeper = indent + "        "
        for child in children {
            lines.append("\(indent)    \(child.names.joined(separator: "|")))")
            lines += zshNested(
                below: child.path, flags: child.flags, positionals: child.positionals,
                indent: deeper)
            lines.append(deeper + ";;")
        }
        if let first = positionals.first {
            let rest = first.arity.isOpen ? positionals : Array(positionals.dropFirst())
            lines.append("\(indent)    *)")
            lines += zshCall(flags.flatMap(zshSpecs) + zshArguments(rest), indent: deeper)
            lines.append(deeper + ";;")
        }
        return lines + ["\(indent)    esac", "\(indent)    ;;", "\(indent)esac"]
    }

    private func zshCall(
        _ specs: [String], options: String = "-s -S", indent: String
    ) -> [String] {
        let lines = ["\(indent)_arguments \(options) $globals"] + specs.map { indent + "    " + $0 }
        return [lines.joined(separator: " \\\n") + " && ret=0"]
    }

    private func zshArguments(_ positionals: [Positional]) -> [String] {
        positionals.map { zshSpec($0, mark: $0.arity.isOpen ? "*" : "") }
    }

    private func zshSpec(_ positional: Positional, mark: String) -> String {
        shellQuoted("\(mark):\(positional.name):\(zshAction(positional.kind.source))")
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

    private func zshAction(_ source: CandidateSource) -> String {
        switch source {
        case .nothing: " "
        case .files: "_files"
        case .directories: "_files -/"
        case .words(let words): "(" + words.joined(separator: " ") + ")"
        case .commands: function + "_names \"\""
        case .program(let kind): function + "_ask " + kind
        }
    }

    private func plain(_ text: String) -> String { MarkedText(text).plain }

    private func zshEscaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            if "[]:\\".contains(character) { result += "\\" }
            result.append(character)
        }
    }
}
