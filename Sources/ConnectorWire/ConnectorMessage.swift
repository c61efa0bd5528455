package import JSONText
package import Model

/// An account that a connector found.
package struct FoundAccount: Sendable, Equatable {
    /// The provider's id, which may change with the next consent.
    package var id: String
    /// What stays the same of the account for ever; the id where the connector knows nothing better.
    package var fingerprint: String
    package var iban: String?
    package var name: String?
    /// `nil` where the connector cannot tell.
    package var kind: AccountKind?
    package var currency: CurrencyCode?
    /// Whether the access reaches it.
    package var isCovered: Bool
    /// Why it is not covered.
    package var reason: String?
    /// The account to which it belongs, as a card to the one that it is charged to.
    package var parent: String?

    package init(_ json: JSONValue) throws(ConnectorFailure) {
        guard let id = json["id"]?.text, !id.isEmpty else {
            throw ConnectorFailure(.internal, "an account without “id”")
        }
        self.id = id
        let print = json["fingerprint"]?.text ?? ""
        fingerprint = print.isEmpty ? id : print
        iban = json["iban"]?.text
        name = json["name"]?.text
        kind = json["kind"]?.text.flatMap(AccountKind.init(rawValue:))
        currency = json["currency"]?.text.flatMap { CurrencyCode($0) }
        isCovered = json["covered"] != .bool(false)
        reason = json["reason"]?.text
        parent = json["parent"]?.text
    }
}

/// A balance as the bank states it now.
package struct FoundBalance: Sendable, Equatable {
    package var account: String
    /// `booked`, `expected`, `available`, `value` for what an investment account is worth, or another word.
    package var kind: String
    package var amount: DecimalNumber
    package var currency: CurrencyCode
    package var date: CivilDate

    package init(_ json: JSONValue) throws(ConnectorFailure) {
        guard let account = json["account"]?.text,
            let amount = json["amount"]?.text.flatMap({ DecimalNumber($0) }),
            let currency = json["currency"]?.text.flatMap({ CurrencyCode($0) }),
            let date = json["date"]?.text.flatMap(CivilDate.init(iso:))
        else {
            throw ConnectorFailure(
                .internal, "a balance without a readable account, amount, currency or date")
        }
        self.account = account
        self.amount = amount
        self.currency = currency
        self.date = date
        // What may be spent on credit says nothing of what is booked.
        kind =
            json["includes_credit"] == .bool(true) ? "available" : json["kind"]?.text ?? "booked"
    }
}

/// What one whole unit of a currency was worth in another on a day.
package struct FoundRate: Sendable, Equatable {
    package var date: CivilDate
    package var unit: CurrencyCode
    package var currency: CurrencyCode
    /// Above zero.
    package var rate: DecimalNumber

    package init(date: CivilDate, unit: CurrencyCode, currency: CurrencyCode, rate: DecimalNumber) {
        self.date = date
        self.unit = unit
        self.currency = currency
        self.rate = rate
    }

    init(_ json: JSONValue) throws(ConnectorFailure) {
        guard let date = json["date"]?.text.flatMap(CivilDate.init(iso:)),
            let unit = json["unit"]?.text.flatMap({ CurrencyCode($0) }),
            let currency = json["currency"]?.text.flatMap({ CurrencyCode($0) }),
            let rate = json["rate"]?.text.flatMap({ DecimalNumber($0) }), rate.units > 0
        else {
            throw ConnectorFailure(
                .internal, "a rate without a readable date, unit, currency or rate")
        }
        self.init(date: date, unit: unit, currency: currency, rate: rate)
    }

    /// The message.
    package var json: JSONValue {
        .object([
            "type": .string("rate"), "date": .string(date.description),
            "unit": .string(unit.description), "currency": .string(currency.description),
            "rate": .string(decimalText(rate.units, decimals: rate.decimals)),
        ])
    }
}

