import Commands
import Testing

/// Categories that a file names itself.
struct FileCategoryTests {
    private static let qif = """
        !Type:Bank
        D11/23'26
        T-12.00
        PTaberna
        LFood : Dining/Holiday
        ^
        D11/22'26
        T-5.00
        PMercadona
        LFun
        ^
        D11/21'26
        T-7.00
        PKiosk
        LUnknown:Thing
        ^
        D11/20'26
        T-30.00
        PMarket
        LFun
        SFun
        $-10.00
        SHome
        $-20.00
        ^
        D11/19'26
        T-9.00
        PTo savings
        L[Savings]
        ^

        """

    private func categories(_ harness: Harness) -> [String] {
        (harness.read("transactions/main/2026.txt") ?? "").split(separator: "\n").map { line in
            let fields = line.split(separator: "|", omittingEmptySubsequences: false)
            return fields.count > 2 ? fields[2].split(separator: " ").joined() : ""
        }
    }

    @Test func `a category of the file that the ledger has is taken, behind keywords and rules`()
        throws
    {
        let harness = try Harness.household()
        try harness.write("../old.qif", Self.qif)
        let run = harness.run("import", "../old.qif", "--account", "main")
        #expect(run.status == 0, "\(run.errors)")
        // An account is no category, and one that is not declared is none either.
        #expect(categories(harness) == ["", "fun10.00,home20.00", "", "food", "food/dining"])
        let text = try #require(harness.read("transactions/main/2026.txt"))
        #expect(text.contains("Taberna"))
        #expect(!text.contains("category:"), "the name stays in the evidence")
        let evidence = try #require(harness.read("evidence/main/2026.jsonl"))
        #expect(evidence.contains(#""codes":{"category":"Food : Dining"}"#), "\(evidence)")
        #expect(evidence.contains(#""codes":{"split":"-10.00 Fun\n-20.00 Home"}"#), "\(evidence)")
        let before = harness.snapshot()
        #expect(harness.run("import", "../old.qif", "--account", "main").status == 0)
        #expect(harness.snapshot() == before)
        #expect(harness.run("check").status == 0)

        let ruled = try Harness.household()
        try ruled.write("rules.txt", "desc:Taberna | category=fun\n")
        try ruled.write("../old.qif", Self.qif)
        #expect(ruled.run("import", "../old.qif", "--account", "main").status == 0)
        #expect(categories(ruled).last == "fun")
    }

    @Test func `what a person chose stays when the file comes`() throws {
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt", "2026-11-23 | -12.00 | home | Taberna\n")
        try harness.write("../old.qif", Self.qif)
        #expect(harness.run("import", "../old.qif", "--account", "main").status == 0)
        #expect(categories(harness).last == "home")
    }
}
