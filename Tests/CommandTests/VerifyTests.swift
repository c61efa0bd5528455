import Foundation
import TestSupport
import Testing

/// `verify` on ledgers of imported and typed lines.
struct VerifyTests {
    private static let statement = """
        Date,Description,Amount,Balance
        2026-11-03,CAFE SOL,-3.20,996.80
        2026-11-03,CAFE SOL,-3.20,993.60
        2026-11-05,NOMINA,2150.00,3143.60
        2026-11-09,MERCADONA,-45.10,3098.50
        2026-11-12,GYM,-30.00,3068.50

        """

    private func imported() throws -> Harness {
        let harness = try Harness.household()
        try harness.write("../a.csv", Self.statement)
        #expect(harness.run("import", "../a.csv", "--account", "main").status == 0)
        return harness
    }

    private func change(_ harness: Harness, _ change: (inout [String]) -> Void) throws {
        let text = harness.read("transactions/main/2026.txt") ?? ""
        var lines = text.split(separator: "\n").map(String.init)
        change(&lines)
        try harness.write("transactions/main/2026.txt", lines.joined(separator: "\n") + "\n")
    }

    @Test func `an account that agrees is proven, and one of which nothing is said is unproven`()
        throws
    {
        let harness = try imported()
        let run = harness.run("verify")
        #expect(run.status == 0, "\(run.errors)")
        #expect(
            run.output.contains("main     proven    through 2026-11-12  3068.50 EUR  4 days"),
            "\(run.output)")
        #expect(run.output.contains("savings  unproven"), "\(run.output)")
        let json = harness.run("verify", "main", "-O", "json").output
        #expect(
            json.contains(
                "\"account\":\"main\",\"currency\":\"EUR\",\"result\":\"proven\",\"through\":\"2026-11-12\","
                    + "\"ledger\":\"3068.50\",\"bank\":\"3068.50\",\"difference\":\"0.00\","
                    + "\"checked\":{\"chain\":4,\"statements\":2,\"snapshots\":0,\"assertions\":0},"
                    + "\"gap\":null,\"suspects\":[]"), "\(json)")
        #expect(harness.run("verify", "nothing").status == 4)
    }

    @Test(arguments: [
        ("missing", "2026-11-09", "-45.10", "no line has it"),
        ("doubled", "2026-11-09", "-45.10", "another line has its id"),
        ("sign", "2026-11-09", "45.10", "the bank has another sign"),
        ("amount", "2026-11-09", "-54.10", "the bank has another amount"),
        ("pending", "2026-11-09", "-45.10", "its line is not booked"),
    ])
    func `what was done to a line is named first`(
        _ fault: (kind: String, date: String, amount: String, why: String)
    ) throws {
        let harness = try imported()
        try change(harness) { lines in
            let place = lines.firstIndex { $0.contains("MERCADONA") } ?? 0
            switch fault.kind {
            case "missing": lines.remove(at: place)
            case "doubled": lines.insert(lines[place], at: place)
            case "sign": lines[place] = lines[place].replacing("    -45.10", with: "     45.10")
            case "amount": lines[place] = lines[place].replacing("    -45.10", with: "    -54.10")
            default: lines[place] = lines[place].replacing("2026-11-09  ", with: "2026-11-09 !")
            }
        }
        let run = harness.run("verify", "main")
        #expect(run.status == 1)
        #expect(run.output.contains("broken"), "\(run.output)")
        let first = run.output.split(separator: "\n").first { $0.hasPrefix("1  ") } ?? ""
        for word in [fault.kind, fault.date, fault.amount, fault.why] {
            #expect(first.contains(word), "\(word) in \(first)")
        }
    }

    @Test func `a day that a person changed is no gap`() throws {
        let harness = try imported()
        try change(harness) { lines in
            let place = lines.firstIndex { $0.contains("MERCADONA") } ?? 0
            lines[place] = lines[place].replacing("2026-11-09", with: "2026-11-12")
        }
        #expect(harness.run("verify", "main").status == 0)
        #expect(harness.run("set", "desc:gym", "date=2026-11-20").status == 0)
        #expect(harness.run("verify", "main").status == 0)
    }

    @Test func `a typed line on the wrong side of a balance is named`() throws {
        let harness = try Harness.household()
        let lines = """
            2026-11-03 | -3.20 | food | Café
            2026-12-02 | -10.00 | food | Bread
            2026-11-30 = | 986.80
            2026-12-03 | -7.00 | fun | Films
            2026-12-31 = | 979.80

            """
        try harness.write("transactions/main/2026.txt", lines)
        let run = harness.run("verify", "main")
        #expect(run.status == 1)
        let first = run.output.split(separator: "\n").first { $0.hasPrefix("1  ") } ?? ""
        #expect(
            first.contains("date  2026-12-02") && first.contains("it would fit between"),
            "\(run.output)")
    }

    @Test func `one figure without an opening proves nothing, and two count from the first`() throws
    {
        let harness = try Harness.household()
        try harness.write(
            "accounts/main.json",
            "{\n  \"uid\": \"acc-main\",\n  \"kind\": \"current\",\n  \"currency\": \"EUR\"\n}\n")
        try harness.write(
            "transactions/main/2026.txt",
            "2026-11-03 | -3.20 | food | Café\n2026-11-30 = | 996.80\n")
        #expect(harness.run("verify", "main").output.contains("unproven"))
        try harness.write(
            "transactions/main/2026.txt",
            "2026-11-03 | -3.20 | food | Café\n2026-11-30 = | 996.80\n2026-12-01 | -1.00\n2026-12-31 = | 995.80\n"
        )
        let run = harness.run("verify", "main")
        #expect(run.output.contains("proven  through 2026-12-31  995.80 EUR"), "\(run.output)")
    }

    @Test func `what explains a gap is all that is named`() throws {
        func named(_ change: (Harness) throws -> Void) throws -> [String] {
            let harness = try imported()
            try change(harness)
            return harness.run("verify", "main").output.split(separator: "\n")
                .filter { $0.first?.isNumber ?? false }
                .map { $0.split(separator: " ").dropFirst().prefix(3).joined(separator: " ") }
        }
        let typed = try named { $0.run("add", "main", "-10.00", "Taxi", "--on", "2026-11-05") }
        #expect(typed == ["pending 2026-11-05 -10.00"])
        let removed = try named { harness in
            try change(harness) {
                $0.removeAll { $0.contains("MERCADONA") || $0.contains("NOMINA") }
            }
        }
        #expect(removed == ["missing 2026-11-05 2150.00", "missing 2026-11-09 -45.10"])
        let turned = try named { harness in
            try change(harness) { lines in
                lines = lines.map {
                    $0.replacing("    -45.10", with: "     45.10")
                        .replacing("   2150.00", with: "  -2150.00")
                }
            }
        }
        #expect(turned == ["sign 2026-11-05 -2150.00", "sign 2026-11-09 45.10"])
    }

    @Test func `a row that no file brought is missing between its neighbours`() throws {
        let harness = try Harness.household()
        try harness.write(
            "../a.csv", Self.statement.replacing("2026-11-09,MERCADONA,-45.10,3098.50\n", with: ""))
        let first = harness.run("import", "../a.csv", "--account", "main")
        #expect(
            first.output.contains("main does not agree with its bank: see “bankbook verify main”"))
        let run = harness.run("verify", "main")
        #expect(run.status == 1)
        #expect(
            run.output.contains("from 2026-11-05 to 2026-11-12 the ledger gained 45.10 EUR more"),
            "\(run.output)")
        #expect(run.output.contains("no file brought it"), "\(run.output)")
        // The corrected file settles it.
        try harness.write("../a.csv", Self.statement)
        let second = harness.run("import", "../a.csv", "--account", "main", "-O", "json")
        #expect(
            second.output.contains(
                "\"verify\":[{\"account\":\"main\",\"currency\":\"EUR\",\"result\":\"proven\","
                    + "\"through\":\"2026-11-12\"}]"), "\(second.output)")
        #expect(harness.run("verify").status == 0)
    }

    @Test func `typed lines with = are held against it, and pending ones are not`() throws {
        let harness = try Harness.household()
        let lines = """
            2026-11-03 | -3.20 | food | Café
            2026-11-04 ! | -12.00 | fun | Films
            2026-11-30 = | 996.80
            2026-12-02 | -10.00 | food | Bread
            2026-12-02 | -10.00 | food | Bread
            2026-12-31 = | 986.80

            """
        try harness.write("transactions/main/2026.txt", lines)
        let run = harness.run("verify", "main")
        #expect(run.status == 1)
        #expect(run.output.contains("through 2026-11-30"), "\(run.output)")
        let first = run.output.split(separator: "\n").first { $0.hasPrefix("1  ") } ?? ""
        #expect(first.contains("doubled  2026-12-02") && first.contains("another line is like it"))
        try harness.write(
            "transactions/main/2026.txt", lines.replacing("986.80", with: "976.80"))
        #expect(harness.run("verify").status == 0)
        try harness.write("transactions/main/2026.txt", "2026-11-03 | -3,20\n")
        let broken = harness.run("verify")
        #expect(broken.status == 1)
        #expect(broken.errors.contains("transactions/main/2026.txt:1:"), "\(broken.errors)")
    }

    @Test func `statements with an opening and a closing are proofs`() throws {
        let harness = try Harness.household()
        let text = """
            :20:A
            :25:111
            :60F:C261031EUR1000,00
            :61:2611101110D2,00NMSCNONREF
            :86:Tea
            :61:2611121112D20,00NMSCNONREF
            :86:Coffee
            :62F:C261130EUR978,00
            -

            """
        try harness.write("../a.sta", text)
        #expect(harness.run("import", "../a.sta", "--account", "main").status == 0)
        let run = harness.run("verify", "main")
        #expect(run.output.contains("2 balances of statements"), "\(run.output)")
        #expect(run.status == 0)
        harness.run("delete", "desc:coffee")
        let deleted = harness.run("verify", "main")
        #expect(deleted.status == 1)
        let first = deleted.output.split(separator: "\n").first { $0.hasPrefix("1  ") } ?? ""
        #expect(first.contains("missing  2026-11-12") && first.contains("its line was deleted"))
    }
}
