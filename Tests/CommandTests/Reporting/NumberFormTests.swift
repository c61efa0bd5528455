import Commands
import Testing

/// The preference `number_format`: on terminals, and nowhere else.
struct NumberFormTests {
    private static func harness(_ sample: String = "1.234,56") throws -> Harness {
        let harness = try Harness.household()
        try harness.write(
            "ledger.json",
            """
            {
              "format": 1, "uid": "k3v9w2q0zd", "base_currency": "EUR",
              "preferences": {"number_format": "\(sample)"}
            }

            """)
        try harness.write(
            "transactions/main/2026.txt",
            "2026-11-02 | 1234567.89 EUR | income | Prize | id:aaaaaaaaa1\n")
        return harness
    }

    private static func shown(_ harness: Harness, _ words: [String]) -> String {
        harness.run(words + ["--no-pager", "--color", "never"]) { environment in
            environment.isOutputTerminal = true
            environment.columns = 80
        }.output
    }

    @Test(arguments: [
        ["balance"], ["list"], ["register"], ["report", "--by", "category"],
        ["report", "net-worth", "--last", "1"], ["accounts"], ["areg", "main"],
    ])
    func `a terminal shows the ledger's own form`(_ words: [String]) throws {
        let harness = try NumberFormTests.harness()
        let text = NumberFormTests.shown(harness, words)
        #expect(text.contains("1.234.567,89 EUR") || text.contains("1.235.567,89 EUR"), "\(text)")
        #expect(!text.contains("67.89"), "\(text)")
        // Columns stay in line.
        #expect(harness.run(words).output.contains("67.89"))
    }

    @Test func `what programs read is plain`() throws {
        let harness = try NumberFormTests.harness()
        for format in ["csv", "tsv", "json", "html"] {
            let text = NumberFormTests.shown(harness, ["balance", "-O", format])
            #expect(text.contains("567.89") && !text.contains("567,89"), "\(format)")
        }
        let text = NumberFormTests.shown(harness, ["balance", "-o", harness.folder + "/b.txt"])
        #expect(text == "")
        let listed = NumberFormTests.shown(harness, ["set", "id:aaaaaaaaa1", "category=food"])
        #expect(harness.read("transactions/main/2026.txt")?.contains("1234567.89 EUR") == true)
        #expect(listed.contains("food"))
    }

    @Test func `a sample that is none is told by check and changes nothing`() throws {
        let harness = try NumberFormTests.harness("1_000")
        #expect(NumberFormTests.shown(harness, ["balance"]).contains("1235567.89"))
        let run = harness.run("check")
        #expect(run.errors.contains("ledger.json:3:"), "\(run)")
        #expect(run.errors.contains("“1_000” is no sample of a number"), "\(run)")
        #expect(run.errors.contains("[ledger.preference]"))
    }

    @Test func `check reads the query of paydays`() throws {
        let harness = try NumberFormTests.harness()
        try harness.write(
            "ledger.json",
            "{\"format\": 1, \"uid\": \"k3v9w2q0zd\", \"base_currency\": \"EUR\", \"preferences\": {\"payday\": \"amt:x\"}}\n"
        )
        #expect(harness.run("check").errors.contains("[ledger.preference]"))
    }
}
