import Foundation
import TestSupport
import Testing

/// Transfers between own accounts, found on both sides.
struct TransferTests {
    /// A ledger with the accounts of the labelled transfers, and prices.
    private static func ledger() throws -> Harness {
        let harness = try Harness()
        try harness.write(
            "ledger.json",
            "{\n  \"format\": 1,\n  \"uid\": \"test000001\",\n  \"base_currency\": \"EUR\"\n}\n")
        for (name, kind) in [
            ("main", "current"), ("savings", "savings"), ("joint", "current"), ("card", "card"),
            ("dollars", "current"),
        ] {
            let iban = LabelledTransfers.ibans[name].map { ",\n  \"iban\": \"\($0)\"" } ?? ""
            try harness.write(
                "accounts/\(name).json",
                "{\n  \"uid\": \"acc-\(name)\",\n  \"kind\": \"\(kind)\",\n  \"currency\": "
                    + "\"\(name == "dollars" ? "USD" : "EUR")\"\(iban)\n}\n")
        }
        let prices = (0..<190).map { day in
            "\(LabelledTransfers.date(day)) | 1 EUR | "
                + String(format: "1.%04d USD\n", LabelledTransfers.rate(day) - 10_000)
        }
        try harness.write("prices/eur-usd.txt", prices.joined())
        return harness
    }

    /// A line as the labels name it, with its ids.
    private struct Line {
        var key: String
        var ids: [String]
        var pairs: [String]
        var isPending = false
    }

    private func lines(_ harness: Harness) throws -> [Line] {
        let output = harness.run("list", "-O", "json").output
        let json = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        let list = json?["transactions"] as? [[String: Any]] ?? []
        return list.map { line in
            func text(_ key: String) -> String { line[key] as? String ?? "" }
            // Who is on the other side stands before the text in the description.
            return Line(
                key: "\(text("account")) \(text("date")) \(text("amount")) \(text("description"))",
                ids: [text("id")] + (line["aka"] as? [String] ?? []),
                pairs: line["pair"] as? [String] ?? [])
        }
    }

    /// The pairs as texts of both sides, out first.
    private func pairs(_ harness: Harness) throws -> [String] {
        let lines = try lines(harness)
        var byID: [String: Line] = [:]
        for line in lines { for id in line.ids { byID[id] = line } }
        var pairs: [String] = []
        for line in lines where line.key.contains(" -") {
            for id in line.pairs { pairs.append("\(line.key) → \(byID[id]?.key ?? "?")") }
        }
        return pairs.sorted()
    }

    private static func key(_ row: LabelledTransfers.Row) -> String {
        let name = row.name.map { row.text.contains($0) ? "" : $0 + " " } ?? ""
        return "\(row.account) \(row.date) \(row.amount) \(name)\(row.text)"
    }

    /// Imports half-years of accounts in an order.
    private func imported(
        _ labelled: LabelledTransfers, _ files: [(account: String, days: Range<Int>)]
    ) throws -> Harness {
        let harness = try Self.ledger()
        for file in files {
            guard let answer = labelled.answer(file.account, file.days) else { continue }
            try harness.write("../a.json", answer)
            let run = harness.run("import", "../a.json", "--account", file.account)
            #expect(run.status == 0, "\(run.errors)")
        }
        return harness
    }

