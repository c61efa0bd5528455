package import JSONText
package import Model

/// What a connector can be asked.
package enum ConnectorVerb: String, Sendable, CaseIterable {
    case describe, banks, authorize, accounts, balances, transactions, status, revoke, rates
}

/// The days of one account that are to be fetched.
package struct FetchOrder: Sendable, Equatable {
    /// The provider's id of the account.
    package var account: String
    package var from: CivilDate
    package var to: CivilDate
    /// What the connector gave the last time; opaque.
    package var cursor: String?
    /// How many more calls the provider allows for the account today; `nil` where nobody knows of a limit.
    package var callsLeft: Int?

    package init(
        account: String, from: CivilDate, to: CivilDate, cursor: String? = nil,
        callsLeft: Int? = nil
    ) {
        self.account = account
        self.from = from
        self.to = to
        self.cursor = cursor
        self.callsLeft = callsLeft
    }

    package var json: JSONValue {
        .object([
            "account": .string(account), "from": .string(from.description),
            "to": .string(to.description), "cursor": cursor.map { .string($0) },
            "calls_left": callsLeft.map { .integer($0) },
        ])
    }

    package init?(_ json: JSONValue) {
        guard let account = json["account"]?.text,
            let from = json["from"]?.text.flatMap(CivilDate.init(iso:)),
            let to = json["to"]?.text.flatMap(CivilDate.init(iso:))
        else { return nil }
        self.init(
            account: account, from: from, to: to, cursor: json["cursor"]?.text,
            callsLeft: json["calls_left"]?.integer)
    }
}

/// The rates that are to be fetched.
package struct RateOrder: Sendable, Equatable {
    /// Empty for all that there are.
    package var currencies: [CurrencyCode]
    package var from: CivilDate
    package var to: CivilDate

    package init(currencies: [CurrencyCode], from: CivilDate, to: CivilDate) {
        self.currencies = currencies
        self.from = from
        self.to = to
    }

    package var json: JSONValue {
        .object([
            "currencies": .strings(currencies.map(\.description)),
            "from": .string(from.description), "to": .string(to.description),
        ])
    }

    package init?(_ json: JSONValue) {
        guard let from = json["from"]?.text.flatMap(CivilDate.init(iso:)),
            let to = json["to"]?.text.flatMap(CivilDate.init(iso:))
        else { return nil }
        let codes = (json["currencies"]?.elements ?? []).compactMap(\.text)
        self.init(currencies: codes.compactMap { CurrencyCode($0) }, from: from, to: to)
    }
}

/// The one line that a connector is asked with.
package struct ConnectorRequest: Sendable, Equatable {
    package static let version = 1

    package var verb: ConnectorVerb
    package var connection: String
    /// What the connection's file holds for the connector; never secret.
    package var config: JSONValue
    package var secrets: [String: String]
    /// What the connector gave the last time on this device; opaque, never secret.
    package var state: JSONValue
    /// The provider's id of the consent.
    package var consent: String?
    package var params: JSONValue
    package var isInteractive: Bool
    package var deadline: Int
    package var today: CivilDate
    /// The moment of the request, as RFC 3339.
    package var now: String
    /// A folder outside the ledger where the connector may keep what it needs; private to the user.
    package var stateFolder: String

    package init(
        _ verb: ConnectorVerb, connection: String, today: CivilDate, now: String,
        stateFolder: String, deadline: Int
    ) {
        self.verb = verb
        self.connection = connection
        self.today = today
        self.now = now
        self.stateFolder = stateFolder
        self.deadline = deadline
        config = .object([])
        secrets = [:]
        state = .object([])
        params = .object([])
        isInteractive = false
    }

    /// The line, with its end.
    package var line: [UInt8] {
        let secrets = secrets.sorted { $0.key < $1.key }
            .map { JSONMember($0.key, .string($0.value)) }
        return JSONWriter.compact(
            .object([
                "protocol": .integer(ConnectorRequest.version), "verb": .string(verb.rawValue),
                "connection": .string(connection), "config": config, "secrets": .object(secrets),
                "state": state, "consent": consent.map { .string($0) }, "params": params,
                "interactive": .bool(isInteractive), "user_present": .bool(isInteractive),
                "deadline_s": .integer(deadline), "today": .string(today.description),
                "now": .string(now), "state_dir": .string(stateFolder),
            ])) + [0x0A]
    }

    /// Reads a request.
    ///
    /// - Throws: why nothing can be done with it.
    package init(line: [UInt8]) throws(ConnectorFailure) {
        let json: JSONValue
        do throws(JSONProblem) { json = try JSONParser.parse(line) } catch {
            throw ConnectorFailure(.internal, "the request is no JSON: \(error.message)")
        }
        guard json["protocol"]?.integer == ConnectorRequest.version else {
            throw ConnectorFailure(.unsupported, "the protocol's version is not known; this is 1")
        }
        guard let verb = json["verb"]?.text.flatMap(ConnectorVerb.init(rawValue:)) else {
            throw ConnectorFailure(
                .unsupported, "the verb “\(json["verb"]?.text ?? "")” is not known")
        }
        self.init(
            verb, connection: json["connection"]?.text ?? "",
            today: json["today"]?.text.flatMap(CivilDate.init(iso:)) ?? .first,
            now: json["now"]?.text ?? "", stateFolder: json["state_dir"]?.text ?? "",
            deadline: json["deadline_s"]?.integer ?? 120)
        config = json["config"] ?? .object([])
        for member in json["secrets"]?.members ?? [] { secrets[member.key] = member.value.text }
        state = json["state"] ?? .object([])
        consent = json["consent"]?.text
        params = json["params"] ?? .object([])
        isInteractive = json["interactive"] == .bool(true)
    }

    /// Asks for the days of accounts: of all in one request, or of one.
    package mutating func ask(
        for orders: [FetchOrder], all: Bool, pending: Bool, historical: Bool
    ) {
        let more = [
            JSONMember("pending", .bool(pending)), JSONMember("historical", .bool(historical)),
        ]
        let asked =
            all
            ? [JSONMember("accounts", .array(orders.map(\.json)))]
            : orders.first?.json.members ?? []
        params = .object(asked + more)
    }

    /// The accounts and days that are to be fetched.
    package var orders: [FetchOrder] {
        (params["accounts"]?.elements ?? []).compactMap(FetchOrder.init)
    }
}
