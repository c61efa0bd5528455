import Foundation
import JSONText
import Model
import Platform
import TestSupport
import Testing

/// The days of that household.
private struct Year {
    let bank: BankHarness
    let second: BankHarness
    let phone: String
    /// Whether every hour of every day is lived; otherwise some days in full, and most with two fetches.
    let isDense: Bool
    var reminders: [String] = []
    private var isRenewed = false

    init(bank: BankHarness, second: BankHarness, phone: String, isDense: Bool) {
        self.bank = bank
        self.second = second
        self.phone = phone
        self.isDense = isDense
    }

    mutating func live(_ day: CivilDate, _ offset: Int) throws {
        let isFull = isDense || offset % 40 == 4
        // In the short form the days between those on which something is due are passed over.
        let isDue = [0, 40, 76, 83, 89, 90, 91, 102, 103, 119].contains(offset) || offset % 4 == 0
        if !isFull, !isDue { return }
        for hour in isFull ? [1, 5, 9, 13, 19, 22] : [22] {
            for one in [bank, second] {
                one.world.today = day.description
                one.world.hour = hour
                one.device = "one"
            }
            // The bank is down for a day.
            bank.world.faults =
                offset == 40
                ? [BankWorld.fault("/transactions", "status", ["status": .integer(503)])] : []
            try fetch(day, offset)
            if isDense || offset % 12 == 8 {
                let shared = bank.run("git", "sync")
                #expect(shared.status == 0, "\(day) \(hour): \(shared)")
            }
            if hour == 13 || offset % 12 == 0 && hour == 22 { try edit(offset) }
            if offset == 102, !isRenewed { try change() }
        }
    }

    private mutating func fetch(_ day: CivilDate, _ offset: Int) throws {
        let first = bank.run("sync", "one")
        let isOver = offset >= 90 && !isRenewed
        #expect((isOver ? [11] : [0, 10, 13]).contains(first.status), "\(day): \(first)")
        for line in first.errors.split(separator: "\n") where line.contains("the consent ends in") {
            reminders.append("\(day) \(line)")
        }
        let other = second.run("sync", "two")
        #expect([0, 13].contains(other.status), "\(day): \(other)")
    }

    /// The phone has no keys: it fetches nothing, and edits what came.
    private func edit(_ offset: Int) throws {
        bank.device = "phone"
        let sync = bank.run("git", "sync", at: phone)
        #expect(sync.status == 0, "\(offset): \(sync)")
        let list = bank.run("list", "note:none", "-O", "json", "--limit", "1", at: phone)
        let json = try JSONParser.parse(Array(list.output.utf8))
        if let id = json["transactions"]?.elements?.first?["id"]?.text {
            #expect(bank.run("set", "id:\(id)", "note=day \(offset)", at: phone).status == 0)
        }
        #expect(bank.run("git", "sync", at: phone).status == 0)
        bank.device = "one"
        #expect(bank.run("git", "sync").status == 0)
    }

    /// Twelve days nobody renewed the consent; then the other access takes over.
    private mutating func change() throws {
        isRenewed = true
        let token = Data("http://127.0.0.1:\(bank.port)/claim/one".utf8).base64EncodedString()
        let change = bank.run(
            [
                "reconnect", "one", "--access", "direct", "--connector", "simplefin", "--map",
                "Cuenta nómina=main", "--secrets-stdin",
            ], input: "{\"setup_token\":\"\(token)\"}")
        #expect(change.status == 0, "\(change)")
    }
}

/// A quarter in the life of a household with two banks, two accesses and two devices, on a clock that the test turns.
@Suite struct NinetyDaysTests {
    /// What happens, by a generator with a seed: between none and four rows a day, some pending first, some equal.
    private func events(_ seed: UInt64, from start: CivilDate, days: Int) -> [BankWorld.Event] {
        var random = Seeded(seed)
        var events: [BankWorld.Event] = []
        let shops = [
            "MERCADONA 1234", "CAFE CENTRAL", "GASOLINERA SUR", "FARMACIA LUZ", "BIZUM DE LUIS",
        ]
        for offset in 0..<days {
            guard let day = start.adding(days: offset) else { continue }
            for _ in 0..<random.below(5) {
                let shop = random.pick(shops)
                let amount =
                    shop == "CAFE CENTRAL" ? -150 : -Int64(random.below(9_000)) - 100
                let isSlow = random.oneIn(4)
                let booked = isSlow ? day.adding(days: 2) ?? day : day
                events.append(
                    BankWorld.Event(
                        number: events.count + 1, account: "main", booked: booked.description,
                        amount: shop.hasPrefix("BIZUM") ? -amount : amount, text: shop,
                        seen: day.description))
            }
        }
        return events
    }

