import Foundation
import Testing

/// What writing commands write, and that undo takes it back to the byte.
struct WritingTests {
    static let lines = """
        # my lines
        2026-11-03   |     -45.20 EUR | food                   | Mercadona                | id:a1
        2026-11-04|-3.2|fun|Cine

        2026-11-06   |     -12.00 EUR |                        | AMZN                     | id:a3

        """

    static let statement = """
        Date,Description,Amount,Balance
        2026-11-10,MERCADONA VALENCIA,-20.00,919.60
        2026-11-10,Coffee,-1.20,918.40
        2026-11-10,Coffee,-1.20,917.20
        """

    static let commands: [[String]] = [
        ["add", "cash", "-3.20", "Café", "-c", "food/dining"],
        ["add", "main", "-50.00", "Cajero", "-c", "=cash"],
        ["set", "id:a1", "category=food/dining", "+#treat"],
        ["set", "id:a3", "date=2026-10-30", "amount=-13.00"],
        ["delete", "id:a3"],
        ["fmt"],
        ["check", "--fix"],
        ["import", "../statement.csv", "--account", "main"],
        ["accounts", "add", "visa", "--kind", "card"],
        ["accounts", "set", "main", "name=Joint account", "order=3"],
    ]

    @Test(arguments: commands)
    func `undo gives the bytes before, undo of the undo the bytes after`(_ words: [String]) throws {
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt", Self.lines)
        try harness.write("../statement.csv", Self.statement)
        let before = harness.snapshot()
        let run = harness.run(words)
        let after = harness.snapshot()
        #expect(run.status == 0, "\(run.errors)")
        #expect(after != before, "the command wrote nothing")
        let undo = harness.run(["undo"], seed: "2")
        #expect(undo.status == 0, "\(undo.errors)")
        #expect(harness.snapshot() == before)
        let log = harness.run("log", "-O", "csv").output.split(separator: "\n")
        let id = log.dropFirst().first?.split(separator: ",").first.map(String.init) ?? ""
        let redo = harness.run(["undo", id], seed: "3")
        #expect(redo.status == 0, "\(redo.errors)")
        #expect(harness.snapshot() == after)
    }

    @Test(arguments: commands)
    func `a dry run writes nothing`(_ words: [String]) throws {
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt", Self.lines)
        try harness.write("../statement.csv", Self.statement)
        let before = harness.snapshot()
        let run = harness.run(words + ["--dry-run"])
        #expect(run.status == 0 || words == ["check", "--fix"], "\(run.errors)")
        #expect(harness.snapshot() == before)
    }

    @Test func `importing the same or an overlapping file again changes no byte`() throws {
        let harness = try Harness.household()
        try harness.write("../statement.csv", Self.statement)
        let longer = Self.statement + "\n2026-11-12,Coffee,-1.20,916.00\n"
        try harness.write("../longer.csv", longer)
        harness.run("import", "../statement.csv", "--account", "main")
        let once = harness.snapshot()
        let again = harness.run("import", "../statement.csv", "--account", "main")
        #expect(again.output.contains("0 new, 3 known"))
        #expect(harness.snapshot() == once)
        let more = harness.run("import", "../longer.csv", "--account", "main")
        #expect(more.output.contains("1 new, 3 known"), "\(more.output)")
        let twice = harness.snapshot()
        harness.run("import", "../statement.csv", "../longer.csv", "--account", "main")
        #expect(harness.snapshot() == twice)
        let text = harness.read("transactions/main/2026.txt") ?? ""
        #expect(text.components(separatedBy: "Coffee").count == 4)
    }

    @Test func `a deleted line stays deleted through an import, and comes back by --restore`()
        throws
    {
        let harness = try Harness.household()
        try harness.write("../statement.csv", Self.statement)
        harness.run("import", "../statement.csv", "--account", "main")
        harness.run("delete", "desc:mercadona")
        let deleted = harness.snapshot()
        harness.run("import", "../statement.csv", "--account", "main")
        #expect(harness.snapshot() == deleted)
        // A line that a hand removed is remembered by its evidence (S21).
        let text = harness.read("transactions/main/2026.txt") ?? ""
        let kept = text.split(separator: "\n").filter { !$0.contains("MERCADONA") }
        try harness.write("transactions/main/2026.txt", kept.joined(separator: "\n") + "\n")
        let run = harness.run("import", "../statement.csv", "--account", "main")
        #expect(run.output.contains("0 new, 2 known, 1 deleted"), "\(run.output)")
        let restored = harness.run("import", "../statement.csv", "--account", "main", "--restore")
        #expect(restored.output.contains("1 new"), "\(restored.output)")
    }

    @Test func `an import with two readings asks and writes nothing`() throws {
        let harness = try Harness.household()
        try harness.write(
            "../asked.csv",
            "Date,Description,Amount\n03/04/2026,Coffee,-1.20\n05/04/2026,Tea,-2.20\n")
        let before = harness.snapshot()
        let run = harness.run("import", "../asked.csv", "--account", "main")
        #expect(run.status == 4)
        #expect(run.errors.contains("--date-order"), "\(run.errors)")
        #expect(harness.snapshot() == before)
        let settled = harness.run(
            "import", "../asked.csv", "--account", "main", "--date-order", "dmy")
        #expect(settled.status == 0, "\(settled.errors)")
        // What was settled is kept and recognised again, the account with it.
        try harness.write(
            "../next.csv",
            "Date,Description,Amount\n07/04/2026,Coffee,-1.20\n08/04/2026,Tea,-2.20\n")
        let next = harness.run("import", "../next.csv")
        #expect(next.status == 0, "\(next.errors)")
        #expect((harness.read("transactions/main/2026.txt") ?? "").contains("2026-04-07"))
    }

    @Test func `an answer never replaces a file of the ledger`() throws {
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt", Self.lines)
        let before = harness.snapshot()
        for place in ["transactions/main/2026.txt", "categories.txt", "accounts/new.csv"] {
            let run = harness.run("list", "-o", harness.ledger + "/" + place)
            #expect(run.status == 3)
            #expect(run.errors.contains("is a file of the ledger"), "\(run.errors)")
        }
        #expect(harness.snapshot() == before)
        let report = harness.run("list", "-o", harness.ledger + "/report.csv")
        #expect(report.status == 0)
    }

    @Test(arguments: [
        ["add", "main", "-1.00", "t", "--tag", "a b"], ["set", "id:a1", "tag=a b"],
        ["set", "id:a1", "contact=No Body"],
    ])
    func `no command writes a line that cannot be read`(_ words: [String]) throws {
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt", Self.lines)
        let before = harness.snapshot()
        let run = harness.run(words)
        #expect(run.status == 3, "\(run.output)")
        #expect(harness.snapshot() == before)
    }

    @Test func `two writers at once lose no line`() async throws {
        let harness = try Harness.household()
        let count = trials(20)
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<2 {
                group.addTask {
                    for number in 0..<count {
                        let run = harness.run(
                            ["add", "cash", "-1.00", "w\(writer)n\(number)"],
                            seed: "\(writer * 100_000 + number)")
                        #expect(run.status == 0, "\(run.errors)")
                    }
                }
            }
        }
        let text = harness.read("transactions/cash/2026.txt") ?? ""
        let lines = text.split(separator: "\n").count
        #expect(lines == 2 * count)
    }
}
