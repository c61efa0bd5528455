import Commands
import Foundation
import Synchronization
import Testing

/// Lines that may be one event, and what persons say of them.
struct ReviewTests {
    private static let typed = """
        2026-11-02 | -3.20 | food | Café Sol
        2026-11-04 | -60.00 | home | Present
        2026-11-04 | -60.00 | fun | Dinner | note:nice
        2026-11-20 ? | 2150.00 | income | ACME

        """
    private static let statement = """
        Date,Description,Amount
        2026-11-03,COMPRA TARJ. CAFE SOL-MADRID,-3.20
        2026-11-05,BIZUM A ANA,-60.00
        2026-11-21,NOMINA ACME,2150.00

        """

    /// A ledger with one doubtful row; its id and those of the lines that it may be.
    private func doubt() throws -> (harness: Harness, id: String, others: [String]) {
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt", Self.typed)
        try harness.write("../s.csv", Self.statement)
        let run = harness.run("import", "../s.csv", "--account", "main")
        #expect(run.output.contains("0 new, 2 matched, 1 ambiguous"), "\(run.output)\(run.errors)")
        let listed = harness.run("review", "-O", "csv").output.split(separator: "\n").dropFirst()
        let pairs = listed.map { $0.split(separator: ",").map(String.init) }
        return (harness, pairs[0][0], pairs.map { $0[1] })
    }

    @Test func `a dry run says why each row becomes what it does`() throws {
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt", Self.typed)
        try harness.write("../s.csv", Self.statement)
        let before = harness.snapshot()
        let run = harness.run("import", "../s.csv", "--account", "main", "-n")
        #expect(harness.snapshot() == before)
        for words in [
            "is 2026-11-02 “Café Sol”", "is 2026-11-20 “ACME”",
            "may be 2026-11-04 “Present” or 2026-11-04 “Dinner”",
        ] {
            #expect(run.output.contains(words), "\(words) in \(run.output)")
        }
        let json = harness.run("import", "../s.csv", "--account", "main", "-n", "-O", "json").output
        #expect(json.contains("\"why\":\"matched\""))
        #expect(json.contains("\"why\":\"ambiguous\""))
        #expect(json.contains("\"new\":0,\"matched\":2,\"changed\":0,\"ambiguous\":1,\"known\":0"))
    }

    @Test func `the same event: the other line takes the record and keeps what was decided`() throws
    {
        let (harness, id, others) = try doubt()
        let run = harness.run("review", id, "--same", others[1])
        #expect(run.status == 0, "\(run.errors)")
        #expect(QuirkTests.lines(harness).contains("2026-11-04 | -60.00 | fun | Dinner"))
        #expect(QuirkTests.lines(harness).count == 4)
        #expect(harness.run("list", "id:\(id)", "-O", "csv").output.contains("Dinner"))
        #expect(harness.run("review").output == "nothing waits\n")
        let before = harness.snapshot()
        #expect(harness.run("import", "../s.csv", "--account", "main").output.contains("3 known"))
        #expect(harness.snapshot() == before)
        // And apart again: the record gets a line of its own, for good.
        #expect(harness.run("review", id, "--apart").status == 0)
        let lines = QuirkTests.lines(harness)
        #expect(lines.contains("2026-11-05 | -60.00 | | BIZUM A ANA"), "\(lines)")
        #expect(lines.contains("2026-11-04 | -60.00 | fun | Dinner"), "\(lines)")
        let text = harness.read("transactions/main/2026.txt") ?? ""
        let dinner = text.split(separator: "\n").first { $0.contains("Dinner") } ?? ""
        #expect(dinner.contains("distinct:\(id)") && !dinner.contains("bank-date"), "\(dinner)")
        #expect(harness.run("check").status == 0)
        #expect(harness.run("derive", "--check").status == 0)
    }

