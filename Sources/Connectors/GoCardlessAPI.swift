import ConnectorWire
import JSONText
import Model

/// What single banks do otherwise, as data.
enum GoCardlessQuirks {
    /// Banks that give a longer history once and then serve a frozen copy: there a consent that goes on may ask for less
    /// than 90 days only. Beginnings of institution ids.
    private static let continuous = [
        "BRED_", "INDUSTRA_", "MEDICINOSBANK_", "CESKA_SPORITELNA_", "LHV_", "LUMINOR_", "SEB_",
        "SWEDBANK_", "LABORALKUTXA_", "BANKINTER_", "CAIXABANK_", "SANTANDER_", "BBVA_", "COOP_",
        "SELLA_", "HYPE_", "REVOLUT_", "N26_", "DKB_", "FORTUNEO_",
    ]

    static func historyDays(_ bank: String) -> Int {
        continuous.contains { bank.uppercased().hasPrefix($0) } ? 89 : 90
    }

    /// Banks whose value day is when it happened, and whose booking day is that of the batch.
    private static let byValueDay = [
        "BNP_PARIBAS_FORTIS_", "FINTRO_", "HELLO_BANK_GEBA", "HYPE_", "ISYBANK_", "ABNAMRO_",
    ]

    static func usesValueDay(_ bank: String) -> Bool {
        byValueDay.contains { bank.uppercased().hasPrefix($0) }
    }

    /// Banks whose own ids stand on several rows.
    private static let repeatingIDs = ["BELFIUS_"]

    static func repeatsIDs(_ bank: String) -> Bool {
        repeatingIDs.contains { bank.uppercased().hasPrefix($0) }
    }
}

/// The calls of GoCardless, with what its failures mean.
struct GoCardlessAPI {
    let base: String
    let desk: Desk
    let now: Moment
    private var token: String?

    init(base: String, desk: Desk, now: Moment) {
        self.base = base
        self.desk = desk
        self.now = now
    }

    func with(_ token: String) -> GoCardlessAPI {
        var other = self
        other.token = token
        return other
    }

    /// An answer with the headers that tell of limits.
    struct Answer {
        var json: JSONValue
        var reply: HTTPReply
    }

    /// A token for some hours; it is kept nowhere.
    func token(_ id: String, _ key: String) throws(ConnectorFailure) -> String {
        let answer = try call(
            "POST", "token/new/",
            body: .object(["secret_id": .string(id), "secret_key": .string(key)]))
        guard let token = answer.json["access"]?.text else {
            throw ConnectorFailure(.formatChanged, "the provider gave no token")
        }
        return token
    }

    func call(
        _ method: String, _ path: String, _ query: [(String, String?)] = [],
        body: JSONValue? = nil
    ) throws(ConnectorFailure) -> Answer {
        var headers: [(name: String, value: String)] = [("Accept", "application/json")]
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        if body != nil { headers.append(("Content-Type", "application/json")) }
        let reply = try desk.surroundings.send(
            HTTPRequest(
                method, Web.url(base + path, query), headers: headers,
                body: body.map { JSONWriter.compact($0) }))
        if (200..<300).contains(reply.status) {
            return Answer(json: reply.body.isEmpty ? .null : try reply.json(), reply: reply)
        }
        throw failure(reply)
    }

    /// The words of an error in any of its three shapes.
    private static func words(_ json: JSONValue) -> (summary: String, detail: String, type: String)
    {
        func text(_ value: JSONValue?) -> String? {
            value?.text ?? value?.elements.map { $0.compactMap(\.text).joined(separator: " ") }
        }
        if let summary = text(json["summary"]) {
            return (summary, text(json["detail"]) ?? "", json["type"]?.text ?? "")
        }
        for member in json.members ?? [] {
            if let summary = text(member.value["summary"]) {
                return (summary, text(member.value["detail"]) ?? "", "")
            }
            if let said = text(member.value), member.value.text == nil {
                return ("\(member.key): \(said)", "", "")
            }
        }
        return (text(json["detail"]) ?? "", "", "")
    }