    @Test func `transfers are found on both sides, and nothing else is one`() throws {
        var found: [LabelledTransfers.Difficulty: (right: Int, all: Int)] = [:]
        var (right, wrong) = (0, 0)
        for seed in Trials.seeds(2, of: "labelled transfers") {
            var random = Seeded(seed)
            let labelled = LabelledTransfers(seed: seed)
            let files = LabelledTransfers.accounts.flatMap { account in
                [0..<70, 70..<200].map { (account: account, days: $0) }
            }
            var known: [String]?
            for _ in 0..<2 {
                let order = files.shuffled(using: &random)
                let harness = try imported(labelled, order)
                let pairs = try pairs(harness)
                #expect(pairs == known ?? pairs, "seed \(seed): \(order)")
                known = pairs
            }
            var left: [String: Int] = [:]
            for pair in known ?? [] { left[pair, default: 0] += 1 }
            for transfer in labelled.transfers {
                let key = "\(Self.key(transfer.out)) → \(Self.key(transfer.into))"
                found[transfer.difficulty, default: (0, 0)].all += 1
                guard let count = left[key], count > 0 else {
                    if verbose { print("missed \(transfer.difficulty): \(key)") }
                    continue
                }
                left[key] = count - 1
                found[transfer.difficulty, default: (0, 0)].right += 1
                right += 1
            }
            for (pair, count) in left where count > 0 {
                if verbose { print("wrong: \(pair)") }
                wrong += count
            }
        }
        let all = found.values.reduce(0) { $0 + $1.all }
        for difficulty in LabelledTransfers.Difficulty.allCases {
            let (right, all) = found[difficulty] ?? (0, 0)
            print("\(difficulty): \(right) of \(all)")
        }
        print("right \(right), wrong \(wrong), of \(all)")
        #expect(right * 100 >= 99 * (right + wrong), "precision")
        #expect(right * 100 >= 95 * all, "recall")
    }

    private var verbose: Bool {
        ProcessInfo.processInfo.environment["BANKBOOK_VERBOSE"] != nil
    }
}

/// What persons say of transfers stays.
struct TransferDecisionTests {
    private static let main = """
        Date,Description,Amount
        2026-11-03,TRASPASO A SAVINGS,-500.00
        2026-11-05,COMPRA TARJ. KIOSK,-20.00

        """
    private static let savings = """
        Date,Description,Amount
        2026-11-04,TRASPASO DESDE MAIN,500.00
        2026-11-05,DEVOLUCION,20.00

        """

    private func household() throws -> Harness {
        let harness = try Harness.household()
        try harness.write("../main.csv", Self.main)
        try harness.write("../savings.csv", Self.savings)
        return harness
    }

    private func line(_ harness: Harness, _ account: String, _ text: String) -> String {
        (harness.read("transactions/\(account)/2026.txt") ?? "").split(separator: "\n")
            .first { $0.contains(text) }.map(String.init) ?? ""
    }

    private func id(_ line: String) -> String {
        String(line.components(separatedBy: " id:").last?.prefix(10) ?? "")
    }