    @Test func `distinct events are never taken for one again`() throws {
        let (harness, id, others) = try doubt()
        #expect(harness.run("review", id, "--distinct").status == 0)
        #expect(harness.run("review").output == "nothing waits\n")
        let text = harness.read("transactions/main/2026.txt") ?? ""
        #expect(text.contains("distinct:" + others.sorted().joined(separator: ",")))
        #expect(text.components(separatedBy: "distinct:\(id)").count == 3)
        // The line of the bank's row goes, and the row comes again: still no match.
        let digest = (harness.read("connections/file.log.jsonl") ?? "")
            .components(separatedBy: "\"digest\":\"")[1].prefix(12)
        #expect(harness.run("import", "--undo", String(digest), "--yes").status == 0)
        let run = harness.run("import", "../s.csv", "--account", "main")
        #expect(run.output.contains("1 new, 2 matched"), "\(run.output)")
    }

    @Test func `an import that is taken back leaves what was typed`() throws {
        let (harness, id, _) = try doubt()
        harness.run("review", id, "--distinct")
        let digest = (harness.read("connections/file.log.jsonl") ?? "")
            .components(separatedBy: "\"digest\":\"")[1].prefix(12)
        #expect(harness.run("import", "--undo", String(digest)).status == 4)
        #expect(harness.run("import", "--undo", String(digest), "--yes").status == 0)
        #expect(
            QuirkTests.lines(harness) == [
                "2026-11-02 | -3.20 | food | Café Sol", "2026-11-04 | -60.00 | home | Present",
                "2026-11-04 | -60.00 | fun | Dinner", "2026-11-20 ? | 2150.00 | income | ACME",
            ])
        #expect(harness.read("transactions/main/2026.txt")?.contains("bank-date") == false)
    }

    @Test func `what a person decided on both sides is kept as a conflict`() throws {
        let (harness, id, others) = try doubt()
        harness.run("set", "id:\(id)", "category=food", "note=other", "+#x", "contact=ana")
        #expect(harness.run("review", id, "--same", others[1]).status == 0)
        let line = (harness.read("transactions/main/2026.txt") ?? "").split(separator: "\n")
            .first { $0.contains("Dinner") }
        let words = ["| fun ", "note:nice", "?category:food", "?note:other", "#x", "contact:ana"]
        for word in words { #expect(line?.contains(word) == true, "\(word) in \(line ?? "")") }
    }

    @Test func `a terminal asks, and a key settles`() throws {
        let (harness, id, _) = try doubt()
        let before = harness.snapshot()
        #expect(harness.talk(["review"], typing: ["?", "s"]).status == 0)
        #expect(harness.talk(["review"], typing: ["q"]).status == 0)
        #expect(harness.talk(["review"], typing: []).status == 0)
        #expect(harness.snapshot() == before)
        let run = harness.talk(["review"], typing: ["2"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("BIZUM A ANA"))
        #expect(run.errors.contains("1-2 the same event, d a distinct one"))
        #expect(harness.read("transactions/main/2026.txt")?.contains("aka:") == true)
        #expect(QuirkTests.lines(harness).count == 4)
        #expect(harness.run("undo").status == 0)
        #expect(harness.talk(["review"], typing: ["d"]).status == 0)
        #expect(harness.read("transactions/main/2026.txt")?.contains("distinct:\(id)") == true)
    }

    @Test func `what cannot be settled is said`() throws {
        let (harness, id, _) = try doubt()
        let before = harness.snapshot()
        #expect(harness.run("review", "--distinct").status == 2)
        #expect(harness.run("review", id, "--distinct", "--apart").status == 2)
        #expect(harness.run("review", "nothing", "--distinct").status == 3)
        #expect(harness.run("review", "nothing").status == 3)
        #expect(harness.run("review", id, "--same", "nothing").status == 3)
        #expect(harness.run("review", id, "--apart").status == 3)
        #expect(harness.run("review", "--strict").status == 1)
        #expect(harness.run("review").status == 0)
        #expect(harness.snapshot() == before)
    }
}

extension Harness {
    /// A run on a terminal, where a person types lines.
    func talk(_ words: [String], typing lines: [String]) -> Run {
        let left = Mutex(lines[...])
        return run(words) { environment in
            environment.isInputTerminal = true
            environment.readLine = { () in left.withLock { $0.popFirst().map { Array($0.utf8) } } }
        }
    }
}
