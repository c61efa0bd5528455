import Foundation
import JSONText
import Model
import Sockets

/// The bank: routes requests to the shapes of three providers, and does wrong what the world asks it to.
final class Bank: @unchecked Sendable {
    private let path: String
    let port: Int
    private let lock = NSLock()
    /// How often each fault was done.
    private var faultCounts: [Int: Int] = [:]
    /// Calls by day, account and purpose.
    private var calls: [String: Int] = [:]
    /// Consents by their ids: on which day each was given.
    private var consents: [String: CivilDate] = [:]
    private var polls: [String: Int] = [:]
    private var counter = 0

    init(path: String, port: Int) {
        self.path = path
        self.port = port
    }

    func serve(_ request: Request, _ connection: LoopbackConnection) {
        let world = World.read(path)
        log(request, world)
        if let fault = fault(request, world) {
            Faults.play(fault, request, world, connection)
            return
        }
        let reply = lock.withLock { answer(request, world) }
        connection.write(reply.bytes())
    }

    /// Every request beside the world's file, for tests that count.
    private func log(_ request: Request, _ world: World) {
        let page = request.query["continuation_key"] == nil ? "" : " (a further page)"
        let line = "\(world.now) \(request.method) \(request.path)\(page)\n"
        lock.withLock {
            let place = path + ".requests"
            if let handle = FileHandle(forWritingAtPath: place) {
                handle.seekToEndOfFile()
                handle.write(Data(line.utf8))
                try? handle.close()
            } else {
                _ = FileManager.default.createFile(atPath: place, contents: Data(line.utf8))
            }
        }
    }

    private func fault(_ request: Request, _ world: World) -> JSONValue? {
        lock.withLock {
            for (number, fault) in world.faults.enumerated() {
                guard let word = fault["match"]?.text, request.path.contains(word) else { continue }
                if let account = fault["account"]?.text, !request.path.contains(account) {
                    continue
                }
                let done = faultCounts[number] ?? 0
                if done >= fault["times"]?.integer ?? .max { continue }
                faultCounts[number] = done + 1
                return fault
            }
            return nil
        }
    }

    private func answer(_ request: Request, _ world: World) -> Reply {
        if request.path.hasPrefix("/api/v2/") { return goCardless(request, world) }
        if request.path.hasPrefix("/claim/") || request.path.hasPrefix("/simplefin/") {
            return simpleFIN(request, world)
        }
        if request.path.hasPrefix("/stats/eurofxref/") { return centralBank(request, world) }
        return enableBanking(request, world)
    }

    /// Counts a call; `false` where the bank's limit is used up.
    private func count(_ account: String, _ purpose: String, _ world: World) -> Bool {
        let key = "\(world.now.prefix(10)) \(account) \(purpose)"
        let used = calls[key] ?? 0
        if used >= world.callsPerDay { return false }
        calls[key] = used + 1
        return true
    }

    private func isOver(_ consent: String, _ world: World) -> Bool {
        guard let granted = consents[consent] else { return true }
        return world.today.day - granted.day >= 90
    }

    private func next(_ name: String) -> String {
        counter += 1
        return "\(name)-\(counter)"
    }

    // MARK: Enable Banking

    private func enableBanking(_ request: Request, _ world: World) -> Reply {
        if request.path == "/page" { return page(request) }
        guard isSigned(request) else {
            return Reply(401, error("UNAUTHORIZED_ACCESS", "the token is not valid"))
        }
        let parts = request.parts
        switch (request.method, parts.first ?? "") {
        case ("GET", "aspsps"):
            let banks = ["Banco Ejemplo", "Banco Ejemplo Empresas", "Otro Banco"].map { name in
                JSONValue.object([
                    "name": .string(name), "country": .string("ES"),
                    "maximum_consent_validity": .integer(15_552_000),
                ])
            }
            return Reply(200, .object([JSONMember("aspsps", .array(banks))]))
        case ("POST", "auth"):
            let redirect = request.json["redirect_url"]?.text ?? ""
            let state = request.json["state"]?.text ?? ""
            let url =
                "http://127.0.0.1:\(port)/page?redirect=\(redirect.escaped)&state=\(state.escaped)"
            return Reply(200, .object([JSONMember("url", .string(url))]))
        case ("POST", "sessions"):
            guard let code = request.json["code"]?.text, code.hasPrefix("code-") else {
                return Reply(400, error("WRONG_AUTHORIZATION_CODE", "the code is wrong"))
            }
            let id = next("session")
            consents[id] = world.today
            let list = world.accounts.map { account in
                JSONValue.object([
                    "uid": .string("\(id)-\(account.key)"),
                    "identification_hash": .string("hash-\(account.key)"),
                    "account_id": .object(["iban": account.iban.map { .string($0) }]),
                    "name": .string(account.name), "cash_account_type": .string(account.kind),
                    "currency": .string(account.currency),
                ])
            }
            let end = world.today.adding(days: 90) ?? world.today
            return Reply(
                200,
                .object([
                    "session_id": .string(id), "accounts": .array(list),
                    "access": .object(["valid_until": .string("\(end)T00:00:00Z")]),
                ]))
        case (_, "sessions"): return session(request, world)
        case ("GET", "accounts") where parts.count == 3:
            return enableBankingData(request, world, uid: parts[1], what: parts[2])
        default: return Reply(404, error("NOT_FOUND", "nothing here"))
        }
    }

