import ConnectorWire
import Foundation
import JSONText
import Model

/// Enable Banking: open banking by an application of the person's own, which signs each call.
struct EnableBanking: Connector {
    static var description: ConnectorDescription {
        var description = ConnectorDescription(
            name: "enable-banking", version: "1", access: "open-banking",
            verbs: [.describe, .banks, .authorize, .accounts, .transactions, .status, .revoke],
            covers: [.current])
        description.consentDays = 90
        description.consentDaysLimit = 180
        description.callsPerDay = 4
        description.fetchesAll = true
        description.secrets = [
            ConnectorDescription.Secret(
                "application_id", "Application id", isHidden: false, isShared: true),
            ConnectorDescription.Secret(
                "private_key", "Private key (the path of its .pem file, or base64)", isShared: true),
        ]
        description.settings = [
            ConnectorDescription.Setting("bank", "Bank"),
            ConnectorDescription.Setting("country", "Country"),
            ConnectorDescription.Setting("redirect", "Redirect address of the application"),
            ConnectorDescription.Setting("psu_type", "personal or business"),
        ]
        description.hosts = ["api.enablebanking.com"]
        description.notice =
            "Register an application at enablebanking.com (free for your own accounts), with the redirect address "
            + "https://127.0.0.1/callback; its id and its key are asked for now."
        return description
    }

    private static let base = "https://api.enablebanking.com"
    /// The redirect address where the settings name none.
    private static let redirect = "https://127.0.0.1/callback"

    let desk: Desk

    init(_ desk: Desk) { self.desk = desk }

    func answer(_ request: ConnectorRequest) throws(ConnectorFailure) -> JSONValue {
        let api = try api(request)
        switch request.verb {
        case .banks: return try banks(request, api)
        case .authorize: return try authorize(request, api)
        case .accounts: return try accounts(request, api)
        case .transactions: return try transactions(request, api)
        case .status:
            _ = try session(request, api)
            return .object([JSONMember("status", .string("active"))])
        case .revoke:
            if let id = request.consent {
                do throws(ConnectorFailure) {
                    _ = try api.call("DELETE", "/sessions/\(Web.escaped(id))")
                } catch {
                    // What is gone already is revoked.
                    let isGone = [.consentExpired, .reauthRequired].contains(error.errorClass)
                    if !isGone { throw error }
                }
            }
            return .object([])
        case .describe, .balances:
            throw ConnectorFailure(.unsupported, "balances come with the transactions")
        case .rates: throw ConnectorFailure(.unsupported, "rates are not told here")
        }
    }

    private func api(_ request: ConnectorRequest) throws(ConnectorFailure) -> EnableBankingAPI {
        let base = ProviderBase.url(EnableBanking.base, desk)
        let token = try SignedToken(desk).token(
            application: try request.secret("application_id"),
            key: try request.secret("private_key"), now: request.moment,
            folder: request.stateFolder)
        return EnableBankingAPI(base: base, token: token, desk: desk, today: request.today)
    }

    // MARK: Banks

    private func banks(
        _ request: ConnectorRequest, _ api: EnableBankingAPI
    ) throws(ConnectorFailure) -> JSONValue {
        let kind = request.config["psu_type"]?.text ?? "personal"
        let json = try api.call(
            "GET", "/aspsps",
            [
                ("country", request.params["country"]?.text), ("psu_type", kind),
                ("service", "AIS"),
            ])
        let banks = (json["aspsps"]?.elements ?? []).compactMap { bank -> JSONValue? in
            guard let name = bank["name"]?.text, let country = bank["country"]?.text else {
                return nil
            }
            let seconds = bank["maximum_consent_validity"]?.integer
            return .object([
                "id": .string(name), "name": .string(name), "country": .string(country),
                "bic": bank["bic"], "access": .string("open-banking"),
                "consent_days": seconds.map { .integer($0 / 86_400) },
            ])
        }
        return .object([JSONMember("banks", .array(banks))])
    }

    // MARK: Consent

