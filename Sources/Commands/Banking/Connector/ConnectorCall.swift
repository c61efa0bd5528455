import ConnectorWire
import Connecting
import JSONText
import Model
import Platform
import Rendering
import SourceText

/// What a connector answered to one request.
struct ConnectorAnswer: Sendable {
    var result = JSONValue.null
    var accounts: [FoundAccount] = []
    var balances: [FoundBalance] = []
    var transactions: [FoundTransaction] = []
    var rates: [FoundRate] = []
    var warnings: [ConnectorFailure] = []
}

extension CommandFailure {
    /// A connector's failure as that of the command.
    init(_ failure: ConnectorFailure) {
        self = .bank(
            ExitStatus(rawValue: FetchOutcome(failure.errorClass).status) ?? .failure,
            message: failure.message, remedy: failure.url ?? failure.detail ?? "")
    }
}

/// One request to a connector: a process, its lines, and how it ends.
struct ConnectorCall: Sendable {
    let program: ConnectorProgram
    let environment: Environment
    /// Answers what the connector asks a person; `nil` cancels.
    var answer: @Sendable (ConnectorPrompt) -> String? = { _ in nil }
    /// Takes a secret that the connector got, before anything else can fail.
    var keep: @Sendable (_ name: String, _ value: String) -> Void = { _, _ in }
    var progress: @Sendable (String) -> Void = { _ in }

    /// Asks the connector.
    ///
    /// - Throws: what the connector says is wrong, or what is wrong with the connector.
    func run(_ request: ConnectorRequest) throws(ConnectorFailure) -> ConnectorAnswer {
        var reading = Reading(call: self, request: request)
        let limits = DialogueLimits(seconds: request.deadline)
        let end = environment.converse(
            program.words, request.line, ConnectorProgram.variables(environment),
            request.isInteractive, limits
        ) { line in
            reading.take(line)
        }
        return try reading.finish(end)
    }

    /// What was read so far.
    private struct Reading {
        let call: ConnectorCall
        let request: ConnectorRequest
        var answer = ConnectorAnswer()
        var final: Result<JSONValue, ConnectorFailure>?
        var problem: ConnectorFailure?
        /// The values that may be shown nowhere.
        var secrets: [String] = []

        mutating func take(_ bytes: [UInt8]) -> DialogueStep {
            if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0D }) { return .goOn }
            if final != nil {
                problem = ConnectorFailure(
                    .internal, "the connector wrote something behind its last message")
                return .stop
            }
            do throws(ConnectorFailure) {
                return try take(ConnectorMessage(line: bytes))
            } catch {
                problem = error
                return .stop
            }
        }

        private mutating func take(_ message: ConnectorMessage) -> DialogueStep {
            switch message {
            case .progress(let text): call.progress(clean(text))
            case .account(let account): answer.accounts.append(account)
            case .balance(let balance): answer.balances.append(balance)
            case .transaction(let transaction): answer.transactions.append(transaction)
            case .rate(let rate): answer.rates.append(rate)
            case .warning(let failure): answer.warnings.append(clean(failure))
            case .secret(let name, let value):
                secrets.append(value)
                call.keep(name, value)
            case .prompt(let prompt): return reply(prompt)
            case .result(let json):
                final = .success(json)
                return .last
            case .error(let failure):
                final = .failure(clean(failure))
                return .last
            case .unknown: break
            }
            return .goOn
        }

        private mutating func reply(_ prompt: ConnectorPrompt) -> DialogueStep {
            guard request.isInteractive else {
                problem = ConnectorFailure(
                    .scaRequired, "the bank asks for something, and nobody is there to answer")
                return .stop
            }
            let value = call.answer(prompt)
            // Nothing to say: the connector looks for itself whether it is done.
            if value == nil, prompt.kind == .app || prompt.kind == .redirect && prompt.listens {
                return .goOn
            }
            if let value, prompt.isSecret { secrets.append(value) }
            let line: JSONValue =
                value.map {
                    .object([
                        "type": .string("answer"), "id": .string(prompt.id), "value": .string($0),
                    ])
                } ?? .object(["type": .string("cancel")])
            return .answer(JSONWriter.compact(line) + [0x0A])
        }

        func finish(_ end: DialogueEnd) throws(ConnectorFailure) -> ConnectorAnswer {
            if let problem { throw clean(problem) }
            switch end.reason {
            case .missing:
                throw ConnectorFailure(
                    .unsupported,
                    "the connector \(call.program.name) is not installed: \(call.program.remedy)")
            case .late:
                throw ConnectorFailure(
                    .bankUnavailable, "no answer came in \(request.deadline) seconds")
            case .tooMuch:
                throw ConnectorFailure(.internal, "the connector wrote more than is allowed")
            case .stopped, .ended: break
            }
            switch final {
            case .failure(let failure): throw failure
            case .success(let result):
                if end.reason != .ended(0) { throw broken(end) }
                var answer = answer
                answer.result = result
                return answer
            case nil: throw broken(end)
            }
        }

        /// A connector that ended without a last message, or badly.
        private func broken(_ end: DialogueEnd) -> ConnectorFailure {
            var how = "ended without a last message"
            if case .ended(let status) = end.reason, status != 0 {
                how = status > 128 ? "was ended by signal \(status - 128)" : "ended with \(status)"
            }
            let said = String(decoding: end.errors.suffix(2_000), as: UTF8.self)
            return ConnectorFailure(
                .internal, "the connector \(call.program.name) \(how)",
                detail: said.isEmpty ? nil : clean(said))
        }

        /// What may be shown and kept of a text of the connector's: nothing secret, nothing that drives a terminal.
        private func clean(_ text: String) -> String {
            let given = request.secrets.values + secrets
            return ConnectorText.clean(text, without: Array(given))
        }

        private func clean(_ failure: ConnectorFailure) -> ConnectorFailure {
            var failure = failure
            failure.message = clean(failure.message)
            failure.detail = failure.detail.map(clean)
            failure.url = failure.url.map(clean)
            failure.retryAt = failure.retryAt.map(clean)
            return failure
        }
    }
}

/// Texts that come from outside.
enum ConnectorText {
    /// The text without control characters and secrets, at most 500 characters of it.
    static func clean(_ text: String, without secrets: [String]) -> String {
        var text = text
        for secret in secrets where secret.utf8.count >= 4 {
            text = replaced(secret, in: text)
        }
        let plain = text.unicodeScalars.prefix(500).map { scalar -> Character in
            let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
            return isControl ? " " : Character(scalar)
        }
        return String(plain)
    }

    private static func replaced(_ secret: String, in text: String) -> String {
        let bytes = Array(text.utf8)
        let wanted = Array(secret.utf8)
        var result: [UInt8] = []
        var start = 0
        while let place = firstPlace(of: wanted, in: bytes[start...]) {
            result += bytes[start..<place] + Array("•••".utf8)
            start = place + wanted.count
        }
        return String(decoding: result + bytes[start...], as: UTF8.self)
    }
}
