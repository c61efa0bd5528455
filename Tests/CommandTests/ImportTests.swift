import Foundation
import Testing

/// What an import asks before it guesses, and how it is taken back.
struct ImportTests {
    private static let statement = """
        Date,Description,Amount,Balance
        2026-11-10,Groceries,-20.00,980.00
        2026-11-11,Coffee,-1.20,978.80

        """

    private func lines(_ harness: Harness, _ account: String = "main") -> [String] {
        (harness.read("transactions/\(account)/2026.txt") ?? "").split(separator: "\n")
            .map(String.init)
    }

    @Test func `a profile that reads a file otherwise is not applied to another account unasked`()
        throws
    {
        let harness = try Harness.household()
        try harness.write(
            "../main.csv", "Date,Description,Amount\n2026-11-10,Coffee,1.20\n2026-11-11,Tea,2.20\n")
        harness.run("import", "../main.csv", "--account", "main", "--sign", "inverted")
        try harness.write(
            "../other.csv", "Date,Description,Amount\n2026-11-12,Rent,9.00\n2026-11-13,Pay,8.00\n")
        let before = harness.snapshot()
        let asked = harness.run("import", "../other.csv", "--account", "savings")
        #expect(asked.status == 4)
        #expect(asked.errors.contains("--profile csv-main"), "\(asked.errors)")
        #expect(harness.snapshot() == before)
        let own = harness.run(
            "import", "../other.csv", "--account", "savings", "--profile", "csv-savings")
        #expect(own.status == 0, "\(own.errors)")
        #expect(lines(harness, "savings").allSatisfy { !$0.contains(" -") })
        // Both accounts have an answer of their own now.
        try harness.write(
            "../more.csv", "Date,Description,Amount\n2026-11-14,Rent,7.00\n2026-11-15,Pay,6.00\n")
        harness.run("import", "../more.csv", "--account", "savings")
        harness.run("import", "../more.csv", "--account", "main")
        #expect(lines(harness, "savings").allSatisfy { !$0.contains(" -") })
        #expect(lines(harness).allSatisfy { $0.contains(" -") })
    }

    @Test func `a second format of an account gets a profile of its own`() throws {
        let harness = try Harness.household()
        try harness.write(
            "../a.csv", "Date,Description,Amount\n03/04/2026,Coffee,-1.20\n05/04/2026,Tea,-2.20\n")
        try harness.write(
            "../b.csv", "Day;What;Sum\n03/05/2026;Coffee;-1.20\n05/05/2026;Tea;-2.20\n")
        for file in ["../a.csv", "../b.csv"] {
            let run = harness.run("import", file, "--account", "main", "--date-order", "dmy")
            #expect(run.status == 0, "\(run.errors)")
        }
        let first = harness.read("connections/csv-main.json") ?? ""
        let second = harness.read("connections/csv-main-2.json") ?? ""
        #expect(first.contains("\"signature\": \"date|description|amount\""), "\(first)")
        #expect(second.contains("\"signature\": \"day|what|sum\""), "\(second)")
    }

    @Test func `a file that was taken in before is not taken in again in another reading`() throws {
        let harness = try Harness.household()
        try harness.write("../a.csv", Self.statement)
        harness.run("import", "../a.csv", "--account", "main")
        let before = harness.snapshot()
        let run = harness.run("import", "../a.csv", "--account", "main", "--sign", "inverted")
        #expect(run.status == 4)
        #expect(run.errors.contains("--undo"), "\(run.errors)")
        #expect(harness.snapshot() == before)
    }