    private func authorize(
        _ request: ConnectorRequest, _ api: EnableBankingAPI
    ) throws(ConnectorFailure) -> JSONValue {
        let days = request.params["valid_days"]?.integer ?? 90
        // A little less than asked for, so that a clock that is a little ahead does not ask for too much.
        let end = request.moment.adding(seconds: Int64(days) * 86_400 - 60)
        let state = hex(desk.surroundings.random()) + hex(desk.surroundings.random())
        let redirect = request.config["redirect"]?.text ?? EnableBanking.redirect
        let begun = try api.call(
            "POST", "/auth",
            body: .object([
                "access": .object([
                    "valid_until": .string(end.description), "balances": .bool(true),
                    "transactions": .bool(true),
                ]),
                "aspsp": .object([
                    "name": .string(try request.setting("bank")),
                    "country": .string(try request.setting("country")),
                ]),
                "state": .string(state),
                "psu_type": .string(request.config["psu_type"]?.text ?? "personal"),
                "redirect_url": .string(redirect),
            ]))
        guard let url = begun["url"]?.text else {
            throw ConnectorFailure(.formatChanged, "the provider gave no address for the consent")
        }
        let code = try Redirect(desk).code(request, url: url, redirect: redirect, state: state)
        let session = try api.call(
            "POST", "/sessions", body: .object([JSONMember("code", .string(code))]))
        guard let id = session["session_id"]?.text else {
            throw ConnectorFailure(.formatChanged, "the provider gave no session")
        }
        let accounts = session["accounts"]?.elements ?? []
        return .object([
            "consent": .object([
                "id": .string(id), "granted_at": .string(request.moment.description),
                "expires_at": .string(
                    session["access"]?["valid_until"]?.text ?? end.description),
                "scope": .strings(["accounts", "balances", "transactions"]),
            ]),
            "accounts": .array(accounts.compactMap(EnableBanking.account)),
        ])
    }

    private func hex(_ number: UInt64) -> String { String(number, radix: 16) }

    private static func account(_ json: JSONValue) -> JSONValue? {
        guard let uid = json["uid"]?.text else { return nil }
        let number = json["account_id"]?["iban"]?.text
        return .object([
            "id": .string(uid), "fingerprint": .optional(json["identification_hash"]?.text),
            "iban": .optional(number),
            "name": .optional(json["name"]?.text ?? json["product"]?.text),
            "kind": .optional(ISOAccountKinds.kind(json["cash_account_type"])),
            "currency": .optional(json["currency"]?.text), "covered": .bool(true),
        ])
    }

    private func session(
        _ request: ConnectorRequest, _ api: EnableBankingAPI
    ) throws(ConnectorFailure) -> JSONValue {
        guard let id = request.consent else {
            throw ConnectorFailure(.reauthRequired, "there is no consent yet")
        }
        let session = try api.call("GET", "/sessions/\(Web.escaped(id))")
        switch session["status"]?.text {
        case "AUTHORIZED", nil: return session
        case "EXPIRED":
            throw ConnectorFailure(.consentExpired, "the consent has expired")
        case let status?:
            throw ConnectorFailure(
                .reauthRequired, "the consent is not valid any more: \(status.lowercased())")
        }
    }

    private func accounts(
        _ request: ConnectorRequest, _ api: EnableBankingAPI
    ) throws(ConnectorFailure) -> JSONValue {
        let session = try session(request, api)
        let list = session["accounts_data"]?.elements ?? []
        for account in list {
            guard let uid = account["uid"]?.text else { continue }
            desk.say(
                "account",
                [
                    "id": .string(uid),
                    "fingerprint": .optional(account["identification_hash"]?.text),
                    "covered": .bool(true),
                ])
        }
        return .object(["complete": .bool(true)])
    }

    // MARK: Transactions

    private func transactions(
        _ request: ConnectorRequest, _ api: EnableBankingAPI
    ) throws(ConnectorFailure) -> JSONValue {
        // Otherwise the whole session is over, or the whole application refused.
        try desk.eachAccount(
            request, unless: [.consentExpired, .reauthRequired, .badCredentials],
            { order throws(ConnectorFailure) in
                try EnableBankingRows(api, desk).fetch(order, request)
            },
            failed: { result, order, failure in
                result.calls = failure.errorClass == .rateLimited ? order.callsLeft ?? 1 : 1
            })
    }
}

/// Where a provider is reached; tests put a server of this machine in its place.
enum ProviderBase {
    static func url(_ usual: String, _ desk: Desk) -> String {
        guard let other = desk.surroundings.variable("BANKBOOK_NET_BASE"), Web.isLoopback(other)
        else { return usual }
        return other
    }
}

