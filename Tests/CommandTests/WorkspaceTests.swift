import Foundation
import Testing

/// Ledgers by name, one and several.
struct WorkspaceTests {
    /// The household and a firm beside it, with names.
    private static func harness() throws -> Harness {
        let harness = try Harness.household()
        try harness.write(
            "transactions/main/2026.txt",
            "2026-11-02 | 900.00 EUR | income/salary | Pay | id:aaaaaaaaa1 pair:fffffffff1\n")
        let firm = harness.folder + "/firm"
        #expect(harness.run("init", firm, at: harness.folder).status == 0)
        harness.run(
            "-C", firm, "accounts", "add", "business", "--opening", "5000.00",
            "--opening-date", "2026-10-31")
        try harness.write(
            "../firm/transactions/business/2026.txt",
            """
            2026-11-02 | -900.00 EUR | business/wages | Pay | id:fffffffff1 pair:aaaaaaaaa1
            2026-11-12 | 2400.00 EUR | business/sales | Invoice 14 | id:fffffffff2

            """)
        #expect(harness.run("workspaces", "add", "home").output == "home: added\n")
        #expect(harness.run("workspaces", "add", "firm", firm).output == "firm: added\n")
        return harness
    }

    @Test func `a name stands for a ledger from any folder`() throws {
        let harness = try WorkspaceTests.harness()
        let run = harness.run("-w", "firm", "list", "cat:business/sales", at: harness.folder)
        #expect(run.output.contains("Invoice 14") && run.status == 0 && run.errors == "")
        let listed = harness.run("workspaces", "-O", "csv", at: harness.folder).output
        #expect(listed.contains("home,") && listed.contains("firm,"))
        let kept = try String(
            contentsOfFile: harness.folder + "/config/bankbook/workspaces.json", encoding: .utf8)
        #expect(kept.contains("\"firm\": \"") && kept.hasSuffix("}\n"))
        #expect(
            harness.run("complete", "workspace", "--", "h", at: harness.folder).output == "home\n")
        #expect(harness.run("workspaces", "remove", "firm").status == 0)
        #expect(harness.run("-w", "firm", "list").status == 3)
    }

    @Test func `nothing is written in a dry run`() throws {
        let harness = try WorkspaceTests.harness()
        let run = harness.run("workspaces", "remove", "firm", "-n")
        #expect(run.output == "firm: removed; its ledger stays as it is (not written)\n")
        #expect(harness.run("-w", "firm", "list").status == 0)
    }

    @Test func `wrong names are told with the way out`() throws {
        let harness = try WorkspaceTests.harness()
        let cases: [([String], String, Int32)] = [
            (["-w", "frm", "list"], "did you mean firm?", 3),
            (["-w", "home,firm", "list"], "“list” is about one ledger", 2),
            (["-w", "home,firm", "add", "-3", "x"], "“add” is about one ledger", 2),
            (["-w", "home", "-C", ".", "list"], "leave one out", 2),
            (["-w", "home,home", "balance"], "home twice: that is one ledger", 3),
            (["-w", "home,", "balance"], "several with commas between", 2),
            (["workspaces", "add", "My Firm", "."], "use a-z, 0-9 and -", 2),
            (["workspaces", "add", "x", "/nowhere"], "no ledger", 3),
            (["workspaces", "remove", "frm"], "did you mean firm?", 3),
        ]
        for (words, message, status) in cases {
            let run = harness.run(words)
            #expect(run.status == status, "\(words)")
            #expect(run.errors.contains(message), "\(words): \(run.errors)")
            #expect(run.output == "", "\(words)")
        }
        try FileManager.default.removeItem(atPath: harness.folder + "/firm")
        let gone = harness.run("-w", "firm", "balance")
        #expect(gone.errors.contains("is not there") && gone.errors.contains("workspaces add firm"))
        #expect(harness.run("workspaces").output.contains("is not there"))
        try harness.write("../config/bankbook/workspaces.json", "{\"workspaces\": {\"a\": 3}}\n")
        let broken = harness.run("-w", "a", "balance")
        #expect(broken.status == 1 && broken.errors.contains("workspaces.json:1:"))
    }

    @Test func `several ledgers leave out what moved between them`() throws {
        let harness = try WorkspaceTests.harness()
        let run = harness.run(
            "-w", "home,firm", "report", "income-statement", "-p", "2026-11", "--flat")
        #expect(
            run.output == """
                Income statement, 2026-11-01 to 2026-11-30
                             income
                2400.00 EUR    business/sales
                2400.00 EUR  total

                             expense
                       0 EUR  total

                2400.00 EUR  net

                """ || run.output.contains("2400.00 EUR  net"))
        #expect(!run.output.contains("wages") && !run.output.contains("salary"))
        let all = harness.run(
            "-w", "home,firm", "balance", "--by", "direction", "--transfers", "-p", "2026-11")
        #expect(all.output.contains("3300.00 EUR  in") && all.output.contains("-900.00 EUR  out"))
        let accounts = harness.run("-w", "firm,home", "balance", "acct:firm:*", "-O", "csv")
        #expect(
            accounts.output == "name,depth,kind,currency,amount\nfirm:business,1,,EUR,6500.00\n")
    }

    @Test func `a line that names another ledger's is no finding`() throws {
        let harness = try WorkspaceTests.harness()
        #expect(!harness.run("check").errors.contains("[pair"))
        try harness.write(
            "transactions/savings/2026.txt",
            "2026-11-02 | 900.00 EUR | =main | Pay | id:bbbbbbbbb1 pair:fffffffff1\n")
        #expect(harness.run("check").errors.contains("[pair.unknown]"))
    }

    @Test func `findings of several ledgers tell whose file is meant`() throws {
        let harness = try WorkspaceTests.harness()
        try harness.write("../firm/transactions/business/2027.txt", "2027-01-02 | x |\n")
        for words in [["report", "is"], ["balance"]] {
            let run = harness.run(["-w", "home,firm"] + words)
            #expect(run.status == 1)
            #expect(run.errors.contains("firm:transactions/business/2027.txt:1:"), "\(run.errors)")
        }
    }

    @Test func `a dashboard looks at the workspaces that it names`() throws {
        let harness = try WorkspaceTests.harness()
        try harness.write(
            "dashboards/all.json",
            """
            {
              "uid": "al1000bdsh", "title": "All", "ledgers": ["home", "firm"], "period": "2026-11",
              "blocks": [
                {"type": "balances"}, {"type": "number", "by": "direction"},
                {"type": "list", "limit": 2, "span": 2}, {"type": "alerts"}, {"type": "budget"}
              ]
            }

            """)
        try harness.write(
            "../firm/budgets/plan.txt", "business/wages | 500.00 EUR | monthly | id:ppppppppp1\n")
        let run = harness.run("dashboard", "all")
        #expect(run.status == 0 && run.errors == "")
        for text in [
            "All · home, firm", "firm:business", "home:main", "2400.00 EUR",
            "business/wages (firm:plan) is", "Invoice 14",
        ] { #expect(run.output.contains(text), "\(text) in \(run.output)") }
        let json = harness.run("dashboard", "all", "-O", "json").output
        #expect(json.contains("\"account\":\"firm:business\""))
        #expect(json.contains("\"budget\":\"firm:plan\""))
        harness.run("workspaces", "remove", "firm")
        let gone = harness.run("dashboard", "all")
        #expect(gone.status == 3 && gone.errors.contains("there is no workspace “firm”"))
    }
}
