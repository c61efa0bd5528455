import CommandGrammar
import Testing

struct CommandTableTests {
    @Test func `the sample table has no problems`() {
        #expect(Sample.table.problems == [])
    }

    private func problems(of commands: CommandSpec..., flags: [Flag] = []) -> [String] {
        CommandTable(
            program: "p", version: "1", summary: "Try", globalFlags: flags,
            groups: [CommandGroup("All", commands)]
        ).problems
    }

    @Test(arguments: [
        ("Shows lines", "the summary of 'p x' is not imperative: 'Shows'"),
        ("Showing lines", "the summary of 'p x' is not imperative: 'Showing'"),
        ("Show lines.", "the help of 'p x' ends in a full stop"),
        ("show lines", "the help of 'p x' begins with a small letter"),
        ("", "'p x' has no help"),
    ])
    func `a summary is imperative and one clause`(_ summary: String, _ problem: String) {
        #expect(problems(of: CommandSpec("x", summary: summary)) == [problem])
        #expect(problems(of: CommandSpec("x", summary: "Bring all lines")) == [])
        #expect(problems(of: CommandSpec("x", summary: "Discuss lines")) == [])
    }

    @Test func `names are unique among commands, and options with those of the program`() {
        let twice = problems(
            of: CommandSpec("x", aliases: ["y"], summary: "Try"), CommandSpec("y", summary: "Try"))
        #expect(twice == ["'p' has two commands 'y'"])
        let clash = Flag("other", short: "a", help: "Other")
        let same = Flag("all", help: "All")
        let command = CommandSpec("x", summary: "Try", flags: [clash, same])
        let found = problems(of: command, flags: [Flag("all", short: "a", help: "All")])
        #expect(found == ["'p x' has '--all' twice", "'p x' has '-a' twice"])
        #expect(problems(of: CommandSpec("X_", summary: "Try")).count == 1)
    }

    @Test func `examples are parsed, groups of one title are one group`() {
        let example = Example("p x --nothing | wc", "No")
        let wrong = problems(of: CommandSpec("x", summary: "Try", examples: [example]))
        #expect(
            wrong == ["the example 'p x --nothing | wc' fails: 'p x' has no option '--nothing'"])
        let left = FlagGroup("Same", [Flag("l", help: "Left")])
        let right = FlagGroup("Same", [Flag("r", help: "Right")])
        let found = problems(
            of: CommandSpec("x", summary: "Try", groups: [left]),
            CommandSpec("y", summary: "Try", groups: [right]))
        #expect(found == ["two groups of options are called 'Same'"])
    }

    @Test func `arguments and backquotes are well formed`() {
        let open = [
            Positional("A", .file, .many, help: "A"), Positional("A", .file, .oneOrMore, help: "A"),
        ]
        let found = problems(
            of: CommandSpec(
                "x", summary: "Try", discussion: ["an `odd one"], positionals: open,
                needsSubcommand: true))
        #expect(found.count == 4)
    }

    @Test func `a path of names or aliases leads to its command`() {
        #expect(Sample.table.command(at: ["accounts", "new"])?.name == "add")
        #expect(Sample.table.command(at: ["accounts", "old"]) == nil)
        #expect(Sample.table.command(at: []) == nil)
    }
}
