import JSONText
import Platform
import Store

/// What this device remembers of a connection: the connector's own state, which ids the provider gives the accounts
/// now, and how far each was read. Losing it costs a wider fetch or a new consent, and no data.
struct ConnectorMemory: Sendable {
    var state: JSONValue
    /// The provider's ids by what stays the same of the accounts.
    var ids: [String: String]
    /// By the provider's id.
    var cursors: [String: String]

    init(_ bytes: [UInt8]? = nil) {
        var json = JSONValue.null
        do throws(JSONProblem) { json = try JSONParser.parse(bytes ?? []) } catch {}
        state = json["state"] ?? .object([])
        ids = ConnectorMemory.map(json["ids"])
        cursors = ConnectorMemory.map(json["cursors"])
    }

    private static func map(_ json: JSONValue?) -> [String: String] {
        var map: [String: String] = [:]
        for member in json?.members ?? [] { map[member.key] = member.value.text }
        return map
    }

    var bytes: [UInt8] {
        func object(_ map: [String: String]) -> JSONValue {
            .object(map.sorted { $0.key < $1.key }.map { JSONMember($0.key, .string($0.value)) })
        }
        return JSONWriter.file(
            .object(["state": state, "ids": object(ids), "cursors": object(cursors)]))
    }
}

/// The places of connectors in the state folder of this device.
struct ConnectorPlaces: Sendable {
    let folder: String

    init(_ store: LedgerStore) { folder = store.stateFolder + "/connectors" }

    /// A folder in which nothing lies, for git to run in.
    var neutral: String { folder + "/.empty" }

    private func file(_ connection: String) -> String { "\(folder)/\(connection).json" }

    /// Where a connector may keep what it needs.
    func own(_ connection: String) -> String { "\(folder)/\(connection)" }

    /// Makes the folders, for the user alone.
    func prepare(_ connection: String?) throws(CommandFailure) {
        do throws(SystemFailure) {
            try makeFolder(neutral, mode: 0o700)
            if let connection { try makeFolder(own(connection), mode: 0o700) }
        } catch {
            throw .failed(message: error.description, remedy: "make room in the state folder")
        }
    }

    func memory(_ connection: String, _ files: any FileSystem) -> ConnectorMemory {
        ConnectorMemory((try? files.read(file(connection))) ?? nil)
    }

    func keep(
        _ memory: ConnectorMemory, _ connection: String, _ files: any FileSystem
    ) throws(CommandFailure) {
        let path = file(connection)
        do throws(StoreFailure) {
            try files.replace(path, with: memory.bytes, through: path + ".new")
        } catch {
            throw Session.failure(error)
        }
    }

    /// Forgets a connection.
    func remove(_ connection: String) {
        try? removeTree(own(connection))
        try? removeTree(file(connection))
    }
}
