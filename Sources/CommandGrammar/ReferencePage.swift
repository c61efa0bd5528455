/// The reference page of all commands in Markdown.
package struct ReferencePage: Sendable {
    private let table: CommandTable

    package init(of table: CommandTable) {
        self.table = table
    }

    package func text() -> String {
        var page = "# Commands of \(table.program)\n"
        page += "\n" + MarkdownText.escaped(table.summary) + ".\n"
        for paragraph in table.description { page += "\n" + MarkdownText.escaped(paragraph) + "\n" }
        page += fenced([table.usageLine])
        page += "\n## Options of every command\n\nBefore or after the command's name.\n"
        page += flagTable(table.visibleGlobalFlags)
        for group in table.sharedFlagGroups {
            page += "\n## \(group.title)\n" + flagTable(group.flags)
        }
        if !table.exitStatuses.isEmpty {
            page += "\n## Exit statuses\n" + termTable(table.exitStatuses, title: "Status")
        }
        if !table.environment.isEmpty {
            page += "\n## Environment\n" + termTable(table.environment, title: "Variable")
        }
        if !table.files.isEmpty {
            page += "\n## Known files\n" + termTable(table.files, title: "File")
        }
        for group in table.visibleGroups {
            page += "\n## \(MarkdownText.escaped(group.title))\n"
            for command in group.commands { page += section(command, path: [command.name]) }
        }
        return page
    }

    private func section(_ command: CommandSpec, path: [String]) -> String {
        var page = "\n### \(table.commandLine(of: path))\n"
        page += "\n" + MarkdownText.escaped(command.summary) + "."
        if !command.aliases.isEmpty {
            let names = command.aliases.map(MarkdownText.code)
            page += " Also called " + listed(names, before: "and") + "."
        }
        page += "\n" + fenced(table.usageLines(of: command, path: path))
        for paragraph in command.discussion {
            page += "\n" + MarkdownText.escaped(paragraph) + "\n"
        }
        let arguments = command.positionals.map { Term($0.label, $0.help) }
        if !arguments.isEmpty { page += termTable(arguments, title: "Argument") }
        page += flagTable(command.flags)
        let shared = Set(table.sharedFlagGroups.map(\.title))
        for group in command.groups where !shared.contains(group.title) {
            page += flagTable(group.flags)
        }
        let links = command.groups.map(\.title).filter { shared.contains($0) }.map { title in
            "[\(title)](#\(MarkdownText.anchor(title)))"
        }
        if !links.isEmpty { page += "\nFurther options: " + links.joined(separator: ", ") + ".\n" }
        if !command.exitStatuses.isEmpty {
            page += termTable(command.exitStatuses, title: "Status")
        }
        for example in command.examples {
            page += "\n" + MarkdownText.escaped(example.explanation) + ":\n"
            page += fenced([example.commandLine])
        }
        for child in command.visibleSubcommands {
            page += section(child, path: path + [child.name])
        }
        return page
    }

    private func flagTable(_ flags: [Flag]) -> String {
        let terms = flags.filter { !$0.isHidden }.map { flag in
            let label = String(flag.label.drop { $0 == " " })
            return Term(label, flag.fullHelp)
        }
        return terms.isEmpty ? "" : termTable(terms, title: "Option")
    }

    private func termTable(_ terms: [Term], title: String) -> String {
        var page = "\n| \(title) | Meaning |\n|---|---|\n"
        for term in terms {
            let code = MarkdownText.cell(MarkdownText.code(term.name))
            page += "| \(code) | \(MarkdownText.cell(MarkdownText.escaped(term.meaning))) |\n"
        }
        return page
    }

    private func fenced(_ lines: [String]) -> String {
        "\n```sh\n" + lines.joined(separator: "\n") + "\n```\n"
    }
}
