import Foundation
import JSONText
import Model
import Testing

/// The requirements that follow from the two ways to reach a bank, by their numbers; those of dates alone are in
/// ConnectingTests.
@Suite struct RequirementTests {
    private func text(_ connection: String, _ access: String, _ more: String = "") -> String {
        """
        {
          "uid": "conn-\(connection)",
          "bank": "Banco Ejemplo",
          "access": "\(access)",
          "connector": "simplefin"\(more)
        }

        """
    }

    @Test("BC-01: an access is one of four, and several connections to one bank are fine")
    func accesses() throws {
        let harness = try Harness.household()
        try harness.write("connections/one.json", text("one", "direct"))
        try harness.write("connections/two.json", text("two", "open-banking"))
        let fine = harness.run("connections", "-O", "csv")
        #expect(fine.status == 0)
        #expect(fine.output.split(separator: "\n").count == 3)
        #expect(harness.run("check").status == 0)
        try harness.write("connections/two.json", text("two", "screen-scraping"))
        let run = harness.run("connections")
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("connections/two.json:4:"), "\(run)")
        #expect(run.errors.contains("access"))
        #expect(harness.run("check").status == 1)
    }

    @Test("BC-02: direct access brings every kind of account")
    func allKinds() throws {
        var world = BankWorld.november()
        world.accounts = [
            BankWorld.Account(key: "main", name: "Checking 1234"),
            BankWorld.Account(key: "save", name: "High yield savings"),
            BankWorld.Account(key: "visa", name: "Visa Platinum", opening: -5_000),
            BankWorld.Account(key: "mort", name: "Mortgage loan", opening: -9_000_000),
            BankWorld.Account(key: "inv", name: "Brokerage account", opening: 123_456),
        ]
        let bank = try BankHarness(world)
        let run = bank.connectSimpleFIN()
        #expect(run.status == 0, "\(run)")
        let sync = bank.run("sync")
        #expect(sync.status == 0, "\(sync)")
        let json = try bank.json("accounts")
        let kinds = (json["accounts"]?.elements ?? []).compactMap { $0["kind"]?.text }
        #expect(Set(kinds) == ["current", "savings", "card", "loan", "investment"])
        let totals = (json["accounts"]?.elements ?? []).compactMap {
            $0["balance"]?["EUR"]?.text
        }
        #expect(totals.contains("-90000.00"))
        #expect(totals.contains("1234.56"), "\(totals)")
    }

    @Test(
        "BC-03: open banking takes current accounts; others are named, and nothing of them is written"
    )
    func coverage() throws {
        var world = BankWorld.november()
        world.accounts.append(
            BankWorld.Account(key: "visa", name: "Visa Oro", kind: "CARD", opening: 0))
        let bank = try BankHarness(world)
        let run = try bank.connectOpenBanking()
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("Visa Oro is not covered"))
        #expect(run.output.contains("direct access"))
        #expect(bank.base.read("accounts/visa-oro.json") == nil)
        #expect(bank.run("sync").status == 0)
        // A file that maps a card all the same is refused, and nothing is fetched into it.
        #expect(bank.run("accounts", "add", "visa", "--kind", "card").status == 0)
        let path = "connections/ob.json"
        let text = try #require(bank.base.read(path))
        try bank.base.write(
            path, text.replacingOccurrences(of: "\"cuenta-nomina\"", with: "\"visa\""))
        let before = bank.base.snapshot().filter { !$0.key.hasPrefix("connections/") }
        let sync = bank.run("sync")
        #expect(sync.status == 15, "\(sync)")
        #expect(sync.output.contains("visa is of the kind card"))
        #expect(sync.output.contains("direct access"))
        #expect(bank.base.snapshot().filter { !$0.key.hasPrefix("connections/") } == before)
        let check = bank.run("check")
        #expect(check.status == 1)
        #expect(check.errors.contains("connections/ob.json:") || check.output.contains("ob.json"))
    }

    @Test("BC-04: what open banking does not reach is said, and the total marks itself partial")
    func partial() throws {
        let bank = try BankHarness()
        try bank.connectOpenBanking()
        let shown = bank.run("connections").output
        #expect(
            shown.contains(
                "savings accounts, cards, loans, investments: not covered by this access"))
        let accounts = bank.run("accounts").output
        #expect(
            accounts.contains(
                "partial: savings accounts, cards, loans, investments at Banco Ejemplo"))
        let json = try bank.json("accounts")
        #expect(json["partial"]?.elements?.count == 1)
        // A second way to the same bank reaches them.
        bank.connectSimpleFIN()
        #expect(!bank.run("accounts").output.contains("partial"))
        #expect(try bank.json("accounts")["partial"]?.elements?.isEmpty == true)
    }

    @Test("BC-05: what direct access delivers stays as it came, whatever a person makes of it")
    func raw() throws {
        var world = BankWorld(today: "2026-11-24")
        world.add("2026-11-03", -4_520, "COMPRA  TARJ.\t4321 «MERCADÓNA»  -MADRID ")
        let bank = try BankHarness(world)
        bank.connectSimpleFIN()
        bank.run("sync")
        let path = "evidence/cuenta-nomina/2026.jsonl"
        let evidence = try #require(bank.base.read(path))
        let object = try JSONParser.parse(Array(evidence.utf8.dropLast()))
        #expect(
            object["text"]?.elements?.first?.text == "COMPRA  TARJ.\t4321 «MERCADÓNA»  -MADRID ")
        #expect(object["amount"]?.text == "-45.20")
        #expect(object["booking_date"]?.text == "2026-11-03")
        let set = bank.run("set", "amt:-45.20", "description=Compra", "date=2026-11-01")
        #expect(set.status == 0, "\(set)")
        bank.world.hour = 18
        #expect(bank.run("sync").status == 0)
        #expect(bank.base.read(path) == evidence)
        let line = bank.run("list", "-O", "json").output
        #expect(line.contains("\"description\":\"Compra\""))
        #expect(line.contains("\"date\":\"2026-11-01\""))
    }

    @Test("BC-06: the same movements by both accesses, in other words, are one transaction each")
    func bothAccesses() throws {
        var world = BankWorld.november()
        for day in 10..<20 {
            world.add("2026-11-\(day)", Int64(-1_000 - day * 37), "RECIBO \(day) LUZ Y GAS")
        }
        let bank = try BankHarness(world)
        bank.connectSimpleFIN()
        let first = bank.run("sync")
        #expect(first.output.contains("20 new"), "\(first)")
        let connected = try bank.connectOpenBanking("--map", "Cuenta nómina=cuenta-nomina")
        #expect(connected.status == 0, "\(connected)")
        let json = try bank.json("sync", "ob")
        let account = json["connections"]?.elements?.first?["accounts"]?.elements?.first
        #expect(account?["new"]?.integer == 0, "\(String(describing: account))")
        let matched = account?["matched"]?.integer ?? 0
        let ambiguous = account?["ambiguous"]?.integer ?? 0
        #expect(matched + ambiguous == 20)
        #expect(ambiguous == 0, "all days and amounts are apart, or equal in number")
        #expect(account?["verify"]?.text == "proven")
        let count = try bank.json("list")["count"]?.integer
        #expect(count == 20)
        let sources = (bank.base.read("evidence/cuenta-nomina/2026.jsonl") ?? "")
            .split(separator: "\n")
        #expect(sources.count { $0.contains("\"source\":\"simplefin\"") } == 20)
        #expect(sources.count { $0.contains("\"source\":\"enable-banking\"") } == 20)
    }

    @Test(
        "BC-07: after a change of access the rules that no longer fit are named, and decisions stay"
    )
    func lostRules() throws {
        var world = BankWorld(today: "2026-11-24")
        world.add("2026-11-03", -4_520, "MERCADONA 1234")
        world.add("2026-11-05", -6_000, "GASOLINERA SUR")
        let bank = try BankHarness(world)
        try bank.base.write(
            "rules.txt", "desc:/^mercadona/ | category=food\ndesc:gasolinera | category=home\n")
        bank.connectSimpleFIN()
        bank.run("sync")
        bank.run("set", "desc:gasolinera", "note=trip")
        let before = bank.run("list", "-O", "json").output
        let change = try bank.consent([
            "reconnect", "sf", "--access", "open-banking", "--map", "Cuenta nómina=cuenta-nomina",
        ])
        #expect(change.status == 0, "\(change)")
        let sync = bank.run("sync")
        #expect(sync.output.contains("2 matched"), "\(sync)")
        let after = bank.run("list", "-O", "json").output
        for word in ["\"note\":\"trip\"", "\"category\":\"food\"", "\"category\":\"home\""] {
            #expect(before.contains(word) && after.contains(word), "\(word) in \(after)")
        }
        // The open banking text begins otherwise.
        #expect(sync.errors.contains("rules.txt:1"), "\(sync.errors)")
        #expect(!sync.errors.contains("rules.txt:2"))
        #expect(
            bank.base.read("connections/sf.json")?.contains("\"access\": \"open-banking\"") == true)
    }

    @Test(
        "BC-08: balances behind the rows are kept and checked as a chain; rows without one are counted"
    )
    func chain() throws {
        let bank = try BankHarness()
        bank.path = packageRoot + "/docs/examples"
        func write(_ rows: [(String, String, String?)]) throws {
            let list = rows.enumerated().map { number, row in
                """
                {"id": "REF-00\(number)-\(row.0)", "date": "\(row.0)", "amount": "\(row.1)", "text": "row \(number)"\(
                    row.2.map { ", \"balance\": \"\($0)\"" } ?? "")}
                """
            }
            try Data(
                """
                {"accounts": [{"id": "A1", "name": "Cuenta", "kind": "current", "currency": "EUR",
                  "rows": [\(list.joined(separator: ","))]}]}
                """.utf8
            ).write(to: URL(fileURLWithPath: bank.base.folder + "/bank.json"))
        }
        try write([
            ("2026-11-13", "-10.00", "90.00"), ("2026-11-14", "-5.00", "85.00"),
            ("2026-11-15", "-1.00", nil),
        ])
        let connected = bank.run(
            "connect", "Mi Banco", "--connector", "jsonfile", "--name", "mine", "--set",
            "file=\(bank.base.folder)/bank.json")
        #expect(connected.status == 0, "\(connected)")
        let fine = bank.run("sync")
        #expect(fine.output.contains("3 new"))
        #expect(fine.output.contains("1 row without a balance"), "\(fine)")
        #expect(!fine.errors.contains("moves by"))
        let list = try bank.json("list")
        let balances = (list["transactions"]?.elements ?? []).map { $0["balance"]?.text }
        #expect(balances == ["90.00", "85.00", nil])
        // A row of 7.00 is missing before the last.
        try write([
            ("2026-11-13", "-10.00", "90.00"), ("2026-11-14", "-5.00", "85.00"),
            ("2026-11-15", "-1.00", nil), ("2026-11-20", "-2.00", "75.00"),
        ])
        bank.world.hour = 20
        let broken = bank.run("sync")
        #expect(broken.errors.contains("moves by -7.00 EUR that no row explains"), "\(broken)")
        let ids = (try bank.json("list")["transactions"]?.elements ?? []).compactMap {
            $0["id"]?.text
        }
        try #require(ids.count == 4)
        #expect(
            broken.errors.contains("between \(ids[1]) and \(ids[3])"), "\(broken.errors) \(ids)")
    }

    @Test("BC-09: open banking states no balance per row; what is shown beside rows is computed")
    func computedBalance() throws {
        let bank = try BankHarness()
        try bank.connectOpenBanking()
        bank.run("sync")
        let list = try bank.json("list")
        let rows = list["transactions"]?.elements ?? []
        #expect(rows.count == 10)
        #expect(rows.allSatisfy { $0["balance"] == .null })
        let stated = try bank.json("accounts")["accounts"]?.elements?.first?["bank"]
        #expect(stated?["label"]?.text == "reported")
        #expect(stated?["amount"]?.text == decimalText(bank.world.balance("main"), decimals: 2))
        let areg = try bank.json("areg", "cuenta-nomina")
        let running = areg["rows"]?.elements ?? []
        #expect(running.allSatisfy { $0["balance_source"]?.text == "computed" })
        #expect(running.allSatisfy { $0["bank_balance"] == .null })
        let verify = try bank.json("verify")
        let checked = verify["accounts"]?.elements?.first?["checked"]
        #expect(checked?["chain"]?.integer == 0)
        #expect(checked?["snapshots"]?.integer == 1)
    }

    @Test("BC-10: two balances and rows between them that do not add up give the gap and its days")
    func snapshots() throws {
        let bank = try BankHarness()
        try bank.connectOpenBanking()
        bank.run("sync")
        bank.world.today = "2026-11-26"
        bank.world.add("2026-11-25", -1_000, "PANADERIA")
        // The bank moves the balance and tells no row.
        bank.world.accounts[0].opening -= 5_000
        let sync = bank.run("sync")
        #expect(sync.status == 0)
        #expect(sync.output.contains("does not agree with the bank"), "\(sync)")
        let verify = try bank.json("verify")
        let account = try #require(verify["accounts"]?.elements?.first)
        #expect(account["result"]?.text == "broken")
        #expect(account["gap"]?["amount"]?.text == "50.00")
        #expect(account["gap"]?["first_date"]?.text == "2026-11-25")
        #expect(account["gap"]?["last_date"]?.text == "2026-11-26")
    }

    @Test(
        "BC-12: an expired consent refuses to fetch without a call; a new one goes on without a duplicate"
    )
    func expiry() throws {
        let bank = try BankHarness(.november())
        try bank.connectOpenBanking()
        bank.run("sync")
        let ids = bank.base.read("transactions/cuenta-nomina/2026.txt")
        bank.world.today = "2027-02-22"
        bank.world.add("2027-01-10", -2_500, "SUPERMERCADO")
        let before = bank.requests.count
        let files = bank.base.snapshot()
        let run = bank.run("sync")
        #expect(run.status == 11, "\(run)")
        #expect(run.output.contains("bankbook reconnect ob"))
        #expect(bank.requests.count == before)
        #expect(bank.base.snapshot() == files)
        #expect(bank.run("list").status == 0)
        #expect(bank.run("connections").output.contains("expired"))
        let renewed = try bank.consent(["reconnect", "ob"])
        #expect(renewed.status == 0, "\(renewed)")
        let sync = bank.run("sync")
        #expect(sync.status == 0, "\(sync)")
        #expect(sync.output.contains("1 new"))
        #expect(bank.base.read("transactions/cuenta-nomina/2026.txt") == ids)
        #expect(bank.run("connections").output.contains("active"))
        let file = try #require(bank.base.read("connections/ob.json"))
        #expect(file.contains("\"granted\": \"2027-02-22\""))
        #expect(file.contains("\"2026-11-24\""))
    }

    @Test(
        "BC-14: an answer in another form is its own class; it is noted, and nothing half is written"
    )
    func formatChanged() throws {
        let bank = try BankHarness()
        bank.connectSimpleFIN()
        bank.world.faults = [BankWorld.fault("accounts", "html")]
        let before = bank.base.snapshot()
        let run = bank.run("sync")
        #expect(run.status == 14, "\(run)")
        let after = bank.base.snapshot()
        #expect(Set(after.keys).subtracting(before.keys) == ["connections/sf.log.jsonl"])
        let log = try #require(bank.base.read("connections/sf.log.jsonl"))
        #expect(log.contains("\"result\":\"format-changed\""))
        #expect(log.contains("\"at\":\"2026-11-24T12:00:00Z\""))
        #expect(bank.run("connections").output.contains("action-needed"))
    }

    @Test("BC-15: connections shows how many attempts came well")
    func health() throws {
        let bank = try BankHarness()
        bank.connectSimpleFIN()
        bank.run("sync")
        bank.world.hour = 13
        bank.world.faults = [
            BankWorld.fault("accounts", "status", times: 1, ["status": .integer(503)])
        ]
        #expect(bank.run("sync").status == 10)
        let json = try bank.json("connections")
        let health = json["connections"]?.elements?.first?["health"]?.elements?.first
        #expect(health?["succeeded"]?.integer == 1)
        #expect(health?["attempts"]?.integer == 2)
        #expect(bank.run("connections").output.contains("1 of 2"))
        #expect(json["connections"]?.elements?.first?["failures_30_days"]?.integer == 1)
    }

    @Test("BC-16: the advice to change the access is told once, with what it costs")
    func advice() throws {
        let bank = try BankHarness()
        let connected = bank.connectSimpleFIN()
        #expect(connected.status == 0, "\(connected)")
        bank.world.faults = [BankWorld.fault("accounts", "status", ["status": .integer(503)])]
        var told: [String] = []
        for hour in 10..<16 {
            bank.world.hour = hour
            told.append(bank.run("sync").errors)
        }
        let advised = told.map { $0.contains("--access open-banking") }
        #expect(advised == [false, false, true, false, false, false])
        #expect(told[2].contains("current accounts only"))
        #expect(told[2].contains("90 days"))
        let json = try bank.json("connections")
        #expect(
            json["connections"]?.elements?.first?["advice"]?.text == "switch-to-open-banking")
    }

    @Test(
        "BC-17: a connection's file holds nothing that looks like a secret",
        arguments: [
            ("open-banking", "password"), ("open-banking", "login"), ("open-banking", "bank_pin"),
            ("direct", "password"), ("direct", "access-token"), ("direct", "secret_key"),
        ])
    func noCredentials(access: String, key: String) throws {
        let harness = try Harness.household()
        try harness.write(
            "connections/x.json",
            text("x", access, ",\n  \"config\": {\n    \"\(key)\": \"12345\"\n  }"))
        let run = harness.run("sync")
        #expect(run.status == 1)
        #expect(run.errors.contains("connections/x.json:7:"), "\(run)")
        #expect(run.errors.contains("“\(key)” looks like a secret"))
        #expect(!run.errors.contains("12345") || run.errors.contains("\"\(key)\": \"12345\""))
        #expect(harness.run("check").status == 1)
        // A direct connection may name who logs in.
        try harness.write(
            "connections/x.json",
            text("x", "direct", ",\n  \"config\": {\n    \"login\": \"ana\"\n  }"))
        #expect(harness.run("check").status == 0)
    }

    @Test("BC-20: explain compares the two accesses and says which suits")
    func explain() throws {
        let harness = try Harness()
        try FileManager.default.createDirectory(
            atPath: harness.ledger, withIntermediateDirectories: true)
        let card = harness.run("explain", "current", "card")
        #expect(card.status == 0)
        #expect(card.output.contains("recommended: direct"))
        #expect(card.output.contains("open banking does not reach cards"))
        let current = harness.run("explain", "current", "--stable")
        #expect(current.output.contains("recommended: open-banking"))
        #expect(harness.run("explain", "carrd").status == 2)
    }
}