    /// Two devices that share a ledger by git.
    private func clone(_ bank: BankHarness, to device: String) {
        _ = ChildProcess.run(
            [
                "git", "clone", "-q", bank.base.folder + "/remote.git",
                "\(bank.base.folder)/\(device)",
            ],
            [], keepsErrors: true)
    }

    @Test(
        "no call over the quota, each reminder once, a lapse and a change of access, and at the end exactly what happened",
        arguments: Trials.seeds(1, of: "quarters of two banks"))
    func quarter(seed: UInt64) throws {
        let start = try #require(CivilDate(iso: "2026-01-10"))
        var world = BankWorld(today: start.description)
        world.events = events(seed, from: try #require(start.adding(days: -20)), days: 150)
        world.accounts = [
            BankWorld.Account(
                key: "main", iban: "ES9121000418450200051332", name: "Cuenta nómina",
                opening: 500_000)
        ]
        // The second bank, by direct access all the time.
        var other = BankWorld(today: start.description)
        other.events = events(seed &+ 7, from: try #require(start.adding(days: -20)), days: 150)
        other.accounts = [BankWorld.Account(key: "main", name: "Cuenta dos", opening: 100_000)]
        let bank = try BankHarness(world)
        let second = try BankHarness(other, on: bank.base)
        let remote = bank.base.folder + "/remote.git"
        for words in [
            ["init", "-q", "--bare", "-b", "main", remote],
            ["-C", bank.base.ledger, "init", "-q", "-b", "main"],
            ["-C", bank.base.ledger, "remote", "add", "origin", remote],
        ] { _ = ChildProcess.run(["git"] + words, [], keepsErrors: true) }
        try bank.connectOpenBanking("--map", "Cuenta nómina=main", name: "one")
        second.connectSimpleFIN("--map", "Cuenta dos=other", name: "two")
        for words in [["git", "setup"], ["git", "sync"]] {
            let run = bank.run(words)
            #expect(run.status == 0, "\(run)")
        }
        clone(bank, to: "phone")
        let phone = bank.base.folder + "/phone"
        var year = Year(bank: bank, second: second, phone: phone, isDense: Trials.count(1) > 1)
        for offset in 0..<120 { try year.live(try #require(start.adding(days: offset)), offset) }
        var calls: [String: Int] = [:]
        for line in bank.requests where line.hasSuffix("/transactions") {
            calls[String(line.prefix(10)), default: 0] += 1
        }
        #expect(
            calls.values.allSatisfy { $0 <= 4 }, "seed \(seed): \(calls.filter { $0.value > 4 })")
        #expect(
            year.reminders.map { String($0.prefix(10)) } == [
                "2026-03-27", "2026-04-03", "2026-04-09",
            ],
            "seed \(seed): \(year.reminders)")
        try check(bank, second, seed)
        // The other device has the same.
        #expect(bank.run("git", "sync").status == 0)
        bank.device = "phone"
        #expect(bank.run("git", "sync", at: phone).status == 0)
        let here = bank.run("list", "-O", "tsv", "--limit", "100000").output
        #expect(bank.run("list", "-O", "tsv", "--limit", "100000", at: phone).output == here)
    }

    /// The ledger's booked rows are exactly what happened from the first fetched day on.
    private func check(_ bank: BankHarness, _ second: BankHarness, _ seed: UInt64) throws {
        bank.device = "one"
        for (account, one) in [("main", bank), ("other", second)] {
            let json = try bank.json(
                "list", "acct:\(account)", "status:booked", "--limit", "100000")
            let rows = (json["transactions"]?.elements ?? []).map {
                "\($0["date"]?.text ?? "") \($0["amount"]?.text ?? "")"
            }.sorted()
            let truth = one.world.events.filter { $0.booked <= one.world.today }.map {
                "\($0.booked) \(decimalText($0.amount, decimals: 2))"
            }.sorted()
            #expect(rows == truth, "seed \(seed): \(account)")
            let balance = try bank.json("accounts")["accounts"]?.elements?
                .first { $0["name"]?.text == account }?["booked"]?["EUR"]?.text
            #expect(balance == decimalText(one.world.balance("main"), decimals: 2), "seed \(seed)")
        }
        let pending = try bank.json("list", "status:pending")["count"]?.integer ?? 0
        #expect(pending < 20)
        #expect(bank.run("verify").status == 0, "seed \(seed)")
        let notes = try bank.json("list", "note:day", "--limit", "1000")["count"]?.integer ?? 0
        #expect(notes >= 8, "what the phone wrote stays")
    }
}
