import CommandGrammar
import Connecting
import ConnectorWire
import JSONText
import Model
import Reading

/// `disconnect`: ends a connection; everything that came by it stays.
struct DisconnectCommand: Command {
    static let name = Positional("CONNECTION", .connection, help: "The connection")

    static let spec = CommandSpec(
        "disconnect", summary: "End a connection; its transactions stay",
        discussion: [
            "Revokes the consent at the provider, forgets the secrets that the keychain holds for it, and removes the "
                + "connection's file. Transactions, evidence and the log of attempts stay, so that connecting the bank again "
                + "doubles nothing."
        ],
        positionals: [name],
        examples: [Example("bankbook disconnect mybank", "End one connection")])

    private let name: String

    init(_ invocation: Invocation) throws(UsageError) {
        name = invocation.value(of: DisconnectCommand.name) ?? ""
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let entry = try ConnectionBook(ledger, today: session.today).entry(name)
        var notes: [String] = []
        if entry.connection.access.isFetched, !session.options.isDryRun {
            notes = try ConnectionEnd.end(entry.connection, ledger, session)
        }
        let result = try session.write { ledger throws(CommandFailure) in
            let path = "connections/\(name).json"
            return WritePlan(
                edits: [
                    FileEdit(path: path, before: try LedgerFiles(ledger).bytes(path), after: nil)
                ], notes: notes)
        }
        return try session.finish(result, schema: "disconnect")
    }
}

/// The end of a way to a bank.
enum ConnectionEnd {
    /// Ends the consent and forgets the secrets; what cannot be done is told, and stops nothing.
    static func end(
        _ connection: Connection, _ ledger: Ledger, _ session: Session, forgets: Bool = true
    ) throws(CommandFailure) -> [String] {
        let authorising = try Authorising(session, ledger, connection, GivenSecrets())
        var notes: [String] = []
        do throws(ConnectorFailure) {
            let description = try authorising.describe()
            do throws(ConnectorFailure) {
                if description.verbs.contains(.revoke) {
                    try authorising.revoke(description)
                    notes.append("the consent is ended at the provider")
                }
            } catch {
                notes.append("the consent could not be ended at the provider: \(error.message)")
            }
            for secret in description.secrets where !secret.isShared {
                authorising.credentials.forget(secret)
            }
        } catch {
            notes.append("the provider was not asked: \(error.message)")
        }
        if forgets { authorising.link.places.remove(connection.name) }
        return notes
    }
}
