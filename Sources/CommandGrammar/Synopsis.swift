extension Flag {
    /// `-d, --depth N`, indented where there is no short name so that long names line up.
    var label: String {
        var label = short.map { "-\($0), " } ?? "    "
        label += longLabel
        if let placeholder { label += " " + placeholder }
        return label
    }

    /// The shortest way to write the option: `-C DIR`, `--today DATE`.
    var shortestLabel: String {
        let name = short.map { "-\($0)" } ?? longLabel
        return placeholder.map { name + " " + $0 } ?? name
    }
}

extension CommandTable {
    /// The ways to write a command, one a line: by itself, and with a subcommand.
    func usageLines(of command: CommandSpec, path: [String]) -> [String] {
        let name = commandLine(of: path)
        var lines: [String] = []
        if !command.needsSubcommand {
            var line = name + " [OPTIONS]"
            for positional in command.positionals { line += " " + positional.label }
            lines.append(line)
        }
        if !command.visibleSubcommands.isEmpty { lines.append(name + " COMMAND [ARGUMENTS]") }
        return lines
    }

    var usageLine: String { program + " [OPTIONS] COMMAND [ARGUMENTS]" }
}
