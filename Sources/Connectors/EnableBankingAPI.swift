import ConnectorWire
import JSONText
import Model

/// The calls of Enable Banking, with what its failures mean.
struct EnableBankingAPI {
    let base: String
    let token: String
    let desk: Desk
    let today: CivilDate

    /// The answer to a call.
    func call(
        _ method: String, _ path: String, _ query: [(String, String?)] = [],
        body: JSONValue? = nil
    ) throws(ConnectorFailure) -> JSONValue {
        var headers = [
            ("Authorization", "Bearer \(token)"), ("Accept", "application/json"),
        ]
        if body != nil { headers.append(("Content-Type", "application/json")) }
        let reply = try desk.surroundings.send(
            HTTPRequest(
                method, Web.url(base + path, query), headers: headers.map { ($0.0, $0.1) },
                body: body.map { JSONWriter.compact($0) }))
        if (200..<300).contains(reply.status) {
            return reply.body.isEmpty ? .null : try reply.json()
        }
        throw failure(reply)
    }

    private static let classes: [String: ConnectorErrorClass] = [
        "EXPIRED_SESSION": .consentExpired, "CLOSED_SESSION": .reauthRequired,
        "REVOKED_SESSION": .reauthRequired, "SESSION_DOES_NOT_EXIST": .reauthRequired,
        "WRONG_SESSION_STATUS": .reauthRequired, "ASPSP_PSU_ACTION_REQUIRED": .reauthRequired,
        "EXPIRED_AUTHORIZATION_CODE": .reauthRequired,
        "WRONG_AUTHORIZATION_CODE": .reauthRequired, "ALREADY_AUTHORIZED": .reauthRequired,
        "ACCESS_DENIED": .cancelled, "ASPSP_RATE_LIMIT_EXCEEDED": .rateLimited,
        "ASPSP_ERROR": .bankUnavailable, "ASPSP_TIMEOUT": .bankUnavailable,
        "UNAUTHORIZED_ACCESS": .badCredentials, "AUTHORIZATION_NOT_PROVIDED": .badCredentials,
        "UNAUTHORIZED_IP": .badCredentials, "WRONG_CREDENTIALS_PROVIDED": .badCredentials,
        "ACCOUNT_DOES_NOT_EXIST": .unsupported, "ASPSP_ACCOUNT_NOT_ACCESSIBLE": .unsupported,
        "INVALID_ACCOUNT_ID": .unsupported, "NO_ACCOUNTS_ADDED": .unsupported,
    ]

    /// What the provider's own word for a failure says.
    static let detailOfPeriod = "period"
    static let detailOfKey = "continuation"

    private func failure(_ reply: HTTPReply) -> ConnectorFailure {
        var json = JSONValue.null
        do throws(ConnectorFailure) { json = try reply.json() } catch { return error }
        let word = json["error"]?.text ?? ""
        let message = json["message"]?.text ?? "Enable Banking answers with status \(reply.status)"
        switch word {
        case "WRONG_TRANSACTIONS_PERIOD", "WRONG_DATE_INTERVAL", "DATE_FROM_IN_FUTURE":
            return ConnectorFailure(.internal, message, detail: EnableBankingAPI.detailOfPeriod)
        case "WRONG_CONTINUATION_KEY":
            return ConnectorFailure(.internal, message, detail: EnableBankingAPI.detailOfKey)
        default: break
        }
        var errorClass = EnableBankingAPI.classes[word]
        // Without a word of the session it is the application that is refused.
        if errorClass == nil, [401, 403].contains(reply.status) { errorClass = .badCredentials }
        var failure = reply.failure("Enable Banking", said: message)
        if let errorClass { failure.errorClass = errorClass }
        failure.detail = "HTTP \(reply.status) \(word)"
        if failure.errorClass == .badCredentials, reply.status == 401 {
            failure.message += " (the application's id, its key, or this machine's clock is wrong)"
        }
        if failure.errorClass == .rateLimited {
            failure.retryAt = Moment(today).adding(seconds: 86_400).description
        }
        return failure
    }
}

/// The rows of one account.
struct EnableBankingRows {
    private let api: EnableBankingAPI
    private let desk: Desk

    init(_ api: EnableBankingAPI, _ desk: Desk) {
        self.api = api
        self.desk = desk
    }

    /// The most pages of one answer.
    private static let mostPages = 400

    func fetch(
        _ order: FetchOrder, _ request: ConnectorRequest
    ) throws(ConnectorFailure) -> AccountResult {
        var from = order.from
        var values: [JSONValue]
        do throws(ConnectorFailure) {
            values = try pages(order, from, request)
        } catch {
            // A bank that gives less than was asked for says so in this way.
            guard error.detail == EnableBankingAPI.detailOfPeriod,
                let nearer = request.today.adding(days: -89), nearer > from
            else { throw error }
            from = nearer
            values = try pages(order, from, request)
        }
        var rows: [OutgoingRow] = []
        for json in values {
            if let row = try row(json, order.account, request.wantsPending) { rows.append(row) }
        }
        OutgoingRow.sayReversed(rows, desk)
        try balances(order.account)
        var result = AccountResult(order, isComplete: true)
        result.from = from
        return result
    }

