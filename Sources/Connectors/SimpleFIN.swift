import ConnectorWire
import Foundation
import JSONText
import Model

/// SimpleFIN: a bridge that reads banks for the person, who gives this program an address with a key.
struct SimpleFIN: Connector {
    static var description: ConnectorDescription {
        var description = ConnectorDescription(
            name: "simplefin", version: "1", access: "direct",
            verbs: [.describe, .authorize, .accounts, .transactions],
            covers: [.current, .savings, .card, .loan, .investment])
        description.historyDays = 730
        description.callsPerDay = 24
        description.countsWhole = true
        description.fetchesAll = true
        description.secrets = [
            ConnectorDescription.Secret("access_url", "Access address", isObtained: true)
        ]
        description.settings = [
            ConnectorDescription.Setting(
                "utc_offset", "Hours between the bank's days and UTC, as -05:00")
        ]
        description.hosts = ["bridge.simplefin.org", "beta-bridge.simplefin.org"]
        return description
    }

    let desk: Desk

    init(_ desk: Desk) { self.desk = desk }

    func answer(_ request: ConnectorRequest) throws(ConnectorFailure) -> JSONValue {
        switch request.verb {
        case .authorize: return try authorize(request)
        case .accounts:
            let answer = try SimpleFINAPI(try request.secret("access_url"), desk).accounts([
                ("balances-only", "1")
            ])
            for account in answer.accounts {
                desk.surroundings.writeLine(
                    .object([JSONMember("type", .string("account"))] + account.message))
            }
            return .object([JSONMember("complete", .bool(true))])
        case .transactions: return try SimpleFINRows(desk, request).fetch()
        default: throw ConnectorFailure(.unsupported, "SimpleFIN does not offer this")
        }
    }

    // MARK: Claiming

    private func authorize(_ request: ConnectorRequest) throws(ConnectorFailure) -> JSONValue {
        let access: String
        if let token = request.secrets["setup_token"] {
            access = try claim(token)
        } else if let kept = request.secrets["access_url"], !kept.isEmpty {
            access = kept
        } else {
            access = try claim(
                try desk.ask(
                    "text",
                    "Make a setup token at https://bridge.simplefin.org/simplefin/create and paste it",
                    request, isSecret: true))
        }
        let answer = try SimpleFINAPI(access, desk).accounts([("balances-only", "1")])
        return .object([
            "accounts": .array(answer.accounts.map { .object($0.message) }),
            "state": .object([]),
        ])
    }