    @Test func `the second import pairs both sides, in either order, and undo takes it back`()
        throws
    {
        var known: [String]?
        for order in [["main", "savings"], ["savings", "main"]] {
            let harness = try household()
            harness.run("import", "../\(order[0]).csv", "--account", order[0])
            let before = harness.snapshot()
            let run = harness.run("import", "../\(order[1]).csv", "--account", order[1])
            #expect(run.output.contains("1 transfer paired"), "\(run.output)\(run.errors)")
            let out = line(harness, "main", "TRASPASO")
            let into = line(harness, "savings", "TRASPASO")
            #expect(out.contains("| =savings ") && out.contains("pair:\(id(into))"), "\(out)")
            #expect(into.contains("| =main ") && into.contains("pair:\(id(out))"), "\(into)")
            #expect(out.contains("auto:category."))
            #expect(line(harness, "savings", "DEVOLUCION").contains("|                        |"))
            #expect(harness.run("check", "--strict").status == 0)
            let lines = [out, into]
            #expect(lines == known ?? lines)
            known = lines
            let shown = harness.run("transfers").output
            #expect(
                shown.contains("2026-11-03  main  -500.00 EUR  2026-11-04  savings  500.00 EUR"),
                "\(shown)")
            #expect(harness.run("transfers", "pair").output.contains("0 transfers paired"))
            #expect(harness.run("undo").status == 0)
            #expect(harness.snapshot() == before)
        }
    }

    @Test func `a person's category stays, and what was taken apart is not paired again`() throws {
        let harness = try household()
        harness.run("import", "../main.csv", "--account", "main")
        harness.run("set", "desc:traspaso", "category=fun")
        let before = harness.snapshot().filter { $0.key.hasPrefix("transactions/main") }
        let run = harness.run("import", "../savings.csv", "--account", "savings")
        #expect(!run.output.contains("paired"), "\(run.output)")
        #expect(harness.snapshot().filter { $0.key.hasPrefix("transactions/main") } == before)
        harness.run("set", "desc:traspaso acct:main", "category=", "--yes")
        harness.run("set", "acct:main", "desc:traspaso", "category=", "--yes")
        #expect(harness.run("transfers", "pair").output.contains("1 transfer paired"))
        let out = id(line(harness, "main", "TRASPASO"))
        #expect(harness.run("transfers", "part", out).status == 0)
        for account in ["main", "savings"] {
            let line = line(harness, account, "TRASPASO")
            #expect(line.contains("distinct:") && !line.contains("pair:"), "\(line)")
            #expect(!line.contains("=main") && !line.contains("=savings"), "\(line)")
        }
        #expect(harness.run("transfers", "pair").output.contains("0 transfers paired"))
        let into = id(line(harness, "savings", "TRASPASO"))
        #expect(harness.run("transfers", "pair", out, into).status == 0)
        #expect(line(harness, "main", "TRASPASO").contains("| =savings "))
        #expect(!line(harness, "main", "TRASPASO").contains("auto:"))
        #expect(harness.run("check", "--strict").status == 0)
    }

    @Test func `a line typed as a transfer gets its other side when that comes`() throws {
        let harness = try Harness.household()
        try harness.write(
            "transactions/main/2026.txt", "2026-11-03 | -500.00 | =savings | For the summer\n")
        try harness.write("../savings.csv", Self.savings)
        let run = harness.run("import", "../savings.csv", "--account", "savings")
        #expect(run.output.contains("1 transfer paired"), "\(run.output)")
        let out = line(harness, "main", "summer")
        #expect(out.contains("pair:") && out.contains(" id:") && !out.contains("auto:"), "\(out)")
        #expect(line(harness, "savings", "TRASPASO").contains("| =main "))
        #expect(harness.run("check", "--strict").status == 0)
    }

    @Test func `a better pair takes the place of one that a machine made`() throws {
        let harness = try Harness.household()
        try harness.write(
            "../a.csv", "Date,Description,Amount\n2026-11-03,TRASPASO ENTRE CUENTAS,-500.00\n")
        try harness.write(
            "../b.csv", "Date,Description,Amount\n2026-11-06,TRASPASO ENTRE CUENTAS,500.00\n")
        try harness.write(
            "../c.csv", "Date,Description,Amount\n2026-11-03,TRASPASO ENTRE CUENTAS,500.00\n")
        harness.run("import", "../a.csv", "--account", "main")
        let first = harness.run("import", "../b.csv", "--account", "savings")
        #expect(first.output.contains("1 transfer paired"), "\(first.output)")
        let second = harness.run("import", "../c.csv", "--account", "cash")
        #expect(second.output.contains("1 transfer paired"), "\(second.output)")
        #expect(line(harness, "main", "TRASPASO").contains("| =cash "))
        let left = line(harness, "savings", "TRASPASO")
        #expect(!left.contains("=main") && !left.contains("pair:"), "\(left)")
        #expect(harness.run("check", "--strict").status == 0)
    }

    @Test func `what cannot be paired is said`() throws {
        let harness = try household()
        harness.run("import", "../main.csv", "--account", "main")
        harness.run("import", "../savings.csv", "--account", "savings")
        let ids = ["TRASPASO", "KIOSK"].map { id(line(harness, "main", $0)) }
        let before = harness.snapshot()
        #expect(harness.run("transfers", "pair", ids[0], ids[1]).status == 3)
        #expect(harness.run("transfers", "pair", ids[0]).status == 2)
        #expect(harness.run("transfers", "pair", ids[0], "nothing").status == 3)
        #expect(harness.run("transfers", "part", ids[1]).status == 3)
        #expect(harness.run("transfers", "part").status == 2)
        #expect(harness.snapshot() == before)
    }
}
