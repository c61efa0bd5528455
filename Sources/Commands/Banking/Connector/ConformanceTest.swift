import Connecting
import ConnectorWire
import JSONText
import Model
import Platform
import SourceText
import Statements
import Synchronization

/// Holds a connector against the protocol, from outside.
struct ConformanceTest {
    enum Verdict: String {
        case passed, failed
        /// What it is about does not come up.
        case skipped
    }

    struct Result {
        var name: String
        var verdict: Verdict
        var text: String
    }

    private let program: ConnectorProgram
    private let session: Session
    private let folder: String
    private let config: JSONValue
    private(set) var results: [Result] = []
    private var description: ConnectorDescription?
    /// Everything that the program wrote, for the search for secrets.
    private var written: [UInt8] = []

    /// - Throws: that no folder can be made for it.
    init(
        _ program: ConnectorProgram, _ settings: [(key: String, value: String)],
        _ session: Session
    ) throws(CommandFailure) {
        self.program = program
        self.session = session
        config = .object(settings.map { JSONMember($0.key, .string($0.value)) })
        let base = session.environment.variable("TMPDIR") ?? "/tmp"
        folder = "\(base)/bankbook-connector-test-\(ProcessEnvironment.processIdentifier)"
        do throws(SystemFailure) { try makeFolder(folder, mode: 0o700) } catch {
            throw .failed(message: error.description, remedy: "make room for temporary files")
        }
    }

    func clean() { try? removeTree(folder) }

    private static func canary(_ name: String) -> String { "canary-\(name)-7f3a9c" }

    // MARK: Talking

    private struct Talk {
        var lines: [[UInt8]] = []
        var messages: [ConnectorMessage] = []
        var problem: ConnectorFailure?
        var end: DialogueEnd
        var nanoseconds: UInt64

        var finals: Int {
            messages.count {
                switch $0 {
                case .result, .error: true
                default: false
                }
            }
        }

        var hasPrompt: Bool {
            messages.contains { if case .prompt = $0 { true } else { false } }
        }

        var result: JSONValue? {
            messages.lazy.compactMap { if case .result(let json) = $0 { json } else { nil } }.first
        }

        var transactions: [FoundTransaction] {
            messages.compactMap { if case .transaction(let one) = $0 { one } else { nil } }
        }
    }

    private func request(_ verb: ConnectorVerb) -> ConnectorRequest {
        var request = ConnectorRequest(
            verb, connection: "test", today: session.today,
            now: session.environment.timestamp(), stateFolder: folder, deadline: 30)
        request.config = config
        for secret in description?.secrets ?? [] {
            request.secrets[secret.name] = ConformanceTest.canary(secret.name)
        }
        return request
    }

    private mutating func talk(
        _ line: [UInt8], seconds: Int = 30, mayAnswer: Bool = false
    ) -> Talk {
        var talk = Talk(end: DialogueEnd(.missing), nanoseconds: 0)
        let start = session.environment.nanoseconds()
        talk.end = session.environment.converse(
            program.words, line, ConnectorProgram.variables(session.environment), mayAnswer,
            DialogueLimits(seconds: seconds)
        ) { line in
            talk.lines.append(line)
            do throws(ConnectorFailure) {
                talk.messages.append(try ConnectorMessage(line: line))
            } catch {
                talk.problem = talk.problem ?? error
            }
            return .goOn
        }
        talk.nanoseconds = session.environment.nanoseconds() - start
        for line in talk.lines { written += line + [0x0A] }
        written += talk.end.errors
        return talk
    }

    private mutating func add(_ name: String, _ isFine: Bool, _ text: String = "") {
        results.append(Result(name: name, verdict: isFine ? .passed : .failed, text: text))
    }

    private mutating func skip(_ name: String, _ why: String) {
        results.append(Result(name: name, verdict: .skipped, text: why))
    }

    // MARK: Checks

    /// Runs all checks.
    mutating func run() {
        guard describes() else { return }
        unknownMembers()
        fetches()
        ends()
        keepsSecrets()
    }

    private mutating func describes() -> Bool {
        let talk = talk(request(.describe).line, seconds: 10)
        if talk.end.reason == .missing {
            add("it can be started", false, program.remedy)
            return false
        }
        add("it can be started", true)
        add(
            "describe takes less than 2 seconds", talk.nanoseconds < 2_000_000_000,
            "\(talk.nanoseconds / 1_000_000) ms")
        checkForm("describe", talk)
        guard let result = talk.result else {
            add("describe tells what it is", false, talk.problem?.message ?? "no result came")
            return false
        }
        do throws(ConnectorFailure) {
            let description = try ConnectorDescription(result)
            self.description = description
            add("describe tells what it is", true, description.name)
            return true
        } catch {
            add("describe tells what it is", false, error.message)
            return false
        }
    }

    /// What holds for every answer.
    private mutating func checkForm(_ name: String, _ talk: Talk) {
        add(
            "\(name): only JSON lines on standard output", talk.problem == nil,
            talk.problem?.message ?? "")
        add(
            "\(name): exactly one last message", talk.finals == 1,
            talk.finals == 1 ? "" : "\(talk.finals) came")
        let isLast: Bool
        switch talk.messages.last {
        case .result, .error: isLast = true
        default: isLast = false
        }
        add("\(name): nothing behind the last message", isLast)
        add(
            "\(name): ends with status 0", talk.end.reason == .ended(0),
            ConformanceTest.words(talk.end.reason))
    }

