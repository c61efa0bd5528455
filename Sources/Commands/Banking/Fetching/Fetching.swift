import Connecting
import ConnectorWire
import JSONText
import Model
import Platform
import Reading
import Store

/// Fetches by several connections at the same time.
struct Fetching {
    private let session: Session
    private let ledger: Ledger
    private let given: GivenSecrets
    private let conversation: Conversation
    private let progress: Progress
    var options: ConnectionFetch.FetchOptions

    init(_ session: Session, _ ledger: Ledger, _ given: GivenSecrets) {
        self.session = session
        self.ledger = ledger
        self.given = given
        conversation = Conversation(session.environment)
        progress = Progress(session)
        let now = Moment(session.environment.timestamp()) ?? Moment(session.today)
        options = ConnectionFetch.FetchOptions(
            today: session.today, now: now)
    }

    /// At most so many connectors run at the same time.
    private static let most = 8

    /// What each connection brings, in their order.
    func run(_ entries: [ConnectionBook.Entry]) throws(CommandFailure) -> [Fetched] {
        let kinds = Dictionary(
            ledger.accounts.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first })
        var fetches: [ConnectionFetch] = []
        for entry in entries {
            let name = entry.connection.name
            let link = try ConnectorLink(
                session, ledger, entry.connection, given, conversation,
                progress: { [progress] text in progress.say("\(name): \(text)") })
            fetches.append(
                ConnectionFetch(link: link, log: entry.log, kinds: kinds, options: options))
        }
        var fetched: [Fetched] = []
        // People are asked by one bank after the other.
        let width = options.isInteractive ? 1 : Fetching.most
        var start = 0
        while start < fetches.count {
            let share = Array(fetches[start..<min(start + width, fetches.count)])
            fetched += mapConcurrently(share.count) { share[$0].run() }
            start += width
        }
        progress.end()
        return fetched
    }

    /// Keeps what this device remembers, once what came is in the ledger.
    func keep(_ fetched: [Fetched]) throws(CommandFailure) {
        if options.isDry { return }
        let places = ConnectorPlaces(try session.store(ledger))
        for one in fetched {
            guard let memory = one.memory else { continue }
            do throws(CommandFailure) {
                try places.keep(memory, one.connection.name, session.environment.fileSystem)
            } catch {
                // What came is in the ledger; without this the next fetch asks for the accounts again.
                guard case .failed(let message, _) = error else { throw error }
                try session.note("not remembered on this device: \(message)")
            }
        }
    }
}

/// Secrets that a command was given on its standard input, for this run alone.
struct GivenSecrets: Sendable {
    private let all: JSONValue

    init() { all = .object([]) }

    init(_ session: Session) throws(CommandFailure) {
        let bytes: [UInt8]
        do throws(SystemFailure) { bytes = try session.environment.readInput() } catch {
            throw .failed(message: error.description, remedy: "write the secrets as JSON")
        }
        do throws(JSONProblem) { all = try JSONParser.parse(bytes) } catch {
            throw .failed(
                message: "standard input is no JSON: \(error.message)", remedy: error.remedy)
        }
        guard all.members != nil else {
            throw .failed(
                message: "standard input holds no object",
                remedy: "write {\"CONNECTION\":{\"NAME\":\"…\"}}")
        }
    }

    /// Those of a connection, and those that stand for all.
    func values(_ connection: String) -> [String: String] {
        var values: [String: String] = [:]
        for member in all.members ?? [] { values[member.key] = member.value.text }
        for member in all[connection]?.members ?? [] { values[member.key] = member.value.text }
        return values
    }
}
