import Foundation
import Testing

/// What a match, a deletion or a transfer leaves behind when it is taken back: nothing twice, nothing gone.
struct UnmatchingTests {
    private static let typed = """
        2026-11-04 ! | -8.00 | food | Bar | id:bar0000001
        2026-11-12 - | -11.00 | food | Bar Juan | id:bar0000002
        2026-11-20 ? | 2150.00 | income | ACME | id:acme000001

        """
    private static let statement = """
        Date,Description,Amount
        2026-11-05,BAR,-8.50
        2026-11-12,BAR JUAN,-11.00
        2026-11-20,SALARY ACME LTD,2180.00

        """

    private func digest(_ harness: Harness, _ place: Int = 1) -> String {
        let log = harness.read("connections/file.log.jsonl") ?? ""
        return String(log.components(separatedBy: "\"digest\":\"")[place].prefix(12))
    }

    private func text(_ harness: Harness, _ account: String = "main") -> String {
        harness.read("transactions/\(account)/2026.txt") ?? ""
    }

    @Test func `what was expected or pending is so again without the bank's record`() throws {
        let harness = try Harness.household()
        try harness.write("transactions/main/2026.txt", Self.typed)
        harness.run("fmt")
        let before = text(harness)
        try harness.write("../a.csv", Self.statement)
        let run = harness.run("import", "../a.csv", "--account", "main")
        #expect(run.output.contains("0 new, 3 matched"), "\(run.output)")
        #expect(
            QuirkTests.lines(harness).sorted() == [
                "2026-11-04 | -8.50 | food | Bar", "2026-11-12 | -11.00 | food | Bar Juan",
                "2026-11-20 | 2180.00 | income | ACME",
            ])
        #expect(harness.run("import", "--undo", digest(harness)).status == 0)
        #expect(text(harness) == before)
        harness.run("import", "../a.csv", "--account", "main")
        let ids = text(harness).split(separator: "\n").compactMap { line in
            line.components(separatedBy: "aka:").last?.prefix(10)
        }
        let own = ["bar0000001", "bar0000002", "acme000001"]
        for line in text(harness).split(separator: "\n") {
            let all = [" id:", "aka:"].map {
                String(line.components(separatedBy: $0).last?.prefix(10) ?? "")
            }
            let record = try #require(all.first { !own.contains($0) }, "\(ids)")
            #expect(harness.run("review", record, "--apart").status == 0)
        }
        let lines = QuirkTests.lines(harness)
        #expect(lines.contains("2026-11-20 ? | 2150.00 | income | ACME"), "\(lines)")
        #expect(lines.contains("2026-11-20 | 2180.00 | | SALARY ACME LTD"), "\(lines)")
        #expect(lines.contains("2026-11-04 ! | -8.00 | food | Bar"), "\(lines)")
        #expect(harness.run("check").status == 0)
        #expect(harness.run("derive", "--check").status == 0)
    }

    private static let bagel = """
        Date,Description,Amount
        2026-11-01,OPEN,-1.00
        2026-11-03,BAGEL SHOP,-5.00
        2026-11-09,GYM,-30.00

        """

    /// The same events, as another source tells them.
    private static let bagelElsewhere = QuirkTests.Step.ofx([
        .init("2026-11-01", "-1.00", "Open card", "AAAA0001"),
        .init("2026-11-03", "-5.00", "Bagel Shop Madrid", "AAAA0002"),
        .init("2026-11-09", "-30.00", "GYM SL", "AAAA0003"),
    ])

    @Test func `a line removed in an editor does not come back by another source`() throws {
        let harness = try Harness.household()
        try harness.write("../a.csv", Self.bagel)
        harness.run("import", "../a.csv", "--account", "main")
        try harness.write(
            "transactions/main/2026.txt",
            text(harness).split(separator: "\n").filter { !$0.contains("BAGEL") }
                .joined(separator: "\n") + "\n")
        let other = try #require(QuirkTests.file(Self.bagelElsewhere))
        try harness.write("../a.ofx", other.text)
        let run = harness.run("import", "../a.ofx", "--account", "main")
        #expect(run.output.contains("0 new, 2 matched, 1 deleted"), "\(run.output)")
        #expect(!text(harness).contains("Bagel"))
        let before = harness.snapshot()
        harness.run("import", "../a.ofx", "../a.csv", "--account", "main")
        #expect(harness.snapshot() == before)
    }

    @Test func `a removed line of two sources is remembered once, and comes back once`() throws {
        let harness = try Harness.household()
        try harness.write("../a.csv", Self.bagel)
        let other = try #require(QuirkTests.file(Self.bagelElsewhere))
        try harness.write("../a.ofx", other.text)
        harness.run("import", "../a.csv", "../a.ofx", "--account", "main")
        let before = QuirkTests.lines(harness)
        #expect(before.count == 3)
        try harness.write(
            "transactions/main/2026.txt",
            text(harness).split(separator: "\n").filter { !$0.contains("BAGEL") }
                .joined(separator: "\n") + "\n")
        #expect(harness.run("check", "--fix").status == 0)
        #expect(QuirkTests.lines(harness).count { $0.contains(" x ") } == 1)
        harness.run("import", "../a.csv", "../a.ofx", "--account", "main", "--restore")
        #expect(
            QuirkTests.lines(harness).sorted().map { $0.prefix(20) } == before.map { $0.prefix(20) }
        )
    }

    @Test func `a line that a hand moved to another account is not restored`() throws {
        let harness = try Harness.household()
        try harness.write("../a.csv", Self.bagel)
        harness.run("import", "../a.csv", "--account", "main")
        let lines = text(harness).split(separator: "\n").map(String.init)
        try harness.write(
            "transactions/savings/2026.txt", lines.filter { $0.contains("BAGEL") }[0] + "\n")
        try harness.write(
            "transactions/main/2026.txt",
            lines.filter { !$0.contains("BAGEL") }.joined(separator: "\n") + "\n")
        let before = harness.snapshot()
        let run = harness.run("import", "../a.csv", "--account", "main", "--restore")
        #expect(run.output.contains("0 new, 2 known, 1 deleted"), "\(run.output)")
        #expect(harness.snapshot() == before)
    }

    @Test(arguments: [
        ("BAGEL SHOP", "Bagels!"), ("2026-11-03  ", "2026-11-04  "), ("    -5.00", "    -5.50"),
    ])
    func `--undo asks before a line goes whose text, day or amount a hand changed`(
        _ change: (old: String, new: String)
    ) throws {
        let harness = try Harness.household()
        try harness.write("../a.csv", Self.bagel)
        harness.run("import", "../a.csv", "--account", "main")
        try harness.write(
            "transactions/main/2026.txt", text(harness).replacing(change.old, with: change.new))
        #expect(harness.run("import", "--undo", digest(harness)).status == 4)
    }

    @Test func `--undo of one side of a transfer frees the other, and both find each other again`()
        throws
    {
        let harness = try Harness.household()
        try harness.write(
            "../m.csv", "Date,Description,Amount\n2026-11-03,TRANSFER TO SAVINGS,-500.00\n")
        try harness.write(
            "../s.csv", "Date,Description,Amount\n2026-11-04,TRANSFER FROM MAIN,500.00\n")
        harness.run("import", "../m.csv", "--account", "main")
        let alone = text(harness)
        let first = digest(harness)
        harness.run("import", "../s.csv", "--account", "savings")
        let paired = harness.snapshot()
        let second = [1, 2].map { digest(harness, $0) }.first { $0 != first } ?? ""
        let run = harness.run("import", "--undo", second)
        #expect(run.status == 0, "\(run.errors)")
        #expect(text(harness) == alone)
        harness.run("import", "../s.csv", "--account", "savings")
        #expect(harness.snapshot() == paired)
    }

    @Test func `pending and booked are one line in either order`() throws {
        var known: [String]?
        for booked in [("2026-11-11", "-44.00"), ("2026-11-09", "-40.00")] {
            known = nil
            for order in [[0, 1], [1, 0]] {
                let harness = try Harness.household()
                let answers = [
                    QuirkTests.Step.answer(
                        [], pending: [.init("2026-11-09", "-40.00", "REST PACO", "P-000001")]),
                    .answer([.init(booked.0, booked.1, "REST PACO", "T-000001")]),
                ]
                for index in order {
                    try harness.write("../a.json", QuirkTests.file(answers[index])?.text ?? "")
                    harness.run("import", "../a.json", "--account", "main")
                }
                let lines = QuirkTests.lines(harness)
                #expect(lines == known ?? ["\(booked.0) | \(booked.1) | | REST PACO"], "\(order)")
                known = lines
            }
        }
    }

    @Test func `another text on the first day of a file waits for a person`() throws {
        let harness = try Harness.household()
        let rows = "2026-11-05,TAXI,-10.00\n2026-11-09,GYM,-30.00\n"
        try harness.write("../a.csv", "Date,Description,Amount\n2026-11-03,COFFEE,-3.20\n" + rows)
        try harness.write(
            "../b.csv", "Date,Description,Amount\n2026-11-03,COFFEE SHOP MADRID,-3.20\n" + rows)
        harness.run("import", "../a.csv", "--account", "main")
        let run = harness.run("import", "../b.csv", "--account", "main")
        #expect(run.output.contains("0 new, 1 ambiguous, 2 known"), "\(run.output)")
    }

    @Test func `check takes the bank's day and amount for the bank's balances`() throws {
        let harness = try Harness.household()
        try harness.write(
            "../a.csv",
            """
            Date,Description,Amount,Balance
            2026-11-03,COFFEE,-3.20,996.80
            2026-11-05,TAXI,-10.00,986.80
            2026-11-09,GYM,-30.00,956.80

            """)
        harness.run("import", "../a.csv", "--account", "main")
        for change in ["date=2026-11-20", "date=2026-10-31", "amount=-12.00"] {
            #expect(harness.run("set", "desc:taxi", change).status == 0)
            let run = harness.run("check", "--strict")
            #expect(run.status == 0, "\(change): \(run.errors)")
        }
        // A line without the bank's word is still found.
        try harness.write(
            "transactions/main/2026.txt", text(harness).replacing("    -30.00", with: "    -31.00"))
        #expect(harness.run("check").errors.contains("balance.chain"))
        try harness.write(
            "transactions/main/2026.txt",
            "2026-11-02 | -3.00 | food | Tea | id:abc ?same\n")
        let waiting = harness.run("check")
        #expect(waiting.errors.contains("may be one event with another one"), "\(waiting.errors)")
        #expect(!waiting.errors.contains("a merge left"))
    }

    @Test func `only lines that may be one event are joined`() throws {
        let harness = try Harness.household()
        try harness.write("../a.csv", Self.bagel + "2026-11-09,GYM,-30.00\n")
        harness.run("import", "../a.csv", "--account", "main")
        try harness.write(
            "transactions/main/2026.txt",
            text(harness) + "2026-11-02 | -60.00 | food | Dinner | id:dinner0001\n")
        let ids = text(harness).split(separator: "\n").compactMap(Self.id)
        let before = harness.snapshot()
        for (one, other) in [(ids[0], ids[1]), (ids[2], ids[3]), ("dinner0001", ids[0])] {
            let run = harness.run("review", one, "--same", other)
            #expect(run.status == 3)
            #expect(run.errors.contains("cannot be the same event"), "\(run.errors)")
        }
        #expect(harness.snapshot() == before)
    }

    private static func id(_ line: some StringProtocol) -> String? {
        line.components(separatedBy: " id:").dropFirst().first.map { String($0.prefix(10)) }
    }

    @Test func `only two whole lines that count are paired by name`() throws {
        let harness = try Harness.household()
        try harness.write(
            "transactions/main/2026.txt",
            """
            2026-11-03 | -500.00 |  | A | id:a000000001
            2026-11-03 | -500.00 | food 100.00, home | B | id:b000000001
            2026-11-03 x | -500.00 |  | C | id:c000000001

            """)
        try harness.write(
            "transactions/savings/2026.txt",
            "2026-11-03 | 600.00 |  | D | id:d000000001\n2026-11-04 | 500.00 |  | E | id:e000000001\n"
        )
        for pair in [
            ["a000000001", "d000000001"], ["b000000001", "e000000001"],
            ["c000000001", "e000000001"],
        ] {
            #expect(harness.run(["transfers", "pair"] + pair).status == 3, "\(pair)")
        }
        #expect(harness.run("transfers", "pair", "a000000001", "e000000001").status == 0)
        try harness.write(
            "transactions/cash/2026.txt", "2026-11-04 | 500.00 |  | F | id:f000000001\n")
        let again = harness.run("transfers", "pair", "a000000001", "f000000001")
        #expect(again.errors.contains("paired already"), "\(again.errors)")
        #expect(harness.run("check", "--strict").status == 0)
    }
}