    private static func words(_ reason: DialogueEnd.Reason) -> String {
        switch reason {
        case .ended(let status): status == 0 ? "" : "status \(status)"
        case .missing: "not started"
        case .late: "it took too long"
        case .tooMuch: "it wrote too much"
        case .stopped: ""
        }
    }

    private mutating func unknownMembers() {
        var line = Array(request(.describe).line.dropLast(2))
        line += Array(",\"of_a_later_version\":{\"a\":[1]}}\n".utf8)
        let talk = talk(line, seconds: 10)
        add("unknown members are let be", talk.result != nil)
    }

    private mutating func fetches() {
        guard let description else { return }
        if description.verbs.contains(.rates) { tellsRates() }
        guard description.verbs.contains(.transactions) else {
            if description.verbs.contains(.rates) { return }
            add("it fetches transactions", false, "“transactions” is not among its verbs")
            return
        }
        let accounts = description.verbs.contains(.accounts) ? list() : []
        var request = request(.transactions)
        let to = session.today
        let from = to.adding(days: -30) ?? to
        let order = FetchOrder(account: accounts.first?.id ?? "test", from: from, to: to)
        request.ask(
            for: [order], all: description.fetchesAll, pending: false, historical: false)
        let talk = talk(request.line)
        checkForm("transactions", talk)
        add("nobody is asked where nobody answers", !talk.hasPrompt)
        checkRows(talk)
        if talk.transactions.isEmpty {
            skip("the same request gives the same lines", "no transactions came")
        } else {
            let again = self.talk(request.line)
            add(
                "the same request gives the same lines",
                ConformanceTest.rows(again) == ConformanceTest.rows(talk))
        }
    }

    /// Rates of the last month, of the days and the currencies asked for.
    private mutating func tellsRates() {
        var request = request(.rates)
        let from = session.today.adding(days: -30) ?? session.today
        request.params = RateOrder(currencies: [.eur, .usd], from: from, to: session.today).json
        let talk = talk(request.line)
        checkForm("rates", talk)
        let rates = talk.messages.compactMap { if case .rate(let one) = $0 { one } else { nil } }
        if rates.isEmpty {
            skip("rates are of the days asked for", "no rates came")
            return
        }
        add(
            "rates are of the days asked for, the oldest first",
            rates.allSatisfy { $0.date >= from && $0.date <= session.today }
                && zip(rates, rates.dropFirst()).allSatisfy { $0.date <= $1.date })
    }

    /// The accounts that it names.
    private mutating func list() -> [FoundAccount] {
        let talk = talk(request(.accounts).line)
        checkForm("accounts", talk)
        return talk.messages.compactMap {
            if case .account(let account) = $0 { account } else { nil }
        }
    }

    private static func rows(_ talk: Talk) -> [[UInt8]] {
        zip(talk.lines, talk.messages).compactMap { line, message in
            if case .transaction = message { line } else { nil }
        }
    }

    private mutating func checkRows(_ talk: Talk) {
        let rows = talk.transactions
        if rows.isEmpty {
            skip("rows come the oldest first", "no transactions came")
            return
        }
        let byAccount = Dictionary(grouping: rows, by: \.account)
        let isOrdered = byAccount.values.allSatisfy { list in
            let days = list.filter { !$0.record.isPending }.map(\.record.bookingDate)
            return zip(days, days.dropFirst()).allSatisfy { $0 <= $1 }
        }
        add("rows come the oldest first", isOrdered)
        let currencies = CurrencyTable()
        let wrong = rows.first { row in
            let decimals = row.record.currency.flatMap { currencies.decimals(of: $0) }
            return decimals.map { row.record.amount.scaled(to: $0) == nil } ?? true
        }
        add(
            "amounts have the decimals of their currency", wrong == nil,
            wrong.map { "\($0.record.amount.text) of \($0.record.bookingDate)" } ?? "")
    }

    private mutating func ends() {
        let talk = talk([], seconds: 2, mayAnswer: true)
        switch talk.end.reason {
        case .late: add("it ends when it is asked to", talk.nanoseconds < 8_000_000_000)
        case .ended: add("it ends when it is asked to", true, "it ended before")
        default: add("it ends when it is asked to", false, ConformanceTest.words(talk.end.reason))
        }
    }

    private mutating func keepsSecrets() {
        let secrets = (description?.secrets ?? []).map { ConformanceTest.canary($0.name) }
        if secrets.isEmpty {
            skip("the secrets appear nowhere", "it has none")
            return
        }
        var places: [String] = []
        for secret in secrets {
            if firstPlace(of: Array(secret.utf8), in: written[...]) != nil {
                places.append("its output")
            }
            places += ConformanceTest.files(folder).filter { path in
                let bytes = (try? readFile(path)) ?? []
                return firstPlace(of: Array(secret.utf8), in: bytes[...]) != nil
            }
        }
        add("the secrets appear nowhere", places.isEmpty, places.joined(separator: ", "))
    }

    private static func files(_ folder: String) -> [String] {
        let entries = (try? listFolder(folder)) ?? []
        return entries.flatMap { entry in
            entry.kind == .folder
                ? files("\(folder)/\(entry.name)") : ["\(folder)/\(entry.name)"]
        }
    }
}
