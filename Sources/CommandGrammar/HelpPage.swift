/// Help for a terminal, without colour.
package struct HelpPage: Sendable {
    private let table: CommandTable
    private let width: Int

    /// - Parameter width: the columns of the terminal; fewer than 40 count as 40.
    package init(of table: CommandTable, width: Int = 80) {
        self.table = table
        self.width = width
    }

    /// The page of a command, of the program where the path is empty or leads nowhere.
    package func text(for path: [String]) -> String {
        table.command(at: path).map { commandPage($0, path: path) } ?? programPage()
    }

    private func programPage() -> String {
        var page = TextPage(width: width)
        page.paragraph(table.summary)
        page.paragraph("Usage: " + table.usageLine)
        let groups = table.visibleGroups.map { group in
            (title: group.title, rows: group.commands.map(Self.row))
        }
        let column = TextPage.column(for: groups.flatMap(\.rows))
        for group in groups {
            page.heading(group.title)
            page.rows(group.rows, column: column)
        }
        let options = table.visibleGlobalFlags.map(Self.row)
        page.heading("Options of every command")
        page.rows(options, column: TextPage.column(for: options))
        addExamples(table.examples, to: &page)
        page.paragraph("`\(table.program) help COMMAND` explains a command.")
        return page.text
    }

    private func commandPage(_ command: CommandSpec, path: [String]) -> String {
        var page = TextPage(width: width)
        page.paragraph(command.summary)
        page.heading("Usage")
        for line in table.usageLines(of: command, path: path) { page.lines(line, indent: 2) }
        if !command.aliases.isEmpty {
            page.paragraph("Also called " + listed(command.aliases, before: "and"))
        }
        for paragraph in command.discussion { page.paragraph(paragraph) }

        var sections: [(title: String, rows: [TextPage.Row])] = [
            ("Arguments", command.positionals.map { ($0.label, $0.help) }),
            ("Commands", command.visibleSubcommands.map(Self.row)),
            ("Options", command.flags.filter { !$0.isHidden }.map(Self.row)),
        ]
        for group in command.groups {
            sections.append((group.title, group.flags.filter { !$0.isHidden }.map(Self.row)))
        }
        sections.append(("Exit status", command.exitStatuses.map { ($0.name, $0.meaning) }))
        let column = TextPage.column(for: sections.flatMap(\.rows))
        for section in sections where !section.rows.isEmpty {
            page.heading(section.title)
            page.rows(section.rows, column: column)
        }
        page.heading("Options of every command")
        page.list(table.visibleGlobalFlags.map(\.shortestLabel), indent: 2)
        addExamples(command.examples, to: &page)
        return page.text
    }

    private func addExamples(_ examples: [Example], to page: inout TextPage) {
        guard !examples.isEmpty else { return }
        page.heading("Examples")
        for example in examples {
            page.verbatim("  " + example.commandLine)
            page.lines(example.explanation, indent: 6)
        }
    }

    private static func row(_ command: CommandSpec) -> TextPage.Row {
        (([command.name] + command.aliases).joined(separator: ", "), command.summary)
    }

    private static func row(_ flag: Flag) -> TextPage.Row { (flag.label, flag.fullHelp) }
}
