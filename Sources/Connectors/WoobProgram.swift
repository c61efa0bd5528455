import ConnectorWire
import Foundation
import JSONText
import Model

/// The program woob, with a folder of its own for one connection.
///
/// The password is in no file and on no command line: the file of backends names a command that prints a variable of
/// the child's environment. What woob keeps of the bank's session lies in the state folder of this device.
struct WoobProgram {
    private let desk: Desk
    private let request: ConnectorRequest
    private let folder: String
    private let password: String
    private let module: String
    private let login: String

    /// The name of the backend.
    private static let backend = "bank"
    /// How long one call may take: sites are slow.
    private static let seconds = 240

    init(_ request: ConnectorRequest, _ desk: Desk) throws(ConnectorFailure) {
        self.desk = desk
        self.request = request
        password = try request.secret("password")
        module = try request.setting("module")
        login = try request.setting("login")
        folder = request.stateFolder
        guard !folder.isEmpty else {
            throw ConnectorFailure(.internal, "woob needs a folder for its state")
        }
        let isName = module.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard isName, !login.contains("\n"), !login.hasPrefix("`") else {
            throw ConnectorFailure(
                .badCredentials,
                "the settings “module” and “login” hold signs that woob would misread")
        }
        try prepare()
    }

    // MARK: Setting up

    /// The first run gets the list of modules; woob itself knows its server where no folder is set.
    private func prepare() throws(ConnectorFailure) {
        if let modules = request.config["modules"]?.text {
            guard modules.hasPrefix("/") else {
                throw ConnectorFailure(.unsupported, "the setting “modules” must be a whole path")
            }
            try write("sources.list", "file://\(modules)\n")
        }
        if FileManager.default.fileExists(atPath: folder + "/data/modules") { return }
        let reply = try run(["config", "update"], 600)
        if reply.status == 0 { return }
        try? FileManager.default.removeItem(atPath: folder + "/data")
        let said = String(decoding: reply.errors.suffix(300), as: UTF8.self)
        throw ConnectorFailure(.bankUnavailable, "woob cannot get its modules", detail: said)
    }

    private func write(_ name: String, _ text: String) throws(ConnectorFailure) {
        let path = "\(folder)/\(name)"
        let isMade = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        if !isMade {
            throw ConnectorFailure(.internal, "no file can be written in the state folder")
        }
    }

    // MARK: Running

    private func run(
        _ words: [String], _ seconds: Int = WoobProgram.seconds, input: [UInt8] = [],
        asks: Bool = false
    ) throws(ConnectorFailure) -> ToolReply {
        var backends = """
            [\(WoobProgram.backend)]
            _module = \(module)
            login = \(login)
            password = `printenv WOOB_PW`

            """
        for member in request.config.members ?? []
        where !["module", "login", "modules", "pending"].contains(member.key) {
            guard let value = member.value.text, !value.contains("\n"), !value.hasPrefix("`") else {
                continue
            }
            backends += "\(member.key) = \(value)\n"
        }
        if asks { backends += "request_information = 1\n" }
        try write("backends", backends)
        defer { try? FileManager.default.removeItem(atPath: folder + "/backends") }
        let variables = [
            "WOOB_WORKDIR": folder, "WOOB_DATADIR": folder + "/data",
            "WOOB_BACKENDS": folder + "/backends", "WOOB_PW": password,
        ]
        guard let reply = desk.surroundings.run(["woob"] + words, input, variables, seconds) else {
            throw ConnectorFailure(
                .unsupported, "the program woob is not installed: pipx install woob")
        }
        return reply
    }

    /// The accounts; where the bank asks for a code, the person is asked for it.
    func list() throws(ConnectorFailure) -> [JSONValue] {
        do throws(ConnectorFailure) { return try ask(["list"]) } catch {
            guard error.errorClass == .scaRequired, request.isInteractive else { throw error }
        }
        // Asking sends the code; what the bank says of it stands on the output.
        let asking = try call(["list"], input: [], asks: true)
        if let list = asking.list, !list.isEmpty { return list }
        let text = WoobProgram.question(asking.reply) ?? "The bank's code"
        let code = try desk.ask("otp", text, request, isSecret: true)
        let answered = try call(["list"], input: Array((code + "\n").utf8), asks: true)
        if let failure = WoobFailure.failure(answered.reply, answered.list) { throw failure }
        return answered.list ?? []
    }

