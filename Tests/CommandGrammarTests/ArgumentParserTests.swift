import CommandGrammar
import Testing

struct ArgumentParserTests {
    @Test(arguments: [
        "balance --depth 2 -b 2026-01-01 -t acct:main amt:>5",
        "balance --depth=2 -b2026-01-01 -t acct:main amt:>5",
        "bal acct:main -tb 2026-01-01 amt:>5 --depth 2",
        "bal -tb2026-01-01 --depth=2 -- acct:main amt:>5",
        "bal acct:main --depth 9 --depth 2 -t -b 2026-01-01 amt:>5",
    ])
    func `one command line has many forms`(_ line: String) throws {
        let invocation = try Sample.invocation(line)
        #expect(invocation.path == ["balance"])
        #expect(invocation.count(of: Sample.depth) == 2)
        #expect(invocation.value(of: Sample.begin) == "2026-01-01")
        #expect(invocation.isSet(Sample.tree))
        #expect(!invocation.isSet(Sample.monthly))
        #expect(invocation.values(of: Sample.query) == ["acct:main", "amt:>5"])
    }

    @Test(arguments: ["-O json status", "status -Ojson", "-Ocsv -O json status", "-nO json status"])
    func `options of the program stand before or after the command`(_ line: String) throws {
        enum Format: String { case text, json }
        let invocation = try Sample.invocation(line)
        let format: Format? = invocation.choice(of: Sample.format)
        #expect(format == .json)
        #expect(invocation.isSet(Sample.dryRun) == line.hasPrefix("-n"))
    }

    @Test func `the last value counts, and all values of a repeatable option`() throws {
        let last = try Sample.invocation("balance -O csv -O json -W -M")
        #expect(last.value(of: Sample.format) == "json")
        let interval = last.last(of: [Sample.weekly, Sample.monthly])
        #expect(interval == Sample.monthly)
        let all = try Sample.invocation("import a --drop x --drop=y")
        #expect(all.values(of: Sample.drop) == ["x", "y"])
    }

    @Test func `negative numbers, a single dash and all after two dashes are arguments`() throws {
        let invocation = try Sample.invocation("balance -45.20 - -.5 -- -t --depth")
        let expected = ["-45.20", "-", "-.5", "-t", "--depth"]
        #expect(invocation.values(of: Sample.query) == expected)
    }

    @Test func `a value may begin with a dash, be empty, or hold an equals sign`() throws {
        #expect(try Sample.invocation("balance --sort -date").value(of: Sample.sort) == "-date")
        #expect(try Sample.invocation("balance --sort=--x").value(of: Sample.sort) == "--x")
        #expect(try Sample.invocation("import --account= f").value(of: Sample.intoAccount) == "")
        #expect(try Sample.invocation("import --drop=a=b f").value(of: Sample.drop) == "a=b")
        #expect(try Sample.invocation("status -o -").value(of: Sample.output) == "-")
    }

    @Test func `a command with subcommands is a command itself`() throws {
        let bare = try Sample.invocation("accounts --closed main")
        #expect(bare.path == ["accounts"])
        #expect(bare.values(of: Sample.query) == ["main"])
        #expect(try Sample.invocation("accounts -- add").values(of: Sample.query) == ["add"])
        #expect(try Sample.invocation("accounts main add").path == ["accounts"])
        let add = try Sample.invocation("-q accounts new -n savings --title Rainy card")
        #expect(add.path == ["accounts", "add"])
        #expect(add.value(of: Sample.name) == "savings")
        #expect(add.value(of: Sample.kind) == "card")
        #expect(add.value(of: Sample.title) == "Rainy")
        #expect(add.isSet(Sample.quiet) && add.isSet(Sample.dryRun))
    }

    @Test func `required arguments get their words before open ones`() throws {
        let move = try Sample.invocation("move a b c")
        let positionals = Sample.move.positionals
        #expect(positionals.map { move.values(of: $0) } == [["a", "b"], ["c"]])
        let undo = try Sample.invocation("undo")
        #expect(undo.value(of: Sample.undo.positionals[0]) == nil)
    }

    @Test(arguments: [
        ("", "help:"), ("--help", "help:"), ("-h", "help:"), ("help", "help:"),
        ("help bal", "help:balance"), ("help accounts new", "help:accounts add"),
        ("balance --help", "help:balance"), ("bal -th", "help:balance"),
        ("accounts add -h", "help:accounts add"), ("help --help", "help:help"),
        ("balance --nonsense --help", "help:balance"), ("import --help", "help:import"),
        ("git -h", "help:git"), ("import --account --help", "help:import"),
        ("--version", "version"), ("balance --version", "version"), ("-q --help", "help:"),
        ("accounts -- --help", "run:accounts"),
    ])
    func `help and version are recognised anywhere`(_ line: String, _ expected: String) throws {
        let found =
            switch try Sample.parse(line) {
            case .help(let path): "help:" + path.joined(separator: " ")
            case .run(let invocation): "run:" + invocation.path.joined(separator: " ")
            case .version: "version"
            }
        #expect(found == expected)
    }

    @Test func `every word is kept for any order of options and arguments`() throws {
        let pieces = [["-t"], ["--depth", "3"], ["a"], ["b"], ["-n"], ["-b", "x"]]
        for first in pieces.indices {
            let rotated = Array(pieces[first...] + pieces[..<first]).flatMap { $0 }
            let line = (["balance"] + rotated).joined(separator: " ")
            let invocation = try Sample.invocation(line)
            #expect(Set(invocation.values(of: Sample.query)) == ["a", "b"])
            #expect(invocation.count(of: Sample.depth) == 3)
            #expect(invocation.isSet(Sample.tree) && invocation.isSet(Sample.dryRun))
        }
    }
}