/// Something that the person is to do or say.
package struct ConnectorPrompt: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case otp, password, text, choice, redirect, app, image
    }

    package var id: String
    package var kind: Kind
    package var text: String
    package var isSecret: Bool
    package var options: [(id: String, label: String)]
    package var url: String?
    /// Whether the connector itself takes the answer of a redirect, so that nobody needs to paste it.
    package var listens: Bool

    init(_ json: JSONValue) throws(ConnectorFailure) {
        guard let id = json["id"]?.text,
            let kind = json["kind"]?.text.flatMap(Kind.init(rawValue:))
        else { throw ConnectorFailure(.internal, "a prompt without “id” and a known “kind”") }
        self.id = id
        self.kind = kind
        text = json["text"]?.text ?? ""
        isSecret = json["secret"] == .bool(true) || kind == .password
        options = (json["options"]?.elements ?? []).compactMap { option in
            option["id"]?.text.map { ($0, option["label"]?.text ?? $0) }
        }
        url = json["url"]?.text
        listens = json["listen"] == .bool(true)
    }

    package static func == (one: ConnectorPrompt, other: ConnectorPrompt) -> Bool {
        one.id == other.id && one.kind == other.kind && one.text == other.text
    }
}

/// One line of a connector.
package enum ConnectorMessage: Sendable {
    case progress(String)
    case account(FoundAccount)
    case balance(FoundBalance)
    case transaction(FoundTransaction)
    case rate(FoundRate)
    case warning(ConnectorFailure)
    /// A new value of a secret, to be kept at once.
    case secret(name: String, value: String)
    case prompt(ConnectorPrompt)
    case result(JSONValue)
    case error(ConnectorFailure)
    /// A type that this version does not know, which is no error.
    case unknown

    /// Reads a line.
    ///
    /// - Throws: `internal`, where it is none of the protocol.
    package init(line: [UInt8]) throws(ConnectorFailure) {
        let json: JSONValue
        do throws(JSONProblem) { json = try JSONParser.parse(line) } catch {
            throw ConnectorFailure(
                .internal, "the connector wrote something that is no JSON: \(error.message)")
        }
        guard let type = json["type"]?.text else {
            throw ConnectorFailure(.internal, "the connector wrote a line without “type”")
        }
        switch type {
        case "progress": self = .progress(json["text"]?.text ?? "")
        case "account": self = .account(try FoundAccount(json))
        case "balance": self = .balance(try FoundBalance(json))
        case "transaction": self = .transaction(try FoundTransaction(json))
        case "rate": self = .rate(try FoundRate(json))
        case "warning": self = .warning(ConnectorFailure(message: json))
        case "secret":
            guard let name = json["name"]?.text, let value = json["value"]?.text else {
                throw ConnectorFailure(.internal, "a secret without “name” and “value”")
            }
            self = .secret(name: name, value: value)
        case "prompt": self = .prompt(try ConnectorPrompt(json))
        case "result": self = .result(json)
        case "error": self = .error(ConnectorFailure(message: json))
        default: self = .unknown
        }
    }
}

extension ConnectorFailure {
    /// Reads a message of type `error` or `warning`; an unknown class is `internal`.
    init(message json: JSONValue) {
        self.init(
            json["class"]?.text.flatMap(ConnectorErrorClass.init(rawValue:)) ?? .internal,
            json["message"]?.text ?? "no reason was given", detail: json["detail"]?.text,
            retryAt: json["retry_at"]?.text, account: json["account"]?.text,
            url: json["url"]?.text)
    }

    /// The message that says it.
    package func message(_ type: String) -> JSONValue {
        .object([
            "type": .string(type), "class": .string(errorClass.rawValue),
            "message": .string(message), "detail": detail.map { .string($0) },
            "retry_at": retryAt.map { .string($0) }, "account": account.map { .string($0) },
            "url": url.map { .string($0) },
        ])
    }
}
