import Foundation
import JSONText
import Testing

/// What banks do wrong: each fault has its class and status, is noted, loses nothing and writes nothing half.
@Suite struct BankFaultTests {
    private struct Provider: Sendable {
        var name: String
        /// What stands in the path of a request for transactions.
        var path: String
        var connect: @Sendable (BankHarness) throws -> Harness.Run
    }

    private static let providers = [
        Provider(name: "ob", path: "/transactions") { try $0.connectOpenBanking() },
        Provider(name: "gc", path: "/transactions") { $0.connectGoCardless() },
        Provider(name: "sf", path: "/simplefin/accounts") { $0.connectSimpleFIN() },
    ]

    /// A fault with its status for each of the three providers.
    private struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var fault: @Sendable (String) -> JSONValue
        var statuses: [String: Int32]

        var testDescription: String { name }
    }

    private static let cases = [
        Case(
            name: "503",
            fault: { BankWorld.fault($0, "status", ["status": .integer(503)]) },
            statuses: ["ob": 10, "gc": 10, "sf": 10]),
        Case(
            name: "500",
            fault: { BankWorld.fault($0, "status", ["status": .integer(500)]) },
            statuses: ["ob": 10, "gc": 10, "sf": 10]),
        Case(
            name: "429 with the headers of quotas", fault: { BankWorld.fault($0, "limit") },
            statuses: ["ob": 13, "gc": 13, "sf": 13]),
        Case(
            name: "401 with a Basic challenge", fault: { BankWorld.fault($0, "basic") },
            statuses: ["ob": 12, "gc": 12, "sf": 12]),
        Case(
            name: "truncated", fault: { BankWorld.fault($0, "truncated") },
            statuses: ["ob": 10, "gc": 10, "sf": 10]),
        Case(
            name: "no JSON", fault: { BankWorld.fault($0, "html") },
            statuses: ["ob": 14, "gc": 14, "sf": 14]),
        Case(
            name: "another form", fault: { BankWorld.fault($0, "body", ["body": .object([])]) },
            statuses: ["ob": 14, "gc": 14, "sf": 14]),
        Case(
            name: "a redirect to elsewhere", fault: { BankWorld.fault($0, "redirect") },
            statuses: ["ob": 14, "gc": 14, "sf": 14]),
    ]

    @Test("a fault has its status, and the next sync brings everything", arguments: cases)
    private func faults(_ one: Case) throws {
        for provider in BankFaultTests.providers {
            let bank = try BankHarness()
            let connected = try provider.connect(bank)
            #expect(connected.status == 0, "\(connected)")
            let before = bank.base.snapshot()
            bank.world.faults = [one.fault(provider.path)]
            let run = bank.run("sync")
            #expect(run.status == one.statuses[provider.name], "\(provider.name): \(run)")
            let after = bank.base.snapshot()
            let news = after.filter { before[$0.key] != $0.value }.keys.sorted()
            #expect(news == ["connections/\(provider.name).log.jsonl"], "\(provider.name)")
            bank.world.faults = []
            bank.world.today = "2026-11-25"
            if run.status == 12 {
                // Wrong credentials are not tried again by themselves.
                let scheduled = bank.run("sync", "--scheduled")
                #expect(scheduled.output.contains("not due"), "\(scheduled)")
            }
            let next = bank.run("sync")
            #expect(next.status == 0, "\(provider.name): \(next)")
            #expect(next.output.contains("10 new"), "\(provider.name): \(next)")
            #expect(next.output.contains("agrees with the bank"), "\(provider.name): \(next)")
        }
    }

    @Test(
        "a consent that the bank ends is told by its class: a planned end is no failure, a revoked one is"
    )
    func consents() throws {
        func body(_ pairs: [(String, String)]) -> JSONValue {
            .object(pairs.map { JSONMember($0.0, .string($0.1)) })
        }
        let expired = body([
            ("summary", "End User Agreement (EUA) X has expired"),
            ("detail", "it was valid for 90 days"),
        ])
        for (name, status, answer, failures) in [
            (
                "ob", 401, body([("error", "EXPIRED_SESSION"), ("message", "Session is expired")]),
                0
            ),
            (
                "ob", 401,
                body([("error", "REVOKED_SESSION"), ("message", "Session was revoked")]), 1
            ),
            ("gc", 400, expired, 0), ("gc", 401, expired, 0),
            ("gc", 409, body([("summary", "Account suspended"), ("detail", "suspended")]), 1),
        ] {
            let bank = try BankHarness()
            if name == "ob" { try bank.connectOpenBanking() } else { bank.connectGoCardless() }
            let before = bank.base.snapshot()
            bank.world.faults = [
                BankWorld.fault(
                    "/transactions", "status", ["status": .integer(status), "body": answer])
            ]
            let run = bank.run("sync")
            #expect(run.status == 11, "\(name) \(status): \(run)")
            let news = bank.base.snapshot().filter { before[$0.key] != $0.value }.keys.sorted()
            #expect(news == ["connections/\(name).log.jsonl"])
            let json = try bank.json("connections")["connections"]?.elements?.first
            #expect(json?["failures_30_days"]?.integer == failures, "\(name) \(status)")
            #expect(json?["advice"]?.text == "reconnect")
            bank.world.faults = []
            #expect(bank.run("sync", "--scheduled").output.contains("not due"))
        }
    }

    @Test("pages that lead in a circle end the fetch as another form")
    func loop() throws {
        let bank = try BankHarness()
        try bank.connectOpenBanking()
        bank.world.faults = [BankWorld.fault("/transactions", "loop")]
        let run = bank.run("sync")
        #expect(run.status == 14)
        #expect(run.output.contains("circle"), "\(run)")
    }

    @Test("an answer that drips is given up at the deadline", .timeLimit(.minutes(3)))
    func drip() throws {
        let bank = try BankHarness()
        try bank.connectOpenBanking()
        bank.world.faults = [
            BankWorld.fault("/transactions", "drip", ["seconds": .integer(20)])
        ]
        bank.extra = ["BANKBOOK_NET_SECONDS": "2"]
        let run = bank.run("sync")
        #expect(run.status == 10, "\(run)")
        #expect(run.output.contains("no whole answer came in time"), "\(run)")
    }

    @Test("the next moment that a bank allows is said and kept: no call before it")
    func pause() throws {
        let bank = try BankHarness()
        bank.connectGoCardless()
        bank.world.faults = [BankWorld.fault("/transactions", "limit", times: 1)]
        let json = try bank.json("sync")
        let connection = json["connections"]?.elements?.first
        #expect(connection?["result"]?.text == "rate-limited")
        #expect(connection?["next_allowed_at"]?.text == "2026-11-24T14:00:00Z")
        let before = bank.requests.count
        bank.world.hour = 13
        let run = bank.run("sync")
        #expect(run.status == 13)
        #expect(run.output.contains("2026-11-24T14:00:00Z"))
        #expect(bank.requests.count == before)
        bank.world.hour = 14
        #expect(bank.run("sync").status == 0)
    }

    @Test("a bank that allows four calls a day is asked four times and no more")
    func quota() throws {
        for (connect, name) in [
            ({ (bank: BankHarness) in try bank.connectOpenBanking() }, "ob"),
            ({ (bank: BankHarness) in bank.connectGoCardless() }, "gc"),
        ] {
            let bank = try BankHarness()
            _ = try connect(bank)
            var statuses: [Int32] = []
            for hour in 12..<20 {
                bank.world.hour = hour
                statuses.append(bank.run("sync").status)
            }
            #expect(statuses == [0, 0, 0, 0, 13, 13, 13, 13], "\(name)")
            let calls = bank.requests.filter {
                $0.hasSuffix("/transactions") || $0.hasSuffix("/transactions/")
            }
            #expect(calls.count == 4, "\(name)")
            bank.world.today = "2026-11-25"
            bank.world.hour = 0
            #expect(bank.run("sync").status == 0)
        }
    }

    @Test("one account's failure stops no other, and one bank's no other bank")
    func isolation() throws {
        var world = BankWorld.november()
        world.accounts.append(
            BankWorld.Account(key: "joint", iban: "ES7921000813610123456789", name: "Conjunta"))
        world.add("2026-11-09", -900, "PAN", account: "joint")
        let bank = try BankHarness(world)
        try bank.connectOpenBanking()
        bank.connectSimpleFIN(
            "--map", "Cuenta nómina=bridge-main", "--map", "Conjunta=bridge-joint")
        bank.world.faults = [
            BankWorld.fault(
                "-joint/transactions", "status",
                [
                    "status": .integer(404),
                    "body": .object([
                        "error": .string("ACCOUNT_DOES_NOT_EXIST"), "message": .string("closed"),
                    ]),
                ])
        ]
        let json = try bank.json("sync")
        let connections = json["connections"]?.elements ?? []
        #expect(connections.map { $0["result"]?.text } == ["partial", "ok"])
        #expect(connections[0]["accounts"]?.elements?.first?["new"]?.integer == 10)
        bank.world.faults = [BankWorld.fault("/transactions", "status", ["status": .integer(503)])]
        bank.world.hour = 15
        let mixed = bank.run("sync")
        #expect(mixed.status == 10)
        #expect(mixed.output.contains("sf: bridge-main"))
    }

    @Test("a bank that gives its rows new ids doubles nothing")
    func reissued() throws {
        for (connect, name) in [
            ({ (bank: BankHarness) in try bank.connectOpenBanking() }, "ob"),
            ({ (bank: BankHarness) in bank.connectGoCardless() }, "gc"),
            ({ (bank: BankHarness) in bank.connectSimpleFIN() }, "sf"),
        ] {
            let bank = try BankHarness()
            _ = try connect(bank)
            #expect(bank.run("sync").status == 0)
            bank.run("set", "amt:-60.00", "note=mine")
            bank.world.idSuffix = "-again"
            bank.world.today = "2026-11-25"
            bank.world.add("2026-11-25", -1_100, "NUEVO")
            // Everything is asked for again, as after a new consent.
            let run = bank.run("sync", "--historical")
            #expect(run.status == 0, "\(name): \(run)")
            let json = try bank.json("list")
            #expect(json["count"]?.integer == 11, "\(name): \(run)")
            #expect(json["transactions"]?.elements?.contains { $0["note"]?.text == "mine" } == true)
            #expect(bank.run("verify").status == 0, "\(name)")
        }
    }

    @Test(
        "what was pending is booked with another id, text and amount, and keeps what a person decided; a vanished one goes"
    )
    func pending() throws {
        var world = BankWorld.november()
        world.add("2026-11-26", -2_000, "RESTAURANTE SOL 44", seen: "2026-11-24")
        world.events[10].pendingText = "PREAUTORIZACION RESTAURANTE SOL"
        world.add("2026-11-27", -5_000, "HOTEL", seen: "2026-11-24")
        world.events[11].vanishes = true
        let bank = try BankHarness(world)
        bank.connectSimpleFIN()
        let first = bank.run("sync")
        #expect(first.output.contains("12 new"), "\(first)")
        bank.run("set", "amt:-20.00", "category=food", "note=dinner")
        bank.world.today = "2026-11-28"
        let second = bank.run("sync")
        #expect(second.status == 0, "\(second)")
        #expect(second.output.contains("1 dropped"), "\(second)")
        let json = try bank.json("list")
        let dinner = json["transactions"]?.elements?.filter { $0["amount"]?.text == "-20.00" } ?? []
        #expect(dinner.count == 1)
        #expect(dinner.first?["status"]?.text == "booked")
        #expect(dinner.first?["note"]?.text == "dinner")
        #expect(json["count"]?.integer == 11)
        #expect(bank.run("verify").status == 0)
    }

    @Test("the days that a bank does not give after a lapse are named")
    func gap() throws {
        let bank = try BankHarness()
        bank.connectSimpleFIN()
        bank.run("sync")
        bank.world.today = "2027-06-24"
        bank.world.historyDays = 89
        let path = bank.base.read("connections/sf.log.jsonl")
        #expect(path != nil)
        let ob = try BankHarness()
        try ob.connectOpenBanking()
        ob.run("sync")
        ob.world.today = "2027-06-24"
        ob.world.add("2027-06-20", -500, "PAN")
        try ob.consent(["reconnect", "ob"])
        // The bank refuses more than 89 days.
        ob.world.faults = [
            BankWorld.fault(
                "/transactions", "status", times: 1,
                [
                    "status": .integer(422),
                    "body": .object([
                        "error": .string("WRONG_TRANSACTIONS_PERIOD"),
                        "message": .string("too long ago"),
                    ]),
                ])
        ]
        let run = ob.run("sync")
        #expect(run.status == 0, "\(run)")
        #expect(
            run.errors.contains("cuenta-nomina: there is no data from 2026-11-25 to 2027-03-26"),
            "\(run)")
        #expect(ob.run("connections").output.contains("no data from 2026-11-25 to 2027-03-26"))
    }
}