    /// Changes a setup token, which is good once, for the access address, and hands that over at once.
    private func claim(_ token: String) throws(ConnectorFailure) -> String {
        let compact = String(
            token.filter { !$0.isWhitespace }.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        let padded = compact + String(repeating: "=", count: (4 - compact.count % 4) % 4)
        guard let data = Data(base64Encoded: padded),
            let url = String(data: data, encoding: .utf8),
            url.hasPrefix("https://") || Web.isLoopback(url)
        else {
            throw ConnectorFailure(.badCredentials, "this is no setup token of SimpleFIN")
        }
        let reply = try desk.surroundings.send(
            HTTPRequest("POST", url, headers: [("Content-Length", "0")], body: []))
        if reply.status == 403 {
            throw ConnectorFailure(
                .badCredentials,
                "the setup token is used up already; if not by you, somebody may have seen it: disable it at the bridge "
                    + "and make a new one")
        }
        guard reply.status == 200 else { throw reply.failure("SimpleFIN") }
        let access = String(decoding: reply.body, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        guard access.hasPrefix("https://") || Web.isLoopback("http://" + SimpleFINAPI.host(access))
        else {
            throw ConnectorFailure(.formatChanged, "the bridge gave no access address")
        }
        desk.say("secret", ["name": .string("access_url"), "value": .string(access)])
        return access
    }
}

/// The calls of SimpleFIN.
struct SimpleFINAPI {
    private let base: String
    private let authorization: String
    private let desk: Desk

    /// An access address holds user and password; they go into a header, and never into an address.
    init(_ access: String, _ desk: Desk) throws(ConnectorFailure) {
        self.desk = desk
        let parts = access.split(separator: "@", maxSplits: 1)
        let head = parts[0].split(separator: "/", maxSplits: 2)
        guard parts.count == 2, let scheme = access.range(of: "://"), head.count == 2 else {
            throw ConnectorFailure(.badCredentials, "the access address has no user and password")
        }
        let user = head[1].split(separator: ":", maxSplits: 1).map { Web.unescaped($0) }
        let text = user.joined(separator: ":")
        authorization = "Basic " + Data(text.utf8).base64EncodedString()
        base = String(access[..<scheme.upperBound]) + String(parts[1])
        guard base.hasPrefix("https://") || Web.isLoopback(base) else {
            throw ConnectorFailure(.badCredentials, "the access address is not encrypted")
        }
    }

    /// The host of an access address.
    static func host(_ access: String) -> String {
        access.split(separator: "@", maxSplits: 1).last.map(String.init) ?? ""
    }

    /// What an answer holds.
    struct Answer {
        var accounts: [Account]
        var errors: [(code: String, text: String, account: String?, connection: String?)]
    }

    /// One account of an answer.
    struct Account {
        var json: JSONValue
        /// Unique only inside its bank.
        var id: String

        init?(_ json: JSONValue) {
            guard let own = json["id"]?.text else { return nil }
            self.json = json
            let bank =
                json["conn_id"]?.text ?? json["org"]?["id"]?.text
                ?? json["org"]?["domain"]?.text
            id = bank.map { "\($0)/\(own)" } ?? own
        }

        var own: String { json["id"]?.text ?? id }

        /// The members of its message.
        var message: [JSONMember] {
            let code = json["currency"]?.text ?? ""
            let isCode = code.utf8.count == 3
            let name = json["name"]?.text
            let object = JSONValue.object([
                "id": .string(id), "fingerprint": .string(id), "name": .optional(name),
                "kind": .optional(SimpleFINKinds.kind(json)),
                "currency": isCode ? .string(code) : .null, "covered": .bool(isCode),
                "reason": isCode ? nil : .string("its currency is none of ISO 4217"),
            ])
            return object.members ?? []
        }
    }

    func accounts(_ query: [(String, String?)]) throws(ConnectorFailure) -> Answer {
        let reply = try desk.surroundings.send(
            HTTPRequest(
                "GET", Web.url(base + "/accounts", [("version", "2")] + query),
                headers: [("Authorization", authorization), ("Accept", "application/json")]))
        switch reply.status {
        case 200: break
        case 402:
            throw ConnectorFailure(
                .reauthRequired, "the subscription of the SimpleFIN bridge has ended",
                url: "https://bridge.simplefin.org")
        case 401, 403, 410:
            throw ConnectorFailure(
                .badCredentials, "the bridge refuses the access address: it was revoked or is wrong"
            )
        default: throw reply.failure("SimpleFIN")
        }
        let json = try reply.json()
        guard let list = json["accounts"]?.elements else {
            throw ConnectorFailure(.formatChanged, "the bridge's answer holds no accounts")
        }
        return Answer(accounts: list.compactMap(Account.init), errors: errors(json))
    }

    private func errors(
        _ json: JSONValue
    ) -> [(code: String, text: String, account: String?, connection: String?)] {
        var errors: [(code: String, text: String, account: String?, connection: String?)] = []
        for error in json["errlist"]?.elements ?? [] {
            errors.append(
                (
                    error["code"]?.text ?? "gen.",
                    error["msg"]?.text ?? error["message"]?.text ?? "",
                    error["account_id"]?.text, error["conn_id"]?.text
                ))
        }
        if !errors.isEmpty { return errors }
        for text in (json["errors"]?.elements ?? []).compactMap(\.text) {
            let lower = text.lowercased()
            let wants = ["attention", "reauth", "authenticat"].contains { lower.contains($0) }
            let isLimit = ["rate", "too many", "requests"].contains { lower.contains($0) }
            errors.append((wants ? "con.auth" : isLimit ? "gen.limit" : "gen.", text, nil, nil))
        }
        return errors
    }
}

/// What an account is, told by what the bridge says: it names no kinds.
enum SimpleFINKinds {
    /// Words of names, the first that fits counts.
    private static let words: [(String, String)] = [
        ("credit card", "card"), ("visa", "card"), ("mastercard", "card"), ("amex", "card"),
        ("card", "card"), ("mortgage", "loan"), ("loan", "loan"), ("saving", "savings"),
        ("401k", "investment"), ("ira", "investment"), ("brokerage", "investment"),
        ("investment", "investment"),
    ]

    static func kind(_ json: JSONValue) -> String? {
        if let holdings = json["holdings"]?.elements, !holdings.isEmpty { return "investment" }
        let name = (json["name"]?.text ?? "").lowercased()
        let parts = name.split { !($0.isLetter || $0.isNumber) }.joined(separator: " ")
        return words.first { word, _ in
            word.count < 4
                ? parts.split(separator: " ").contains { $0 == word } : parts.contains(word)
        }?.1
    }
}

/// The rows of all accounts, in windows that the bridge takes.
struct SimpleFINRows {
    private let desk: Desk
    private let request: ConnectorRequest

    init(_ desk: Desk, _ request: ConnectorRequest) {
        self.desk = desk
        self.request = request
    }

    /// The most days of one request.
    private static let window = 44
    /// Days that two windows share.
    private static let overlap = 3

    /// What is known of one account so far.
    private struct Known {
        var rows: [String: OutgoingRow] = [:]
        var order: [String] = []
        var balance: JSONValue?
        var failure: ConnectorFailure?
        var isMissing = false
        var wasNamed = false
    }

    func fetch() throws(ConnectorFailure) -> JSONValue {
        let api = try SimpleFINAPI(try request.secret("access_url"), desk)
        let orders = request.orders
        let first = orders.map(\.from).min() ?? request.today
        let last = orders.map(\.to).max() ?? request.today
        var known: [String: Known] = [:]
        for order in orders { known[order.account] = Known() }
        var calls = 0
        let budget = orders.compactMap(\.callsLeft).min() ?? 24
        var end = last.adding(days: 1) ?? last
        var reached = end
        var empty = 0
        while end > first, calls < budget {
            let start = max(first, end.adding(days: -SimpleFINRows.window) ?? first)
            let answer = try api.accounts([
                ("start-date", "\(Epoch.seconds(start))"), ("end-date", "\(Epoch.seconds(end))"),
                ("pending", request.wantsPending ? "1" : nil),
            ])
            calls += 1
            let count = try take(answer, &known)
            reached = start
            empty = count == 0 ? empty + 1 : 0
            // What lies before two windows without a row the bridge does not have.
            if start == first || empty >= 2 {
                reached = first
                break
            }
            end = start.adding(days: SimpleFINRows.overlap) ?? start
        }
        return result(orders, known, calls: calls, reached: reached)
    }

    private func result(
        _ orders: [FetchOrder], _ known: [String: Known], calls: Int, reached: CivilDate
    ) -> JSONValue {
        var results: [AccountResult] = []
        for order in orders {
            guard let account = known[order.account] else { continue }
            let rows = account.order.compactMap { account.rows[$0] }
            OutgoingRow.sayReversed(rows, desk)
            if let balance = account.balance { desk.surroundings.writeLine(balance) }
            var failure = account.failure
            if failure == nil, !account.wasNamed {
                failure = ConnectorFailure(
                    .unsupported, "the bridge does not name the account any more")
            }
            if var failure {
                failure.account = order.account
                desk.warn(failure)
            }
            var result = AccountResult(
                order,
                isComplete: failure == nil && !account.isMissing && reached <= order.from)
            result.from = max(order.from, reached)
            result.calls = calls
            results.append(result)
        }
        return AccountResult.result(results)
    }

    /// Takes in one answer; how many rows it brought.
    private func take(
        _ answer: SimpleFINAPI.Answer, _ known: inout [String: Known]
    ) throws(ConnectorFailure) -> Int {
        var count = 0
        for account in answer.accounts {
            guard var own = known[account.id] else { continue }
            own.wasNamed = true
            for json in account.json["transactions"]?.elements ?? [] {
                count += 1
                guard let row = try row(json, account) else { continue }
                let key = json["id"]?.text ?? "\(own.order.count)"
                if own.rows[key] == nil { own.order.append(key) }
                own.rows[key] = row
            }
            own.balance = own.balance ?? balance(account)
            known[account.id] = own
        }
        try apply(answer, &known)
        return count
    }

    private func apply(
        _ answer: SimpleFINAPI.Answer, _ known: inout [String: Known]
    ) throws(ConnectorFailure) {
        for error in answer.errors {
            let failure = SimpleFINRows.failure(error.code, error.text)
            if error.account == nil, error.connection == nil, error.code.hasPrefix("gen.") {
                // With data beside it, it is a warning.
                if answer.accounts.isEmpty { throw failure }
                desk.warn(failure)
                continue
            }
            let hit = answer.accounts.filter { account in
                let isOne = error.account.map { $0 == account.own || $0 == account.id }
                let isBank = error.connection.map { $0 == account.json["conn_id"]?.text }
                return isOne ?? true && isBank ?? true
            }
            if hit.isEmpty || error.account == nil && error.connection == nil {
                desk.warn(failure)
                continue
            }
            for account in hit where known[account.id] != nil {
                if error.code == "act.missingdata" {
                    known[account.id]?.isMissing = true
                } else {
                    known[account.id]?.failure = failure
                }
            }
        }
    }

    private static func failure(_ code: String, _ text: String) -> ConnectorFailure {
        let parts = code.split(separator: ".", maxSplits: 1)
        let sub = parts.count > 1 ? String(parts[1]) : ""
        switch (parts.first.map(String.init) ?? "gen", sub) {
        case ("gen", "auth"): return ConnectorFailure(.badCredentials, text)
        case ("gen", "limit"): return ConnectorFailure(.rateLimited, text)
        case ("gen", "api"):
            let isLimit = text.lowercased().contains("request")
            return ConnectorFailure(isLimit ? .rateLimited : .internal, text)
        case ("con", "auth"):
            return ConnectorFailure(
                .reauthRequired, text, url: "https://bridge.simplefin.org/simplefin")
        default: return ConnectorFailure(.bankUnavailable, text)
        }
    }

    private func balance(_ account: SimpleFINAPI.Account) -> JSONValue? {
        guard let amount = account.json["balance"]?.anyText,
            let currency = account.json["currency"]?.text, currency.utf8.count == 3
        else { return nil }
        let day = account.json["balance-date"]?.integer.flatMap { self.day($0) }
        return .object([
            "type": .string("balance"), "account": .string(account.id), "kind": .string("booked"),
            "amount": .string(amount), "currency": .string(currency),
            "date": .string((day ?? request.today).description),
        ])
    }

    private func row(
        _ json: JSONValue, _ account: SimpleFINAPI.Account
    ) throws(ConnectorFailure) -> OutgoingRow? {
        guard let text = json["amount"]?.anyText, let amount = DecimalNumber(text),
            let currency = account.json["currency"]?.text, currency.utf8.count == 3
        else {
            throw ConnectorFailure(.formatChanged, "a transaction has no amount that can be read")
        }
        // Checks of a card and notes move nothing.
        if amount.units == 0 { return nil }
        let posted = json["posted"]?.integer ?? 0
        let made = json["transacted_at"]?.integer
        let isPending = json["pending"] == .bool(true) || posted <= 0
        guard let date = day(posted > 0 ? posted : made ?? 0) else {
            desk.warn(ConnectorFailure(.formatChanged, "a transaction without a day was left out"))
            return nil
        }
        let message = JSONValue.object([
            "type": .string("transaction"), "account": .string(account.id),
            "status": .string(isPending ? "pending" : "booked"), "id": json["id"],
            "date": .string(date.description),
            "made_on": made.flatMap { day($0) }.map { .string($0.description) },
            "amount": .string(amount.text), "currency": .string(currency),
            "counterparty": .optional(json["payee"]?.text),
            "text": .strings(["description", "memo"].compactMap { json[$0]?.text }), "raw": json,
        ])
        return OutgoingRow(account: account.id, isPending: isPending, date: date, json: message)
    }

    /// The bank's day of a moment: bridges write midnight or noon in UTC for a day alone.
    private func day(_ seconds: Int) -> CivilDate? {
        guard seconds > 0, let moment = Epoch.moment(seconds) else { return nil }
        if [0, 43_200].contains(seconds % 86_400) { return moment.day }
        let text = request.config["utc_offset"]?.text ?? "+00:00"
        guard let shifted = Moment("2000-01-01T00:00:00" + text) else { return moment.day }
        let offset = Moment(seconds: Moment("2000-01-01T00:00:00Z")?.seconds ?? 0).seconds
        return moment.adding(seconds: offset - shifted.seconds).day
    }
}