    @Test func `--undo takes back lines, evidence and batch, and what other files brought stays`()
        throws
    {
        let harness = try Harness.household()
        try harness.write("../a.csv", Self.statement)
        try harness.write("../b.csv", Self.statement + "2026-11-12,Bread,-3.00,975.80\n")
        harness.run("import", "../a.csv", "--account", "main")
        let once = harness.snapshot()
        harness.run("import", "../b.csv", "--account", "main")
        let log = harness.read("connections/file.log.jsonl") ?? ""
        let digests = log.split(separator: "\n").map { line in
            line.components(separatedBy: "\"digest\":\"")[1].prefix(12)
        }
        let first =
            once.first { $0.key == "connections/file.log.jsonl" }
            .map { String(decoding: $0.value, as: UTF8.self) } ?? ""
        let second = try #require(digests.first { !first.contains($0) })
        let run = harness.run("import", "--undo", String(second))
        #expect(run.status == 0, "\(run.errors)")
        #expect(harness.snapshot() == once)
        let third = try #require(digests.first { first.contains($0) })
        harness.run("import", "--undo", String(third))
        #expect(lines(harness).isEmpty)
        #expect(harness.read("evidence/main/2026.jsonl") == "")
        let again = harness.run("import", "../a.csv", "--account", "main")
        #expect(again.output.contains("2 new"), "\(again.output)")
        #expect(harness.snapshot() == once)
    }

    @Test func `--undo asks before lines go that a person has changed`() throws {
        let harness = try Harness.household()
        try harness.write("../a.csv", Self.statement)
        harness.run("import", "../a.csv", "--account", "main")
        harness.run("set", "desc:coffee", "category=food/dining")
        let before = harness.snapshot()
        let log = harness.read("connections/file.log.jsonl") ?? ""
        let digest = String(log.components(separatedBy: "\"digest\":\"")[1].prefix(12))
        let asked = harness.run("import", "--undo", digest)
        #expect(asked.status == 4)
        #expect(asked.errors.contains("1 line of the file"), "\(asked.errors)")
        #expect(harness.snapshot() == before)
        #expect(harness.run("import", "--undo", digest, "--yes").status == 0)
        #expect(lines(harness).isEmpty)
        #expect(harness.run("import", "--undo", "0000000").status == 3)
        #expect(harness.run("import").status == 2)
    }

    @Test func `--restore brings back a line with the mark x`() throws {
        let harness = try Harness.household()
        try harness.write("../a.csv", Self.statement)
        harness.run("import", "../a.csv", "--account", "main")
        let before = harness.snapshot()
        harness.run("delete", "desc:coffee")
        let known = harness.run("import", "../a.csv", "--account", "main")
        #expect(known.output.contains("0 new, 1 known, 1 deleted"), "\(known.output)")
        let restored = harness.run("import", "../a.csv", "--account", "main", "--restore")
        #expect(restored.output.contains("0 new, 1 changed, 1 known"), "\(restored.output)")
        #expect(harness.snapshot() == before)
    }

    @Test func `a statement without rows is no refusal`() throws {
        let harness = try Harness.household()
        try harness.write("../empty.csv", "Date,Description,Amount,Balance\n")
        let before = harness.snapshot()
        let run = harness.run("import", "../empty.csv", "--account", "main")
        #expect(run.status == 0, "\(run.errors)")
        #expect(harness.snapshot() == before)
        let probe = harness.run("import", "--probe", "../empty.csv", "-O", "json")
        #expect(probe.output.contains("\"rows\":0"), "\(probe.output)")
    }

    @Test func `a probe says how the file is read`() throws {
        let harness = try Harness.household()
        try harness.write("../a.csv", Self.statement)
        let run = harness.run("import", "--probe", "../a.csv")
        for word in ["2 rows", "date_order: ymd", "column.amount: Amount", "sign: normal"] {
            #expect(run.output.contains(word), "\(word) in \(run.output)")
        }
    }

    @Test func `an unknown account needs an answer`() throws {
        let harness = try Harness.household()
        try harness.write("../a.csv", Self.statement)
        #expect(harness.run("import", "../a.csv", "--account", "mian").status == 4)
        #expect(harness.run("areg", "mian").status == 4)
        #expect(harness.run("import", "../a.csv").status == 4)
    }

    @Test func `a file that is refused is told with its line`() throws {
        let harness = try Harness.household()
        try harness.write("../a.csv", "nothing\nto see\n")
        let run = harness.run("import", "../a.csv", "--account", "main")
        #expect(run.status == 3)
        #expect(run.errors.contains("../a.csv:1: error:"), "\(run.errors)")
    }
}