    /// All pages; a key that goes bad on the way lets the listing begin anew, once.
    private func pages(
        _ order: FetchOrder, _ from: CivilDate, _ request: ConnectorRequest
    ) throws(ConnectorFailure) -> [JSONValue] {
        do throws(ConnectorFailure) { return try listing(order, from, request) } catch {
            guard error.detail == EnableBankingAPI.detailOfKey else { throw error }
        }
        return try listing(order, from, request)
    }

    private func listing(
        _ order: FetchOrder, _ from: CivilDate, _ request: ConnectorRequest
    ) throws(ConnectorFailure) -> [JSONValue] {
        var values: [JSONValue] = []
        var key: String?
        var seen: Set<String> = []
        for page in 1... {
            if page > 1 { desk.progress("page \(page)") }
            let answer = try api.call(
                "GET", "/accounts/\(Web.escaped(order.account))/transactions",
                [
                    ("date_from", from.description), ("date_to", order.to.description),
                    ("strategy", request.isHistorical ? "longest" : nil),
                    ("continuation_key", key),
                ])
            guard let list = answer["transactions"]?.elements else {
                throw ConnectorFailure(.formatChanged, "an answer holds no list of transactions")
            }
            values += list
            guard let next = answer["continuation_key"]?.text, !next.isEmpty else { return values }
            guard seen.insert(next).inserted, page < EnableBankingRows.mostPages else {
                throw ConnectorFailure(.formatChanged, "the bank's pages lead in a circle")
            }
            key = next
        }
        return values
    }

    private func row(
        _ json: JSONValue, _ account: String, _ wantsPending: Bool
    ) throws(ConnectorFailure) -> OutgoingRow? {
        let isPending: Bool
        switch json["status"]?.text {
        case "BOOK", nil: isPending = false
        case "PDNG", "HOLD": isPending = true
        default: return nil
        }
        if isPending, !wantsPending { return nil }
        let days = ["booking_date", "value_date", "transaction_date"].map { key in
            json[key]?.text.flatMap { CivilDate(iso: String($0.prefix(10))) }
        }
        guard let amount = json["transaction_amount"], let text = amount["amount"]?.anyText,
            let number = DecimalNumber(text), let currency = amount["currency"]?.text
        else {
            throw ConnectorFailure(.formatChanged, "a transaction has no amount that can be read")
        }
        guard let date = days[0] ?? days[1] ?? days[2] else {
            desk.warn(
                ConnectorFailure(.formatChanged, "a transaction without a day was left out"))
            return nil
        }
        // Some banks write a minus as well: the direction alone counts.
        let magnitude = number.units < 0 ? number.negated : number
        let isOut = json["credit_debit_indicator"]?.text == "DBIT"
        let party = json[isOut ? "creditor" : "debtor"]?["name"]?.text
        let other = json[isOut ? "creditor_account" : "debtor_account"]?["iban"]?.text
        let balance = json["balance_after_transaction"]?["amount"]?.anyText
        let message = JSONValue.object([
            "type": .string("transaction"), "account": .string(account),
            "status": .string(isPending ? "pending" : "booked"),
            "id": isPending ? nil : json["entry_reference"], "date": .string(date.description),
            "value_date": days[1].map { .string($0.description) },
            "made_on": days[2].map { .string($0.description) },
            "amount": .string((isOut ? magnitude.negated : magnitude).text),
            "currency": .string(currency), "counterparty": .optional(party),
            "counterparty_iban": .optional(other),
            "text": .strings(
                (json["remittance_information"]?.elements ?? []).compactMap(\.text)),
            "balance_after": .optional(balance), "raw": json,
        ])
        return OutgoingRow(account: account, isPending: isPending, date: date, json: message)
    }

    private static let kinds = [
        "CLBD": "booked", "ITBD": "booked", "XPCD": "expected", "PRCD": "earlier",
        "OPBD": "earlier",
    ]

    private func balances(_ account: String) throws(ConnectorFailure) {
        let answer = try api.call("GET", "/accounts/\(Web.escaped(account))/balances")
        for balance in answer["balances"]?.elements ?? [] {
            guard let amount = balance["balance_amount"]?["amount"]?.anyText,
                let currency = balance["balance_amount"]?["currency"]?.text
            else { continue }
            let word = balance["balance_type"]?.text ?? ""
            let day =
                balance["reference_date"]?.text ?? balance["last_change_date_time"]?.text
            desk.say(
                "balance",
                [
                    "account": .string(account),
                    "kind": .string(EnableBankingRows.kinds[word] ?? "available"),
                    "amount": .string(amount), "currency": .string(currency),
                    "date": .string(day.map { String($0.prefix(10)) } ?? api.today.description),
                    "provider_kind": .string(word),
                ])
        }
    }
}

extension JSONValue {
    /// A text, or a number as it is written: services give amounts in both forms.
    var anyText: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }
}

extension DecimalNumber {
    var text: String { decimalText(units, decimals: decimals) }
}