    private func failure(_ reply: HTTPReply) -> ConnectorFailure {
        var json = JSONValue.null
        do throws(ConnectorFailure) { json = try reply.json() } catch { return error }
        let (summary, detail, type) = GoCardlessAPI.words(json)
        let message = detail.isEmpty ? summary : detail
        var failure = reply.failure(
            "GoCardless", said: message.isEmpty ? nil : message)
        failure.detail = "HTTP \(reply.status) \(summary)"
        let isExpired = summary.contains("expired") && summary.contains("EUA")
        switch reply.status {
        case 400, 401:
            if isExpired || type == "AccessExpiredError" {
                failure.errorClass = .consentExpired
            } else if type == "AccountInactiveError" {
                failure.errorClass = .unsupported
            } else if reply.status == 401 {
                failure.errorClass = .badCredentials
            } else {
                failure.errorClass = .internal
            }
        case 403:
            failure.errorClass =
                summary.contains("Insufficient") ? .unsupported : .badCredentials
        case 404, 409: failure.errorClass = .reauthRequired
        case 429:
            let wait =
                reply.count("http_x_ratelimit_account_success_reset")
                ?? reply.count("http_x_ratelimit_reset") ?? GoCardlessAPI.seconds(detail)
            failure.retryAt =
                wait.map { now.adding(seconds: Int64($0)).description }
                ?? Moment(now.day).adding(seconds: 86_400).description
        default: break
        }
        return failure
    }

    /// The number of seconds in a text such as “try again in 12 seconds”.
    private static func seconds(_ text: String) -> Int? {
        let words = text.split(separator: " ")
        return words.firstIndex { $0.hasPrefix("second") }.flatMap { place in
            place > 0 ? Int(words[place - 1]) : nil
        }
    }
}

/// The rows of one account.
struct GoCardlessRows {
    private let api: GoCardlessAPI
    private let desk: Desk

    init(_ api: GoCardlessAPI, _ desk: Desk) {
        self.api = api
        self.desk = desk
    }

    func fetch(
        _ order: FetchOrder, _ request: ConnectorRequest
    ) throws(ConnectorFailure) -> AccountResult {
        let path = "accounts/\(Web.escaped(order.account))/"
        try checkStatus(try api.call("GET", path).json)
        let answer = try api.call(
            "GET", path + "transactions/",
            [("date_from", order.from.description), ("date_to", order.to.description)])
        guard let list = answer.json["transactions"], list["booked"]?.elements != nil else {
            throw ConnectorFailure(.formatChanged, "an answer holds no list of transactions")
        }
        var rows: [OutgoingRow] = []
        let bank = request.config["bank"]?.text ?? ""
        for json in list["booked"]?.elements ?? [] {
            if let row = try row(json, order.account, isPending: false, bank) { rows.append(row) }
        }
        OutgoingRow.sayReversed(rows, desk)
        if request.wantsPending {
            var pending: [OutgoingRow] = []
            for json in list["pending"]?.elements ?? [] {
                if let row = try row(json, order.account, isPending: true, bank) {
                    pending.append(row)
                }
            }
            OutgoingRow.sayReversed(pending, desk)
        }
        try balances(path, order.account, request)
        var result = AccountResult(order, isComplete: true)
        let left = answer.reply.count("http_x_ratelimit_account_success_remaining")
        if left == 0, let reset = answer.reply.count("http_x_ratelimit_account_success_reset") {
            result.nextAllowed = api.now.adding(seconds: Int64(reset))
        }
        return result
    }

    private func checkStatus(_ json: JSONValue) throws(ConnectorFailure) {
        switch json["status"]?.text {
        case "SUSPENDED":
            throw ConnectorFailure(.reauthRequired, "the provider has suspended the account")
        case "EXPIRED": throw ConnectorFailure(.consentExpired, "the consent has expired")
        case "ERROR":
            throw ConnectorFailure(.bankUnavailable, "the bank does not answer for this account")
        default: break
        }
    }

