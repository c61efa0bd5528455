import ConnectorWire
import JSONText
import Model

/// GoCardless Bank Account Data, once Nordigen: open banking for those who still have keys of it.
struct GoCardless: Connector {
    static var description: ConnectorDescription {
        var description = ConnectorDescription(
            name: "gocardless", version: "1", access: "open-banking",
            verbs: [.describe, .banks, .authorize, .accounts, .transactions, .status, .revoke],
            covers: [.current])
        description.consentDays = 90
        description.consentDaysLimit = 180
        description.callsPerDay = 4
        description.fetchesAll = true
        description.secrets = [
            ConnectorDescription.Secret("secret_id", "Secret ID", isHidden: false, isShared: true),
            ConnectorDescription.Secret("secret_key", "Secret key", isShared: true),
        ]
        description.settings = [ConnectorDescription.Setting("bank", "Id of the institution")]
        description.hosts = ["bankaccountdata.gocardless.com"]
        description.notice =
            "GoCardless takes no new customers since 2025; without keys of it use the connector enable-banking."
        return description
    }

    private static let base = "https://bankaccountdata.gocardless.com"

    let desk: Desk

    init(_ desk: Desk) { self.desk = desk }

    func answer(_ request: ConnectorRequest) throws(ConnectorFailure) -> JSONValue {
        let api = GoCardlessAPI(
            base: ProviderBase.url(GoCardless.base, desk) + "/api/v2/", desk: desk,
            now: request.moment)
        let token = try api.token(
            try request.secret("secret_id"), try request.secret("secret_key"))
        let signed = api.with(token)
        switch request.verb {
        case .banks: return try banks(request, signed)
        case .authorize: return try authorize(request, signed)
        case .accounts: return try accounts(request, signed)
        case .transactions: return try transactions(request, signed)
        case .status:
            _ = try requisition(request, signed)
            return .object([JSONMember("status", .string("active"))])
        case .revoke:
            if let id = request.consent {
                do throws(ConnectorFailure) {
                    _ = try signed.call("DELETE", "requisitions/\(Web.escaped(id))/")
                } catch {
                    if error.errorClass != .reauthRequired { throw error }
                }
            }
            return .object([])
        case .describe, .balances:
            throw ConnectorFailure(.unsupported, "balances come with the transactions")
        case .rates: throw ConnectorFailure(.unsupported, "rates are not told here")
        }
    }

    private func banks(
        _ request: ConnectorRequest, _ api: GoCardlessAPI
    ) throws(ConnectorFailure) -> JSONValue {
        let country = request.params["country"]?.text
        let json = try api.call("GET", "institutions/", [("country", country?.lowercased())])
        let banks = (json.json.elements ?? []).compactMap { bank -> JSONValue? in
            guard let id = bank["id"]?.text, let name = bank["name"]?.text else { return nil }
            let days = bank["max_access_valid_for_days"]?.anyText.flatMap { Int($0) }
            return .object([
                "id": .string(id), "name": .string(name),
                "country": .optional(country ?? bank["countries"]?.elements?.first?.text),
                "bic": bank["bic"], "access": .string("open-banking"),
                "consent_days": days.map { .integer($0) },
            ])
        }
        return .object([JSONMember("banks", .array(banks))])
    }

    // MARK: Consent

    private func authorize(
        _ request: ConnectorRequest, _ api: GoCardlessAPI
    ) throws(ConnectorFailure) -> JSONValue {
        let bank = try request.setting("bank")
        let days = request.params["valid_days"]?.integer ?? 90
        let agreement = try api.call(
            "POST", "agreements/enduser/",
            body: .object([
                "institution_id": .string(bank), "access_valid_for_days": .integer(days),
                "max_historical_days": .integer(GoCardlessQuirks.historyDays(bank)),
                "access_scope": .strings(["balances", "details", "transactions"]),
            ])
        ).json
        let begun = try api.call(
            "POST", "requisitions/",
            body: .object([
                "institution_id": .string(bank), "agreement": agreement["id"],
                "redirect": .string("https://127.0.0.1/"),
                "reference": .string(
                    "\(request.connection)-\(String(desk.surroundings.random(), radix: 16))"),
            ])
        ).json
        guard let id = begun["id"]?.text, let link = begun["link"]?.text else {
            throw ConnectorFailure(.formatChanged, "the provider gave no address for the consent")
        }
        try desk.prompt(
            "redirect", "Give your consent at the bank; come back when the page is done", request,
            url: link, listens: true)
        let linked = try wait(id, api)
        var found: [JSONValue] = []
        for account in (linked["accounts"]?.elements ?? []).compactMap(\.text) {
            found.append(try details(account, api))
        }
        return .object([
            "consent": .object([
                "id": .string(id), "granted_at": .string(request.moment.description),
                "expires_at": .string(
                    request.moment.adding(seconds: Int64(days) * 86_400).description),
            ]),
            "accounts": .array(found),
        ])
    }

