import Connecting
import Importing
import JSONText
import Model
import Reading
import Schemas
import SourceText

/// The connections of a ledger with their logs.
struct ConnectionBook {
    /// A connection with what stands in its files.
    struct Entry {
        var connection: Connection
        var log: ConnectionLog
        /// The file as JSON, for commands that change it.
        var json: JSONValue
        var bytes: [UInt8]
    }

    let entries: [Entry]

    /// - Parameter today: what the logs say of later days does not count; `nil` reads no logs.
    /// - Throws: findings, where a file does not follow the schema.
    init(_ ledger: Ledger, today: CivilDate?) throws(CommandFailure) {
        let files = LedgerFiles(ledger)
        var entries: [Entry] = []
        var findings: [Diagnostic] = []
        for file in files.names("connections", ending: ".json").sorted(by: byBytes) {
            let path = "connections/\(file)"
            guard let bytes = try files.bytes(path) else { continue }
            let found = ConnectionBook.findings(path, bytes)
            if found.contains(where: { $0.severity == .error }) {
                findings += found
                continue
            }
            let name = String(file.dropLast(".json".utf8.count))
            let json = ConnectionBook.json(bytes)
            guard let connection = Connection(name: name, json) else { continue }
            let lines = today == nil ? [] : try files.log(of: name).objects
            let log = ConnectionLog(lines, today: today)
            entries.append(Entry(connection: connection, log: log, json: json, bytes: bytes))
        }
        if !findings.isEmpty { throw .findings(findings) }
        self.entries = entries
    }

    private static func json(_ bytes: [UInt8]) -> JSONValue {
        do throws(JSONProblem) { return try JSONParser.parse(bytes) } catch { return .null }
    }

    private static func findings(_ path: String, _ bytes: [UInt8]) -> [Diagnostic] {
        do throws(JSONFileProblem) {
            let file = try JSONFile(path: path, bytes: bytes)
            return FileSchema.connection.findings(in: file) + ConnectionRules.findings(file)
        } catch {
            return [error.finding]
        }
    }

    /// The connection with a name.
    func entry(_ name: String) throws(CommandFailure) -> Entry {
        if let found = entries.first(where: { $0.connection.name == name }) { return found }
        let names = entries.map(\.connection.name)
        throw .failed(
            message: "there is no connection “\(name)”",
            remedy: names.isEmpty
                ? "make one with “bankbook connect”"
                : "the connections are " + names.joined(separator: ", "))
    }
}