    private func row(
        _ json: JSONValue, _ account: String, isPending: Bool, _ bank: String
    ) throws(ConnectorFailure) -> OutgoingRow? {
        let money = json["transactionAmount"]
        guard let text = money?["amount"]?.anyText, let amount = DecimalNumber(text),
            let currency = money?["currency"]?.text
        else {
            throw ConnectorFailure(.formatChanged, "a transaction has no amount that can be read")
        }
        func day(_ keys: String...) -> CivilDate? {
            keys.lazy.compactMap {
                json[$0]?.text.flatMap { CivilDate(iso: String($0.prefix(10))) }
            }
            .first
        }
        let booking = day("bookingDate", "bookingDateTime")
        let value = day("valueDate", "valueDateTime")
        let date = GoCardlessQuirks.usesValueDay(bank) ? value ?? booking : booking ?? value
        guard let date else {
            desk.warn(ConnectorFailure(.formatChanged, "a transaction without a day was left out"))
            return nil
        }
        let isOut = amount.units < 0
        let names =
            isOut
            ? ["ultimateCreditor", "creditorName", "debtorName"]
            : ["ultimateDebtor", "debtorName", "creditorName"]
        let own = GoCardlessQuirks.repeatsIDs(bank) ? nil : json["transactionId"]?.text
        let id = json["internalTransactionId"]?.text ?? own
        let after = json["balanceAfterTransaction"]
        let message = JSONValue.object([
            "type": .string("transaction"), "account": .string(account),
            "status": .string(isPending ? "pending" : "booked"),
            "id": isPending ? nil : .optional(id),
            "ids": .object(["entry": .optional(json["entryReference"]?.text)]),
            "date": .string(date.description),
            "value_date": value.map { .string($0.description) },
            "amount": .string(amount.text), "currency": .string(currency),
            "counterparty": .optional(names.lazy.compactMap { json[$0]?.text }.first),
            "counterparty_iban": .optional(
                json[isOut ? "creditorAccount" : "debtorAccount"]?["iban"]?.text),
            "text": .strings(GoCardlessRows.text(json)),
            "balance_after": .optional(
                after?["balanceAmount"]?["amount"]?.anyText ?? after?["amount"]?.anyText),
            "end_to_end": .optional(json["endToEndId"]?.text),
            "mandate": .optional(json["mandateId"]?.text), "raw": json,
        ])
        return OutgoingRow(account: account, isPending: isPending, date: date, json: message)
    }

    /// The longer of the text, which is cut at 140 characters, and its pieces.
    private static func text(_ json: JSONValue) -> [String] {
        let pieces = (json["remittanceInformationUnstructuredArray"]?.elements ?? [])
            .compactMap(\.text)
        let whole = [
            "remittanceInformationUnstructured", "remittanceInformationStructured",
            "additionalInformation",
        ].lazy.compactMap { json[$0]?.text }.first
        guard let whole else { return pieces }
        return pieces.reduce(0) { $0 + $1.utf8.count } > whole.utf8.count ? pieces : [whole]
    }

    private static let kinds = [
        "closingBooked": "booked", "interimBooked": "booked", "expected": "expected",
        "openingBooked": "earlier", "previouslyClosedBooked": "earlier",
    ]

    private func balances(
        _ path: String, _ account: String, _ request: ConnectorRequest
    ) throws(ConnectorFailure) {
        let answer = try api.call("GET", path + "balances/")
        for balance in answer.json["balances"]?.elements ?? [] {
            guard let amount = balance["balanceAmount"]?["amount"]?.anyText,
                let currency = balance["balanceAmount"]?["currency"]?.text
            else { continue }
            let word = balance["balanceType"]?.text ?? ""
            let day = balance["referenceDate"]?.text ?? balance["lastChangeDateTime"]?.text
            desk.say(
                "balance",
                [
                    "account": .string(account),
                    "kind": .string(GoCardlessRows.kinds[word] ?? "available"),
                    "amount": .string(amount), "currency": .string(currency),
                    "date": .string(
                        day.map { String($0.prefix(10)) } ?? request.today.description),
                    "provider_kind": .string(word),
                    "includes_credit": .bool(balance["creditLimitIncluded"] == .bool(true)),
                ])
        }
    }
}