    /// Asks again and again whether the person is through; the bank's page needs no way back for it.
    private func wait(
        _ id: String, _ api: GoCardlessAPI
    ) throws(ConnectorFailure) -> JSONValue {
        for round in 0..<400 {
            let json = try api.call("GET", "requisitions/\(Web.escaped(id))/").json
            switch json["status"]?.text {
            case "LN": return json
            case "RJ": throw ConnectorFailure(.cancelled, "the bank refused the consent")
            case "EX": throw ConnectorFailure(.cancelled, "the page was open for too long")
            case "SU":
                throw ConnectorFailure(.reauthRequired, "the provider has suspended the access")
            case "ID", "ER":
                throw ConnectorFailure(.bankUnavailable, "the provider met an error at the bank")
            default: desk.surroundings.sleep(round < 10 ? 500 : 2_000)
            }
        }
        throw ConnectorFailure(.cancelled, "nobody gave the consent in time")
    }

    private func details(
        _ id: String, _ api: GoCardlessAPI
    ) throws(ConnectorFailure) -> JSONValue {
        let head = try api.call("GET", "accounts/\(Web.escaped(id))/").json
        var detail = JSONValue.null
        do throws(ConnectorFailure) {
            detail =
                try api.call("GET", "accounts/\(Web.escaped(id))/details/").json["account"] ?? .null
        } catch {
            // Some banks give none; the number is enough.
            if [.consentExpired, .badCredentials].contains(error.errorClass) { throw error }
        }
        let iban = detail["iban"]?.text ?? head["iban"]?.text
        let print =
            iban ?? detail["bban"]?.text ?? head["bban"]?.text
            ?? detail["maskedPan"]?.text.map { "\($0) \(detail["currency"]?.text ?? "")" }
        return .object([
            "id": .string(id), "fingerprint": .optional(print), "iban": .optional(iban),
            "name": .optional(
                detail["displayName"]?.text ?? detail["name"]?.text ?? detail["product"]?.text
                    ?? head["name"]?.text),
            "kind": .optional(ISOAccountKinds.kind(detail["cashAccountType"])),
            "currency": .optional(detail["currency"]?.text), "covered": .bool(true),
        ])
    }

    private func requisition(
        _ request: ConnectorRequest, _ api: GoCardlessAPI
    ) throws(ConnectorFailure) -> JSONValue {
        guard let id = request.consent else {
            throw ConnectorFailure(.reauthRequired, "there is no consent yet")
        }
        let json = try api.call("GET", "requisitions/\(Web.escaped(id))/").json
        switch json["status"]?.text {
        case "EX": throw ConnectorFailure(.consentExpired, "the consent has expired")
        case "SU", "RJ":
            throw ConnectorFailure(.reauthRequired, "the provider has suspended the access")
        default: return json
        }
    }

    private func accounts(
        _ request: ConnectorRequest, _ api: GoCardlessAPI
    ) throws(ConnectorFailure) -> JSONValue {
        let json = try requisition(request, api)
        var found: [JSONValue] = []
        for id in (json["accounts"]?.elements ?? []).compactMap(\.text) {
            found.append(try details(id, api))
        }
        for account in found {
            desk.surroundings.writeLine(
                .object([JSONMember("type", .string("account"))] + (account.members ?? [])))
        }
        return .object(["complete": .bool(true)])
    }

    // MARK: Transactions

    private func transactions(
        _ request: ConnectorRequest, _ api: GoCardlessAPI
    ) throws(ConnectorFailure) -> JSONValue {
        try desk.eachAccount(
            request, unless: [.consentExpired, .badCredentials],
            { order throws(ConnectorFailure) in
                try GoCardlessRows(api, desk).fetch(order, request)
            },
            failed: { result, _, failure in
                // Calls that fail are not counted.
                result.calls = 0
                result.nextAllowed = failure.retryAt.flatMap { Moment($0) }
            })
    }
}