    /// The bank's own page, on which the person says yes at once.
    private func page(_ request: Request) -> Reply {
        let back = request.query["redirect"] ?? ""
        let mark = back.contains("?") ? "&" : "?"
        let target = "\(back)\(mark)code=\(next("code"))&state=\(request.query["state"] ?? "")"
        return Reply(302, text: "", headers: [("Location", target)])
    }

    private func session(_ request: Request, _ world: World) -> Reply {
        let id = request.parts.count > 1 ? request.parts[1] : ""
        if request.method == "DELETE" {
            consents[id] = nil
            return Reply(200, .object([]))
        }
        guard consents[id] != nil else {
            return Reply(404, error("SESSION_DOES_NOT_EXIST", "no such session"))
        }
        let list = world.accounts.map { account in
            JSONValue.object([
                "uid": .string("\(id)-\(account.key)"),
                "identification_hash": .string("hash-\(account.key)"),
            ])
        }
        return Reply(
            200,
            .object([
                "status": .string(isOver(id, world) ? "EXPIRED" : "AUTHORIZED"),
                "accounts_data": .array(list),
            ]))
    }

    private func enableBankingData(
        _ request: Request, _ world: World, uid: String, what: String
    ) -> Reply {
        let session = uid.split(separator: "-").prefix(2).joined(separator: "-")
        let key = uid.split(separator: "-").dropFirst(2).joined(separator: "-")
        guard let account = world.account(key), consents[session] != nil else {
            return Reply(404, error("ACCOUNT_DOES_NOT_EXIST", "no such account"))
        }
        if isOver(session, world) {
            return Reply(401, error("EXPIRED_SESSION", "Session is expired"))
        }
        if request.query["continuation_key"] == nil, !count(key, what, world) {
            return Reply(429, error("ASPSP_RATE_LIMIT_EXCEEDED", "too many calls today"))
        }
        return what == "balances"
            ? Feeds.enableBankingBalances(account, world)
            : Feeds.enableBanking(account, request, world)
    }

