import Foundation
import JSONText
import Model

/// What truly happens at a bank of a test: the mock bank serves views of it.
struct BankWorld {
    struct Account {
        var key: String
        var iban: String?
        var name: String
        var kind = "CACC"
        var currency = "EUR"
        var opening: Int64 = 100_000
    }

    struct Event {
        var number: Int
        var account: String
        var booked: String
        var amount: Int64
        var text: String
        var seen: String?
        var party: String?
        var pendingAmount: Int64?
        var pendingText: String?
        var vanishes = false
    }

    var today: String
    var hour = 12
    var accounts: [Account] = [
        Account(key: "main", iban: "ES9121000418450200051332", name: "Cuenta nómina")
    ]
    var events: [Event] = []
    var faults: [JSONValue] = []
    var pageSize = 100
    var idSuffix = ""
    var callsPerDay = 4
    var historyDays = 3650

    init(today: String = "2026-11-24") { self.today = today }

    var now: String { "\(today)T\(hour < 10 ? "0" : "")\(hour):00:00Z" }

    mutating func add(
        _ booked: String, _ amount: Int64, _ text: String, account: String = "main",
        seen: String? = nil, party: String? = nil
    ) {
        events.append(
            Event(
                number: events.count + 1, account: account, booked: booked, amount: amount,
                text: text, seen: seen, party: party))
    }

    /// Ten rows of ordinary life in November.
    static func november(today: String = "2026-11-24") -> BankWorld {
        var world = BankWorld(today: today)
        world.add("2026-11-02", 215_000, "ACME SL nomina", party: "ACME SL")
        for (day, amount, text) in [
            ("2026-11-03", -4_520, "MERCADONA 1234"), ("2026-11-03", -320, "CAFE CENTRAL"),
            ("2026-11-03", -320, "CAFE CENTRAL"), ("2026-11-03", -320, "CAFE CENTRAL"),
            ("2026-11-05", -6_000, "GASOLINERA SUR"), ("2026-11-10", -75_000, "ALQUILER PISO 4"),
            ("2026-11-12", -1_299, "NETFLIX.COM"), ("2026-11-18", -2_350, "LIBRERIA AUREA"),
            ("2026-11-20", 4_000, "BIZUM DE LUIS"),
        ] { world.add(day, Int64(amount), text) }
        return world
    }

    var json: JSONValue {
        func text(_ value: String?) -> JSONValue? { value.map { .string($0) } }
        return .object([
            "today": .string(today), "now": .string(now), "page_size": .integer(pageSize),
            "id_suffix": .string(idSuffix), "calls_per_day": .integer(callsPerDay),
            "history_days": .integer(historyDays), "faults": .array(faults),
            "accounts": .array(
                accounts.map { account in
                    .object([
                        "key": .string(account.key), "iban": text(account.iban),
                        "name": .string(account.name), "kind": .string(account.kind),
                        "currency": .string(account.currency),
                        "opening": .integer(account.opening),
                    ])
                }),
            "events": .array(
                events.map { event in
                    .object([
                        "number": .integer(event.number), "account": .string(event.account),
                        "booked": .string(event.booked), "seen": text(event.seen),
                        "amount": .integer(event.amount), "text": .string(event.text),
                        "party": text(event.party),
                        "pending_amount": event.pendingAmount.map { .integer($0) },
                        "pending_text": text(event.pendingText),
                        "vanishes": event.vanishes ? .bool(true) : nil,
                    ])
                }),
        ])
    }

    /// A fault of the bank's.
    static func fault(
        _ match: String, _ kind: String, times: Int = 99, _ more: [String: JSONValue] = [:]
    ) -> JSONValue {
        .object(
            [
                JSONMember("match", .string(match)), JSONMember("kind", .string(kind)),
                JSONMember("times", .integer(times)),
            ] + more.map { JSONMember($0.key, $0.value) })
    }

    /// What the account holds by what is booked today.
    func balance(_ account: String) -> Int64 {
        let own = accounts.first { $0.key == account }
        return events.filter { $0.account == account && $0.booked <= today && !$0.vanishes }
            .reduce(own?.opening ?? 0) { $0 + $1.amount }
    }
}
