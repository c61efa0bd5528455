/// One man page for the whole program, in the `man` macros that groff and mandoc read.
package struct ManPage: Sendable {
    private let table: CommandTable
    private let date: String

    /// - Parameter date: the day of the release, such as `2026-11-24`; the page shows it.
    package init(of table: CommandTable, date: String) {
        self.table = table
        self.date = date
    }

    /// The page's source, for a file such as `bankbook.1`.
    package func text() -> String {
        var page = RoffPage()
        page.request(
            "TH", table.program.uppercased(), "1", date, table.program + " " + table.version,
            "User Commands")
        page.request("SH", "NAME")
        page.text(table.program + " \\- " + RoffText.escaped(lowercasedFirst(table.summary)))
        page.request("SH", "SYNOPSIS")
        page.text(synopsis(table.usageLine))
        addParagraphs(
            table.description.isEmpty ? [table.summary + "."] : table.description,
            under: "DESCRIPTION", to: &page)
        page.request("SH", "COMMANDS")
        for (path, command) in table.visiblePaths { add(command, path: path, to: &page) }
        page.request("SH", "OPTIONS")
        page.request("SS", "Options of every command")
        addFlags(table.visibleGlobalFlags, to: &page)
        for group in table.sharedFlagGroups {
            page.request("SS", group.title)
            addFlags(group.flags, to: &page)
        }
        addTerms(table.exitStatuses, under: "EXIT STATUS", to: &page)
        addTerms(table.environment, under: "ENVIRONMENT", to: &page)
        addTerms(table.files, under: "FILES", to: &page)
        if !table.examples.isEmpty { page.request("SH", "EXAMPLES") }
        addExamples(table.examples, to: &page)
        return page.source
    }

    private func add(_ command: CommandSpec, path: [String], to page: inout RoffPage) {
        page.request("SS", table.commandLine(of: path))
        for line in table.usageLines(of: command, path: path) {
            page.text(synopsis(line))
            page.request("br")
        }
        page.flow(command.summary + "." + also(command))
        for paragraph in command.discussion {
            page.request("PP")
            page.flow(paragraph)
        }
        for positional in command.positionals {
            page.request("TP")
            page.text(RoffText.italic(positional.label))
            page.flow(positional.help)
        }
        addFlags(command.flags, to: &page)
        let shared = Set(table.sharedFlagGroups.map(\.title))
        for group in command.groups where !shared.contains(group.title) {
            addFlags(group.flags, to: &page)
        }
        let titles = command.groups.map(\.title).filter { shared.contains($0) }
        if !titles.isEmpty {
            page.request("PP")
            page.flow("See also: " + titles.joined(separator: ", ") + ", under OPTIONS.")
        }
        for status in command.exitStatuses {
            page.request("TP")
            page.text("Exit status " + RoffText.bold(status.name))
            page.flow(status.meaning)
        }
        addExamples(command.examples, to: &page)
    }

    private func also(_ command: CommandSpec) -> String {
        guard !command.aliases.isEmpty else { return "" }
        return " Also called " + listed(command.aliases.map { "`\($0)`" }, before: "and") + "."
    }

    private func addFlags(_ flags: [Flag], to page: inout RoffPage) {
        for flag in flags where !flag.isHidden {
            var label = flag.short.map { RoffText.bold("-\($0)") + ", " } ?? ""
            label += RoffText.bold(flag.longLabel)
            if let placeholder = flag.placeholder { label += " " + RoffText.italic(placeholder) }
            page.request("TP")
            page.text(label)
            page.flow(flag.fullHelp)
        }
    }

    private func addExamples(_ examples: [Example], to page: inout RoffPage) {
        for example in examples {
            page.request("TP")
            page.text(RoffText.bold(example.commandLine))
            page.flow(example.explanation)
        }
    }

    private func addTerms(_ terms: [Term], under title: String, to page: inout RoffPage) {
        guard !terms.isEmpty else { return }
        page.request("SH", title)
        for term in terms {
            page.request("TP")
            page.text(RoffText.bold(term.name))
            page.flow(term.meaning)
        }
    }

    private func addParagraphs(
        _ paragraphs: [String], under title: String, to page: inout RoffPage
    ) {
        page.request("SH", title)
        for (index, paragraph) in paragraphs.enumerated() {
            if index > 0 { page.request("PP") }
            page.flow(paragraph)
        }
    }

    /// The words of the command in bold, its placeholders in italics.
    private func synopsis(_ usage: String) -> String {
        usage.split(separator: " ").map { word in
            let isPlaceholder = word.contains { $0.isUppercase } || word.hasPrefix("[")
            return isPlaceholder ? RoffText.italic(String(word)) : RoffText.bold(String(word))
        }.joined(separator: " ")
    }

    private func lowercasedFirst(_ text: String) -> String {
        text.prefix(1).lowercased() + text.dropFirst()
    }
}

/// Source text of a man page, one request or line of text after the other.
private struct RoffPage {
    private(set) var source = ""

    mutating func request(_ name: String, _ arguments: String...) {
        source += "." + name
        for argument in arguments {
            let isPlain = !argument.isEmpty && !argument.contains(" ")
            let escaped = RoffText.escaped(argument)
            source += isPlain ? " " + escaped : " \"" + escaped + "\""
        }
        source += "\n"
    }

    /// A line that is escaped already.
    mutating func text(_ line: String) { source += RoffText.guarded(line) + "\n" }

    /// Running text, escaped and wrapped.
    mutating func flow(_ text: String) {
        for line in RoffText.lines(text) { source += line + "\n" }
    }
}
