import Commands
import Model
import Testing

/// Journals of double entry, taken into a ledger.
struct JournalImportTests {
    private static let journal = """
        2026-11-01 * opening
            assets:bank:giro            500.00 EUR = 500.00 EUR
            assets:house            100,000.00 EUR
            equity:opening

        2026-11-03 * (17) Mercat | food
            expenses:food:dining         30.25 EUR
            expenses:home                 5.00 EUR
            assets:bank:giro

        2026-11-04 * Kiosk
            expenses:fun                  2.00 EUR
            assets:bank:giro

        2026-11-05 * save
            assets:bank:giro           -100.00 EUR = 362.75 EUR
            assets:bank:book            100.00 EUR

        """

    /// A ledger of which two accounts are those of the journal.
    private func ledger() throws -> Harness {
        let harness = try Harness.household()
        for (name, number) in [("main", "assets:bank:giro"), ("savings", "Assets:Bank:Book")] {
            let run = harness.run("accounts", "set", name, "number=\(number)")
            #expect(run.status == 0, "\(run.errors)")
        }
        try harness.write("../my.journal", JournalImportTests.journal)
        return harness
    }

    private func lines(_ harness: Harness, _ account: String) -> [String] {
        (harness.read("transactions/\(account)/2026.txt") ?? "").split(separator: "\n").map {
            $0.split(separator: " ").filter { !$0.hasPrefix("id:") && !$0.hasPrefix("pair:") }
                .joined(separator: " ")
        }
    }

