import Foundation
import Testing

/// What programs wrote, worked out anew.
struct DeriveTests {
    private static let statement = """
        Date,Description,Amount,Balance
        2026-11-10,MERCADONA,-20.00,980.00
        2026-11-11,Coffee,-1.20,978.80

        """

    private func imported() throws -> Harness {
        let harness = try Harness.household()
        try harness.write("../a.csv", Self.statement)
        #expect(harness.run("import", "../a.csv", "--account", "main").status == 0)
        return harness
    }

    private func edit(_ harness: Harness, _ old: String, _ new: String) throws {
        let path = "transactions/main/2026.txt"
        let text = harness.read(path) ?? ""
        #expect(text.contains(old))
        try harness.write(path, text.replacing(old, with: new))
    }

    @Test func `what commands wrote follows from the evidence`() throws {
        let harness = try imported()
        harness.run("set", "desc:coffee", "date=2026-11-09", "amount=-1.50", "note=x", "+#y")
        harness.run("delete", "desc:mercadona")
        let run = harness.run("derive", "--check")
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output == "everything is as it follows\n")
    }

    @Test(arguments: [
        ("2026-11-11   |      -1.20", "2026-11-12   |      -1.20", "bank-date:2026-11-11"),
        ("     -1.20 EUR", "     -1.50 EUR", "bank-amount:\"-1.20 EUR\""),
        ("2026-11-11   |", "2026-11-11 ! |", "2026-11-11   |"),
        (" balance:978.80", " balance:900.00", "balance:978.80"),
        (" balance:978.80", "", "balance:978.80"),
        ("| food ", "| fun  ", "| fun "),
    ])
    func `what a hand changed gets the bank's word, and a mark that no longer fits goes`(
        _ change: (old: String, new: String, wanted: String)
    ) throws {
        let harness = try imported()
        try edit(harness, change.old, change.new)
        let before = harness.snapshot()
        let check = harness.run("derive")
        #expect(check.status == 1)
        let added = check.output.split(separator: "\n").filter { $0.hasPrefix("+ ") }
        #expect(added.count == 1 && added[0].contains(change.wanted), "\(check.output)")
        #expect(!added[0].contains("auto:category") || !change.new.contains("fun"))
        #expect(harness.snapshot() == before)
        #expect(harness.run("derive", "--apply").status == 0)
        let after = harness.snapshot()
        #expect(after != before)
        #expect(harness.run("derive", "--check").status == 0)
        #expect(harness.snapshot() == after)
        #expect(harness.run("derive", "--check", "--apply").status == 2)
        #expect(harness.run("undo").status == 0)
        #expect(harness.snapshot() == before)
    }

    @Test func `the smallest of a line's ids is its id`() throws {
        let harness = try imported()
        try edit(harness, " balance:978.80", " balance:978.80 aka:0000000001")
        let run = harness.run("derive", "--apply")
        #expect(run.output.contains("id:0000000001"), "\(run.output)")
    }
}
