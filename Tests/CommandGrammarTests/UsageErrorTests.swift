import CommandGrammar
import Testing

struct UsageErrorTests {
    static let cases: [(line: String, message: String)] = [
        ("balence", "no command is called 'balence'; did you mean 'balance'?"),
        ("acc", "no command is called 'acc'; did you mean 'accounts'?"),
        ("xyzzy", "no command is called 'xyzzy'"),
        ("complet", "no command is called 'complet'; did you mean 'completions'?"),
        ("-q", "no command is given"),
        ("help balanc", "no command is called 'balanc'; did you mean 'balance'?"),
        ("help accounts ad", "'bankbook accounts' has no command 'ad'; did you mean 'add'?"),
        ("git snyc", "'bankbook git' has no command 'snyc'; did you mean 'sync'?"),
        ("git", "'bankbook git' needs one of its commands: setup or sync"),
        ("balance --tre", "'bankbook balance' has no option '--tre'; did you mean '--tree'?"),
        (
            "balance --outptu-format csv",
            "'bankbook balance' has no option '--outptu-format'; did you mean '--output-format'?"
        ),
        ("balance --trac", "'bankbook balance' has no option '--trac'; did you mean '--tree'?"),
        (
            "balance -tree",
            "'bankbook balance' has no option '-r' (in '-tree'); did you mean '--tree'?"
        ),
        ("balance -m", "'bankbook balance' has no option '-m'; did you mean '-M'?"),
        ("balance -tz", "'bankbook balance' has no option '-z' (in '-tz')"),
        ("balance --dep 2", "'bankbook balance' has no option '--dep'; did you mean '--depth'?"),
        ("--tree balance", "'--tree' is an option of a command: write it after the command's name"),
        ("--quite balance", "'bankbook' has no option '--quite'; did you mean '--quiet'?"),
        ("accounts --closed show x", "'bankbook accounts show' has no option '--closed'"),
        ("balance --depth", "'--depth' needs a value: '--depth N'"),
        ("balance -p", "'-p' needs a value: '-p PERIOD'"),
        (
            "import --account --drop x f",
            "'--account' needs a value, but '--drop' follows; "
                + "a value that begins with two dashes is written '--account=--drop'"
        ),
        ("balance --tree=yes", "'--tree' takes no value, but 'yes' is given"),
        ("balance --depth two", "'--depth' needs a whole number such as 12, not 'two'"),
        ("balance --depth -2", "'--depth' needs a whole number such as 12, not '-2'"),
        ("balance --depth=", "'--depth' needs a whole number such as 12, not ''"),
        (
            "balance --depth 99999999999999999999",
            "'--depth' needs a whole number such as 12, not '99999999999999999999'"
        ),
        (
            "status -Ojsn",
            "'-O' is text, csv, tsv, json or html, not 'jsn'; did you mean 'json'?"
        ),
        (
            "accounts add x saving",
            "'KIND' is current, savings or card, not 'saving'; did you mean 'savings'?"
        ),
        ("import", "'bankbook import' needs FILE..."),
        ("move a", "'bankbook move' needs DIR"),
        ("status now", "'bankbook status' takes no arguments, but 'now' is given"),
        ("undo a b", "'b' is one argument too many for 'bankbook undo'"),
    ]

    @Test(arguments: cases)
    func `a mistake is named in the user's own words`(_ line: String, _ message: String) {
        let error = #expect(throws: UsageError.self) { try Sample.parse(line) }
        #expect(error?.description == message)
    }

    @Test func `the hint names the command as far as it was understood`() {
        let command = #expect(throws: UsageError.self) { try Sample.parse("accounts add --x") }
        #expect(command?.hint == "try 'bankbook accounts add --help'")
        let program = #expect(throws: UsageError.self) { try Sample.parse("nothing") }
        #expect(program?.hint == "try 'bankbook --help'")
    }

    @Test func `a command refuses what only it can judge in the same words`() throws {
        let invocation = try Sample.invocation("balance -b tomorow acct:")
        let value = invocation.value(of: Sample.begin) ?? ""
        let date = invocation.refusal(
            of: value, for: Sample.begin, "write a date such as 2026-03-01")
        #expect(
            date.description == "'--begin' cannot be 'tomorow': write a date such as 2026-03-01")
        let term = invocation.refusal(of: "acct:", for: Sample.query, "a name follows the colon")
        #expect(term.description == "'QUERY' cannot be 'acct:': a name follows the colon")
        #expect(invocation.refusal("'-W' and '-M' exclude each other").path == ["balance"])
    }

    @Test func `neither hidden options nor hidden commands are suggested`() {
        let option = #expect(throws: UsageError.self) { try Sample.parse("status --trac") }
        #expect(option?.suggestion == nil)
        let command = #expect(throws: UsageError.self) { try Sample.parse("complets") }
        #expect(command?.suggestion != "complete")
    }
}