    /// What the bank asks for, such as “SMS code”, of an output `[code] SMS code: `.
    private static func question(_ reply: ToolReply) -> String? {
        let text = String(decoding: reply.output, as: UTF8.self)
        guard let bracket = text.firstIndex(of: "]") else { return nil }
        let rest = text[text.index(after: bracket)...].prefix { $0 != "\n" && $0 != ":" }
        let words = rest.split(separator: " ").joined(separator: " ")
        return words.isEmpty ? nil : words
    }

    /// The answer to `history`, `coming` or `investment` of an account.
    func ask(
        _ verb: String, _ account: String, _ end: String?
    ) throws(ConnectorFailure) -> [JSONValue] {
        let words =
            ["-n", "0", verb, "\(account)@\(WoobProgram.backend)"] + (end.map { [$0] } ?? [])
        return try ask(words, mayBeEmpty: true)
    }

    private func ask(
        _ words: [String], mayBeEmpty: Bool = false
    ) throws(ConnectorFailure) -> [JSONValue] {
        let (reply, list) = try call(words, input: [], asks: false)
        if let failure = WoobFailure.failure(
            reply, mayBeEmpty ? list : list?.isEmpty ?? true ? nil : list)
        {
            throw failure
        }
        return list ?? []
    }

    private func call(
        _ words: [String], input: [UInt8], asks: Bool
    ) throws(ConnectorFailure) -> (reply: ToolReply, list: [JSONValue]?) {
        let path = folder + "/answer.json"
        try? FileManager.default.removeItem(atPath: path)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let reply = try run(
            ["bank", "-b", WoobProgram.backend, "-f", "json", "-q", "-O", path] + words,
            input: input, asks: asks)
        let bytes = FileManager.default.contents(atPath: path).map { [UInt8]($0) }
        guard let bytes else { return (reply, nil) }
        do throws(JSONProblem) {
            return (reply, try JSONParser.parse(bytes).elements)
        } catch {
            throw ConnectorFailure(.formatChanged, "woob answers something that is no JSON")
        }
    }
}

/// What woob's words mean: its exit status is not enough.
enum WoobFailure {
    /// What went wrong; `nil` where nothing did.
    ///
    /// - Parameter list: the answer; `nil` where none came or an empty one means that something went wrong.
    static func failure(_ reply: ToolReply, _ list: [JSONValue]?) -> ConnectorFailure? {
        let output = String(decoding: reply.output, as: UTF8.self)
        let errors = String(decoding: reply.errors, as: UTF8.self)
        let said = errors.split(separator: "\n").map(String.init).filter {
            $0.hasPrefix("Error(") || $0.hasPrefix("Bug(")
        }
        let text = said.map { line in
            line.range(of: "): ").map { String(line[$0.upperBound...]) } ?? line
        }.joined(separator: "; ")
        let lower = text.lowercased()
        if output.contains("reconfigure this backend") {
            return ConnectorFailure(
                .badCredentials, text.isEmpty ? "the bank refuses login or password" : text)
        }
        if output.contains("Select a backend to create") {
            return ConnectorFailure(.unsupported, "woob has no such module, or cannot load it")
        }
        if text.isEmpty {
            if reply.status == 0, list != nil { return nil }
            let tail = String(decoding: reply.errors.suffix(300), as: UTF8.self)
            return ConnectorFailure(
                .internal, "woob ended with status \(reply.status) and no answer", detail: tail)
        }
        func has(_ words: String...) -> Bool { words.contains { lower.contains($0) } }
        if has("configuration error", "missing parameter") {
            return ConnectorFailure(.badCredentials, text)
        }
        if has("interactive mode to perform a two-factor") {
            return ConnectorFailure(.scaRequired, "the bank asks for a code: run it on a terminal")
        }
        if has("password"), has("expired", "change") {
            return ConnectorFailure(.badCredentials, text)
        }
        if has("action needed on website") { return ConnectorFailure(.reauthRequired, text) }
        if has("captcha", "blocked", "403") { return ConnectorFailure(.rateLimited, text) }
        if has(
            "httpsconnectionpool", "max retries", "failed to resolve", "timed out",
            "connection aborted", "connection reset", "connection refused", "502", "503", "504")
        {
            return ConnectorFailure(.bankUnavailable, text)
        }
        if said.contains(where: { $0.hasPrefix("Bug(") }) {
            return ConnectorFailure(.formatChanged, text)
        }
        return ConnectorFailure(.bankUnavailable, text)
    }
}
