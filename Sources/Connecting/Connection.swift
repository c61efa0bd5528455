package import JSONText
package import Model

/// One connection to a bank, as its file describes it.
package struct Connection: Sendable {
    package var name: String
    package var uid: String
    package var bank: String
    package var country: String?
    package var access: Access
    package var connector: String?
    /// The provider's accounts, by what stays the same of them, with the accounts here; in the file's order.
    package var accounts: [(key: String, account: String)]
    package var consent: Consent?
    /// Hours between two fetches.
    package var everyHours: Int
    /// Whether it is never fetched by itself.
    package var isOff: Bool
    /// What the connector needs to know.
    package var config: JSONValue
    /// The provider's accounts that are left alone.
    package var leftOut: [String]

    package static let usualHours = 6

    /// A new one, of which no account is known yet.
    package init(name: String, uid: String, bank: String, access: Access, connector: String) {
        self.name = name
        self.uid = uid
        self.bank = bank
        self.access = access
        self.connector = connector
        accounts = []
        everyHours = Connection.usualHours
        isOff = false
        config = .object([])
        leftOut = []
    }

    /// Reads a file that follows the schema; `nil` where it lacks what every connection has.
    package init?(name: String, _ json: JSONValue) {
        guard let uid = json["uid"]?.text,
            let access = json["access"]?.text.flatMap(Access.init(rawValue:))
        else { return nil }
        self.name = name
        self.uid = uid
        self.access = access
        bank = json["bank"]?.text ?? name
        country = json["country"]?.text
        connector = json["connector"]?.text
        accounts = (json["accounts"]?.members ?? []).compactMap { member in
            member.value.text.map { (member.key, $0) }
        }
        consent = json["consent"].flatMap(Consent.init)
        let hours = json["schedule"]?["every_hours"]?.integer ?? Connection.usualHours
        everyHours = max(1, hours)
        isOff = json["schedule"]?["off"] == .bool(true)
        config = json["config"] ?? .object([])
        leftOut = (json["left_out"]?.elements ?? []).compactMap(\.text)
    }

    /// The accounts here that it feeds.
    package var accountNames: [String] {
        var names: [String] = []
        for entry in accounts where !names.contains(entry.account) { names.append(entry.account) }
        return names
    }

    /// The day from which nothing may be fetched any more; `nil` for what has no planned end (BC-13).
    package var expiry: CivilDate? { access == .openBanking ? consent?.expiry : nil }

    /// Whether the consent has come to its end.
    package func isExpired(_ today: CivilDate) -> Bool { expiry.map { today >= $0 } ?? false }
}

/// The permission to fetch.
package struct Consent: Sendable, Equatable {
    /// The provider's id of it.
    package var id: String?
    package var granted: CivilDate
    package var validDays: Int
    /// The days on which earlier ones were granted.
    package var earlier: [CivilDate]

    package init(
        id: String?, granted: CivilDate, validDays: Int = Access.consentDays,
        earlier: [CivilDate] = []
    ) {
        self.id = id
        self.granted = granted
        self.validDays = validDays
        self.earlier = earlier
    }

    init?(_ json: JSONValue) {
        guard let granted = json["granted"]?.text.flatMap(CivilDate.init(iso:)) else { return nil }
        self.init(
            id: json["id"]?.text, granted: granted,
            validDays: json["valid_days"]?.integer ?? Access.consentDays,
            earlier: (json["renewed"]?.elements ?? []).compactMap {
                $0.text.flatMap(CivilDate.init(iso:))
            })
    }

    /// The first day on which it is not valid any more (BC-11).
    package var expiry: CivilDate { granted.adding(days: max(validDays, 0)) ?? .last }

    /// 0 and less once it has expired.
    package func daysLeft(_ today: CivilDate) -> Int { Int(expiry.day - today.day) }

    package var json: JSONValue {
        .object([
            "id": id.map { .string($0) }, "granted": .string(granted.description),
            "valid_days": .integer(validDays),
            "renewed": earlier.isEmpty ? nil : .strings(earlier.map(\.description)),
        ])
    }
}
