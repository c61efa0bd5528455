import Foundation
import JSONText
import Model

/// What truly happened, and what the bank is to do wrong. A test writes it; every feed is a view of it.
struct World {
    struct Account {
        var key: String
        var iban: String?
        var name: String
        var kind: String
        var currency: String
        /// What it held before the first event, in minor units.
        var opening: Int64
    }

    struct Event {
        var number: Int
        var account: String
        /// The day on which the bank shows it first, as pending.
        var seen: CivilDate
        var booked: CivilDate
        var value: CivilDate
        var amount: Int64
        /// What it was thought to be while it was pending.
        var pendingAmount: Int64
        var text: String
        var pendingText: String
        var party: String?
        /// Whether it vanishes instead of being booked.
        var vanishes: Bool
    }

    var today: CivilDate
    var now: String
    var accounts: [Account]
    var events: [Event]
    var faults: [JSONValue]
    var pageSize: Int
    /// A word in the ids of rows, which a bank that gives new ids changes.
    var idSuffix: String
    /// Calls a day for each account and purpose.
    var callsPerDay: Int
    /// The most days back that the bank gives, without a word.
    var historyDays: Int
    /// The first day on which a session is over, by its number.
    var expiry: CivilDate?
    var claimed: Bool

    init(_ json: JSONValue) {
        func day(_ value: JSONValue?) -> CivilDate? { value?.text.flatMap { CivilDate(iso: $0) } }
        today = day(json["today"]) ?? .first
        now = json["now"]?.text ?? "\(today)T12:00:00Z"
        pageSize = json["page_size"]?.integer ?? 100
        idSuffix = json["id_suffix"]?.text ?? ""
        callsPerDay = json["calls_per_day"]?.integer ?? 4
        historyDays = json["history_days"]?.integer ?? 3650
        expiry = day(json["expiry"])
        claimed = json["claimed"] == .bool(true)
        faults = json["faults"]?.elements ?? []
        accounts = (json["accounts"]?.elements ?? []).map { json in
            Account(
                key: json["key"]?.text ?? "", iban: json["iban"]?.text,
                name: json["name"]?.text ?? "", kind: json["kind"]?.text ?? "CACC",
                currency: json["currency"]?.text ?? "EUR",
                opening: Int64(json["opening"]?.integer ?? 0))
        }
        events = (json["events"]?.elements ?? []).enumerated().compactMap { number, json in
            guard let booked = day(json["booked"]) else { return nil }
            let amount = Int64(json["amount"]?.integer ?? 0)
            let text = json["text"]?.text ?? ""
            return Event(
                number: json["number"]?.integer ?? number, account: json["account"]?.text ?? "",
                seen: day(json["seen"]) ?? booked, booked: booked,
                value: day(json["value"]) ?? booked, amount: amount,
                pendingAmount: Int64(json["pending_amount"]?.integer ?? Int(amount)), text: text,
                pendingText: json["pending_text"]?.text ?? text, party: json["party"]?.text,
                vanishes: json["vanishes"] == .bool(true))
        }
    }

    static func read(_ path: String) -> World {
        let bytes = FileManager.default.contents(atPath: path).map { [UInt8]($0) } ?? []
        return World((try? JSONParser.parse(bytes)) ?? .null)
    }

    func account(_ key: String) -> Account? { accounts.first { $0.key == key } }

    /// What is booked by today, the oldest first.
    func booked(_ account: String) -> [Event] {
        events.filter { $0.account == account && $0.booked <= today && !$0.vanishes }
            .sorted { ($0.booked, $0.number) < ($1.booked, $1.number) }
    }

    /// What is pending today.
    func pending(_ account: String) -> [Event] {
        events.filter { $0.account == account && $0.seen <= today && $0.booked > today }
    }

    /// What the account holds by what is booked.
    func balance(_ account: Account) -> Int64 {
        booked(account.key).reduce(account.opening) { $0 + $1.amount }
    }

    static func text(_ units: Int64) -> String { decimalText(units, decimals: 2) }
}