    @Test func `the accounts that the ledger has come in, with categories, splits and transfers`()
        throws
    {
        let harness = try ledger()
        let run = harness.run("import", "../my.journal")
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.errors.contains(
                "hint: 1 row of accounts that the ledger does not have: assets:house"),
            "\(run.errors)")
        #expect(
            lines(harness, "main") == [
                "2026-11-01 | 500.00 EUR | | opening | balance:500.00",
                "2026-11-03 | -35.25 EUR | food/dining 30.25, home 5.00 | Mercat food | auto:category.\(AutoCheck.word(for: "food/dining 30.25, home 5.00"))",
                "2026-11-04 | -2.00 EUR | fun | Kiosk | auto:category.\(AutoCheck.word(for: "fun"))",
                "2026-11-05 | -100.00 EUR | =savings | save | balance:362.75 auto:category.\(AutoCheck.word(for: "=savings"))",
            ])
        #expect(
            lines(harness, "savings") == [
                "2026-11-05 | 100.00 EUR | =main | save | auto:category.\(AutoCheck.word(for: "=main"))"
            ])
        let before = harness.snapshot()
        #expect(harness.run("import", "../my.journal").status == 0)
        #expect(harness.snapshot() == before)
        #expect(harness.run("derive", "--check").status == 0)
        #expect(harness.run("rules", "run").status == 0)
        #expect(harness.snapshot() == before)
    }

    @Test func `what the file said of a split is taken back whole`() throws {
        let harness = try ledger()
        let empty = lines(harness, "main")
        #expect(harness.run("import", "../my.journal").status == 0)
        let digest = try #require(
            harness.run("log").output.split(separator: "\n").last?.split(separator: " ").dropFirst()
                .first)
        let run = harness.run("import", "--undo", String(digest))
        #expect(run.status == 0, "\(run.errors)")
        #expect(lines(harness, "main") == empty)
    }

    @Test func `a rule goes before the file's split, and a person before both`() throws {
        let harness = try ledger()
        try harness.write("rules.txt", "desc:mercat | category=fun\n")
        try harness.write(
            "transactions/main/2026.txt", "2026-11-04 | -2.00 EUR | home | Kiosk\n")
        #expect(harness.run("import", "../my.journal").status == 0)
        let found = lines(harness, "main")
        #expect(found.contains { $0.contains("| fun | Mercat food |") }, "\(found)")
        #expect(found.contains { $0.contains("| home | Kiosk") }, "\(found)")
        #expect(found.filter { $0.contains("Kiosk") }.count == 1)
    }

    @Test func `a split that a person changed is theirs`() throws {
        let harness = try ledger()
        #expect(harness.run("import", "../my.journal").status == 0)
        let text = try #require(harness.read("transactions/main/2026.txt"))
        try harness.write(
            "transactions/main/2026.txt",
            text.replacing("food/dining 30.25, home 5.00", with: "food/dining 20.25, home 15.00"))
        try harness.write("rules.txt", "desc:mercat | category=fun\n")
        #expect(harness.run("rules", "run").status == 0)
        #expect(lines(harness, "main").contains { $0.contains("food/dining 20.25, home 15.00") })
    }

    @Test func `an account of which nothing is known is asked for`() throws {
        let harness = try Harness.household()
        try harness.write("../my.journal", JournalImportTests.journal)
        let before = harness.snapshot()
        let run = harness.run("import", "../my.journal")
        #expect(run.status == 4)
        #expect(
            run.errors.contains("bankbook accounts set cash number='assets:bank:giro'"),
            "\(run.errors)")
        #expect(harness.snapshot() == before)
    }

    @Test func `included files are read with it, and named in errors`() throws {
        let harness = try ledger()
        try harness.write("../main.journal", "include parts/*.journal\ninclude rest/last.journal\n")
        try harness.write("../parts/a.journal", "D 1.00 EUR\n")
        try harness.write("../parts/b.journal", "2026-11-01 x\n  assets:bank:giro  5\n  equity\n")
        try harness.write(
            "../rest/last.journal", "\n2026-11-02 y\n  assets:bank:giro  7\n  equity\n")
        let run = harness.run("import", "../main.journal")
        #expect(run.status == 0, "\(run.errors)")
        #expect(lines(harness, "main").count == 2)
        let before = harness.snapshot()
        #expect(harness.run("import", "../main.journal").status == 0)
        #expect(harness.snapshot() == before)

        try harness.write(
            "../rest/last.journal", "\n2026-11-02 y\n  assets:bank:giro  seven\n  equity\n")
        let broken = harness.run("import", "../main.journal")
        #expect(broken.status == 3)
        #expect(
            broken.errors.contains("../rest/last.journal:3: error: an amount without a number"),
            "\(broken.errors)")
        #expect(harness.snapshot() == before)
        try harness.write("../main.journal", "include ../nowhere.journal\n")
        let missing = harness.run("import", "../main.journal")
        #expect(
            missing.errors.contains(
                "../main.journal:1: error: another file is included that cannot be read: “../nowhere.journal”"
            ), "\(missing.errors)")
    }

    @Test func `a split in more decimals than money has is none, and the row stays`() throws {
        let harness = try ledger()
        try harness.write(
            "../my.journal",
            "2026-11-03 x\n  assets:bank:giro  -10.00 EUR\n  expenses:food  3.333 EUR\n  expenses:home  6.667 EUR\n"
        )
        let run = harness.run("import", "../my.journal")
        #expect(run.status == 0, "\(run.errors)")
        #expect(lines(harness, "main") == ["2026-11-03 | -10.00 EUR | | x |"])
    }

    @Test func `names of accounts are compared whole, and patterns reach into folders`() throws {
        let harness = try ledger()
        try harness.write("../main.journal", "include a/**/*.journal ; all of them\n")
        try harness.write(
            "../a/b/one.journal", "2026-11-01 x\n  assets:bank:giro  5 EUR\n  equity:a\n")
        try harness.write(
            "../a/two.journal", "2026-11-02 y\n  assets:bank:gi-ro  7 EUR\n  equity:a\n")
        let run = harness.run("import", "../main.journal")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("assets:bank:gi-ro"), "\(run.errors)")
        #expect(lines(harness, "main").count == 1)
    }
}
