import CommandGrammar
import Foundation
import Testing

struct PageTests {
    private let help = HelpPage(of: Sample.table)

    @Test func `help of a command is a page in reading order`() {
        let expected = """
            Add an account

            Usage
              bankbook accounts add [OPTIONS] NAME [KIND]

            Also called new

            Arguments
              NAME              The new account's name
              [KIND]            What it is

            Options
                  --title TEXT  The name that people read

            Options of every command
              -C DIR, -w NAME, --today DATE, -O FORMAT, -o FILE, -n, -q,
              --color auto|always|never, -h, --version

            Examples
              bankbook accounts add savings savings
                  A savings account

            """
        #expect(help.text(for: ["accounts", "add"]) == expected)
    }

    @Test func `help of the program names every command that is not hidden, in its group`() {
        let page = help.text(for: [])
        #expect(page.hasPrefix("Keep bank accounts in a folder of text files\n\nUsage: bankbook "))
        #expect(
            page.contains("\nLook\n  balance, bal   Show the balance of accounts or categories\n"))
        #expect(
            page.contains("\n  -n, --dry-run           Show what would change, write nothing\n"))
        #expect(!page.contains("complete ") && !page.contains("--trace"))
        #expect(page.hasSuffix("\n'bankbook help COMMAND' explains a command.\n"))
    }

    @Test(arguments: [40, 60, 80, 120])
    func `no line but an example is wider than the terminal`(_ width: Int) {
        let help = HelpPage(of: Sample.table, width: width)
        let paths: [[String]] = [[], ["balance"], ["accounts"], ["accounts", "set"], ["git"]]
        for path in paths {
            let lines = help.text(for: path).split(separator: "\n").map(String.init)
            let wide = lines.filter { $0.count > width && !$0.hasPrefix("  bankbook ") }
            #expect(wide == [])
        }
    }

    @Test func `options of a group stand under its title, with the words of a choice`() {
        let page = help.text(for: ["register"])
        #expect(page.contains("\nQuery options\n  -b, --begin DATE "))
        #expect(page.contains("--sort FIELD     Sort by FIELD (date or amount)\n"))
        #expect(help.text(for: ["import"]).contains("Leave out a column; may be repeated\n"))
        #expect(help.text(for: ["git"]).contains("Usage\n  bankbook git COMMAND [ARGUMENTS]\n"))
    }

    @Test func `the reference page explains shared options once and escapes Markdown`() {
        let page = ReferencePage(of: Sample.table).text()
        #expect(page.components(separatedBy: "`-b, --begin DATE`").count == 2)
        #expect(page.components(separatedBy: "[Query options](#query-options)").count == 3)
        #expect(page.contains("\n## Query options\n"))
        #expect(page.contains("| `--color auto\\|always\\|never` | Colour the answer |\n"))
        #expect(
            page.contains("\n### bankbook accounts add\n\nAdd an account. Also called `new`.\n"))
        let table = Self.table(saying: "a_b <c> *d* [e] | `f|g`")
        let odd = ReferencePage(of: table).text()
        #expect(odd.contains("\\*d\\*"))
        #expect(odd.contains("| a\\_b \\<c\\> \\*d\\* \\[e\\] \\| `f\\|g` |"))
    }

    private static func table(saying text: String) -> CommandTable {
        let flag = Flag("odd", short: "o", takes: .choice(["it's", "b\\c"]), help: text)
        let odd = CommandSpec(
            "odd", summary: "Try what is odd", discussion: [text],
            positionals: [Positional("WORD", .text, help: text)], flags: [flag])
        return CommandTable(
            program: "odd", version: "1", summary: "Try odd words", description: [text],
            globalFlags: [], groups: [CommandGroup("Odd", [odd])], files: [Term(".odd", text)])
    }

    private static let odd = [
        ".TH is no request", "'br is none either", "back\\slash \\n `--dash-ed \\f`",
        "a \"quoted\" ~^",
        "señor, 10 €, 🏦", String(repeating: "word .dot 'tick ", count: 20),
    ]

    @Test(
        .enabled(if: ShellLab.installed("mandoc") != nil, "mandoc is not installed"),
        arguments: [nil] + odd.map(Optional.some))
    func `mandoc has nothing to say about the man page`(_ text: String?) throws {
        let table = text.map { Self.table(saying: $0) } ?? Sample.table
        let page = ManPage(of: table, date: "2026-11-24").text()
        #expect(try Self.filter(page, "mandoc", ["-T", "lint", "-W", "warning"]) == "")
        #expect(try Self.filter(page, "mandoc", ["-T", "utf8"]).contains("User Commands"))
    }

    @Test(
        .enabled(if: ShellLab.installed("groff") != nil, "groff is not installed"),
        arguments: odd)
    func `the man page prints every text as it is`(_ text: String) throws {
        let page = ManPage(of: Self.table(saying: text), date: "2026-11-24").text()
        let arguments = ["-man", "-T", "utf8", "-P", "-cbou", "-r", "LL=400n", "-ww"]
        let printed = try Self.filter(page, "groff", arguments)
        let words = printed.split { $0.isWhitespace }.joined(separator: " ")
        let expected = text.replacing("`", with: "").split(separator: " ").joined(separator: " ")
        #expect(words.components(separatedBy: expected).count == 6)
    }

    /// What a program prints, complaints included, for `text` on its standard input.
    private static func filter(_ text: String, _ name: String, _ arguments: [String]) throws
        -> String
    {
        let lab = try ShellLab(.bash)
        try lab.write(text, to: "page")
        return try lab.run(["-c", #"exec 2>&1; "$@" <page"#, "bash", name] + arguments)
            .joined(separator: "\n")
    }
}