    private func isSigned(_ request: Request) -> Bool {
        let token = request.headers["authorization"] ?? ""
        let parts = token.dropFirst("Bearer ".count).split(separator: ".")
        guard parts.count == 3, parts[2].count > 100 else { return false }
        func decoded(_ part: Substring) -> String {
            var text = String(part).replacingOccurrences(of: "-", with: "+")
                .replacingOccurrences(of: "_", with: "/")
            while text.count % 4 != 0 { text += "=" }
            return Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        return decoded(parts[0]).contains("\"kid\":\"app-1\"")
            && decoded(parts[1]).contains("\"aud\":\"api.enablebanking.com\"")
    }

    private func error(_ code: String, _ message: String) -> JSONValue {
        .object(["message": .string(message), "error": .string(code)])
    }

    // MARK: GoCardless

    private func goCardless(_ request: Request, _ world: World) -> Reply {
        let parts = Array(request.parts.dropFirst(2))
        func refuse(_ status: Int, _ summary: String, _ type: String? = nil) -> Reply {
            Reply(
                status,
                .object([
                    "summary": .string(summary), "detail": .string(summary),
                    "status_code": .integer(status), "type": type.map { .string($0) },
                ]))
        }
        if parts.first == "token" {
            guard request.json["secret_key"]?.text == "canary-gc-key" else {
                return refuse(401, "Authentication failed")
            }
            return Reply(200, .object([JSONMember("access", .string("canary-gc-token"))]))
        }
        guard request.headers["authorization"] == "Bearer canary-gc-token" else {
            return refuse(401, "Invalid token")
        }
        switch (request.method, parts.first ?? "") {
        case ("GET", "institutions"):
            return Reply(
                200,
                .array([
                    .object([
                        "id": .string("BANCO_EJEMPLO_BEJEESMM"), "name": .string("Banco Ejemplo"),
                        "max_access_valid_for_days": .string("180"),
                        "countries": .strings(["ES"]),
                    ])
                ]))
        case ("POST", "agreements"):
            return Reply(201, .object([JSONMember("id", .string(next("agreement")))]))
        case ("POST", "requisitions"):
            let id = next("requisition")
            consents[id] = world.today
            return Reply(
                201,
                .object([
                    "id": .string(id), "status": .string("CR"), "accounts": .array([]),
                    "link": .string("https://bank.example/\(id)"),
                ]))
        case (_, "requisitions"):
            return requisition(parts.count > 1 ? parts[1] : "", request, world)
        case ("GET", "accounts"): return goCardlessAccount(parts, request, world, refuse)
        default: return refuse(404, "Not found.")
        }
    }

    private func requisition(_ id: String, _ request: Request, _ world: World) -> Reply {
        if request.method == "DELETE" {
            consents[id] = nil
            return Reply(200, .object([JSONMember("summary", .string("Requisition deleted"))]))
        }
        let round = polls[id] ?? 0
        polls[id] = round + 1
        let status = isOver(id, world) ? "EX" : round == 0 ? "GC" : "LN"
        return Reply(
            200,
            .object([
                "id": .string(id), "status": .string(status),
                "accounts": .strings(
                    status == "LN" ? world.accounts.map { "gc-\($0.key)" } : []),
            ]))
    }

    private func goCardlessAccount(
        _ parts: [String], _ request: Request, _ world: World,
        _ refuse: (Int, String, String?) -> Reply
    ) -> Reply {
        let key = String((parts.count > 1 ? parts[1] : "").dropFirst(3))
        guard let account = world.account(key) else {
            return refuse(404, "Account ID not found", nil)
        }
        let newest = consents.filter { $0.key.hasPrefix("requisition") }.map(\.value).max()
        guard let newest, world.today.day - newest.day < 90 else {
            return refuse(401, "End User Agreement (EUA) has expired", "AccessExpiredError")
        }
        guard parts.count > 2 else {
            return Reply(
                200,
                .object(["status": .string("READY"), "iban": account.iban.map { .string($0) }]))
        }
        if parts[2] == "details" {
            return Reply(
                200,
                .object([
                    JSONMember(
                        "account",
                        .object([
                            "iban": account.iban.map { .string($0) },
                            "name": .string(account.name), "currency": .string(account.currency),
                            "cashAccountType": .string(account.kind),
                        ]))
                ]))
        }
        guard count(key, parts[2], world) else { return Faults.rateLimit }
        return parts[2] == "balances"
            ? Feeds.goCardlessBalances(account, world)
            : Feeds.goCardless(account, request, world)
    }

    private func centralBank(_ request: Request, _ world: World) -> Reply {
        let file = String(request.path.dropFirst("/stats/eurofxref/".count))
        guard let today = CivilDate(iso: String(world.now.prefix(10))),
            let text = Rates.document(file, today: today)
        else { return Reply(404, text: "no such file") }
        return Reply(200, text: text, headers: [("Content-Type", "text/xml")])
    }

    // MARK: SimpleFIN

    private func simpleFIN(_ request: Request, _ world: World) -> Reply {
        if request.path.hasPrefix("/claim/") {
            let isUsed = polls[request.path] != nil
            polls[request.path] = 1
            if isUsed { return Reply(403, text: "used") }
            return Reply(200, text: "http://demo:canary-sf-pass@127.0.0.1:\(port)/simplefin\n")
        }
        let wanted = "Basic " + Data("demo:canary-sf-pass".utf8).base64EncodedString()
        guard request.headers["authorization"] == wanted else { return Reply(403, text: "no") }
        return Feeds.simpleFIN(request, world)
    }
}

extension String {
    /// For a query of an address.
    var escaped: String {
        addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? self
    }
}