/// The token that an application signs with its key; the system's `openssl` does it, since the key is RSA.
struct SignedToken {
    private let desk: Desk

    init(_ desk: Desk) { self.desk = desk }

    /// - Parameters:
    ///   - key: the PEM in one line of base64, or the PEM itself.
    ///   - folder: where the text to be signed, which is no secret, may lie for a moment.
    func token(
        application: String, key: String, now: Moment, folder: String
    ) throws(ConnectorFailure) -> String {
        let issued = Epoch.seconds(now)
        let header = JSONValue.object([
            "typ": .string("JWT"), "alg": .string("RS256"), "kid": .string(application),
        ])
        let body = JSONValue.object([
            "iss": .string("enablebanking.com"), "aud": .string("api.enablebanking.com"),
            "iat": .integer(issued), "exp": .integer(issued + 3600),
        ])
        let text = [header, body].map { SignedToken.encoded(JSONWriter.compact($0)) }
            .joined(separator: ".")
        let pem =
            key.hasPrefix("-----")
            ? Array(key.utf8) : Data(base64Encoded: key).map { [UInt8]($0) } ?? []
        guard !pem.isEmpty else {
            throw ConnectorFailure(
                .badCredentials, "the private key is neither PEM nor base64 of it")
        }
        return text + "." + SignedToken.encoded(try sign(text, pem, folder))
    }

    private func sign(
        _ text: String, _ pem: [UInt8], _ folder: String
    ) throws(ConnectorFailure) -> [UInt8] {
        let place = folder.isEmpty ? NSTemporaryDirectory() : folder
        let path = "\(place)/token-\(String(desk.surroundings.random(), radix: 16))"
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
            throw ConnectorFailure(.internal, "no file can be written in the state folder")
        }
        defer { try? FileManager.default.removeItem(atPath: path) }
        let words = ["openssl", "dgst", "-sha256", "-sign", "/dev/stdin", "-binary", path]
        guard let reply = desk.surroundings.run(words, pem, [:], 20) else {
            throw ConnectorFailure(
                .unsupported, "the program openssl, which signs for the application, is missing")
        }
        guard reply.status == 0, !reply.output.isEmpty else {
            throw ConnectorFailure(.badCredentials, "openssl cannot sign with the private key")
        }
        return reply.output
    }

    /// Base64 for addresses, without the signs at its end.
    static func encoded(_ bytes: [UInt8]) -> String {
        String(
            Data(bytes).base64EncodedString().compactMap { character -> Character? in
                switch character {
                case "+": "-"
                case "/": "_"
                case "=": nil
                default: character
                }
            })
    }
}

/// The way back from the bank's page.
struct Redirect {
    private let desk: Desk

    init(_ desk: Desk) { self.desk = desk }

    /// How long the person may take at the bank.
    private static let seconds = 600

    /// The code that the bank's page hands over: taken by a listener of this machine where the redirect address leads
    /// there without encryption, else pasted by the person.
    func code(
        _ request: ConnectorRequest, url: String, redirect: String, state: String
    ) throws(ConnectorFailure) -> String {
        let answer: String
        if let port = Web.port(redirect) {
            try desk.prompt(
                "redirect", "Give your consent at the bank", request, url: url, listens: true)
            guard let path = desk.surroundings.listen(port, Redirect.seconds) else {
                throw ConnectorFailure(.cancelled, "nobody came back from the bank's page")
            }
            answer = path
        } else {
            answer = try desk.ask(
                "redirect",
                "Give your consent at the bank; the page at the end shows an error, which is as it should be",
                request,
                url: url)
        }
        let parameters = Web.parameters(answer)
        if let error = parameters["error"] {
            throw ConnectorFailure(
                .cancelled, "the bank gave no consent: \(parameters["error_description"] ?? error)")
        }
        guard parameters["state"] == state else {
            throw ConnectorFailure(
                .internal,
                "the answer belongs to another attempt: begin again and paste the newest one")
        }
        guard let code = parameters["code"], !code.isEmpty else {
            throw ConnectorFailure(.internal, "the address holds no code: paste the whole of it")
        }
        return code
    }
}
