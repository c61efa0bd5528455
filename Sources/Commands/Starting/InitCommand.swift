import CommandGrammar
import JSONText
import Model
import Platform
import Reading
import Rendering
import SourceText
import Store

/// `init`: a new ledger.
struct InitCommand: Command {
    static let folder = Positional(
        "DIR", .directory, .optional, help: "The folder; this one where it is not given")
    static let name = Flag("name", takes: .text, help: "The name shown to people")
    static let currency = Flag(
        "currency", takes: .currency, help: "The base currency; EUR where it is not given")
    static let example = Flag("example", help: "Fill it with a small example to try things on")

    static let spec = CommandSpec(
        "init", summary: "Make a new ledger",
        discussion: [
            "Makes ledger.json, a first category tree, and the files that git needs. A folder that holds "
                + "a ledger already is left alone."
        ],
        positionals: [folder], flags: [name, currency, example],
        examples: [
            Example("bankbook init", "Make a ledger in this folder"),
            Example("bankbook init try --example", "Make one in try, with an example in it"),
        ])

    private let folder: String
    private let name: String?
    private let currency: CurrencyCode
    private let isExample: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        folder = invocation.value(of: InitCommand.folder) ?? "."
        name = invocation.value(of: InitCommand.name)
        isExample = invocation.isSet(InitCommand.example)
        let code = invocation.value(of: InitCommand.currency) ?? "EUR"
        guard let currency = CurrencyCode(code), CurrencyTable().decimals(of: currency) != nil
        else {
            throw invocation.refusal(
                of: code, for: InitCommand.currency, "write a code of ISO 4217, such as EUR")
        }
        self.currency = currency
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let wanted = session.absolute(folder)
        let files =
            isExample
            ? ExampleLedger.files(today: session.today)
            : LedgerTemplate.files(
                uid: Identifier.random(session.random.next()), name: name, currency: currency)
        if session.options.isDryRun { return try tell(files, nil, session) }
        let root: String
        do throws(SystemFailure) {
            try makeFolder(wanted)
            guard let resolved = resolvedPath(wanted) else {
                throw SystemFailure("find", wanted, code: SystemFailure.missing)
            }
            root = resolved
        } catch {
            throw .failed(message: error.description, remedy: "choose another folder")
        }
        if entryKind(root + "/ledger.json") != nil {
            throw .failed(
                message: "\(folder) holds a ledger already", remedy: "choose another folder")
        }
        guard let base = StateFolder.base(session.environment.variable) else {
            throw Session.failure(StoreFailure.noStateFolder)
        }
        let uid = LedgerTemplate.uid(files)
        let operation = Identifier.random(session.random.next())
        do throws(StoreFailure) {
            let draft = OperationDraft(
                id: operation, command: session.commandLine, at: session.environment.timestamp(),
                changes: files.map {
                    FileChange(path: $0.path, before: existing(root, $0.path), after: $0.bytes)
                }
                .filter { $0.before == nil })
            _ = try LedgerStore(
                root: root, uid: uid, state: base, fileSystem: session.environment.fileSystem
            ).commit(draft)
        } catch {
            throw Session.failure(error)
        }
        return try tell(files, operation, session)
    }

    private func existing(_ root: String, _ path: String) -> [UInt8]? {
        do throws(SystemFailure) { return try readFile(root + "/" + path) } catch { return nil }
    }

    private func tell(
        _ files: [(path: String, bytes: [UInt8])], _ operation: String?, _ session: Session
    ) throws(CommandFailure) -> ExitStatus {
        let edits = files.map { FileEdit(path: $0.path, before: nil, after: $0.bytes) }
        let next =
            isExample
            ? "Next: bankbook -C \(folder) accounts"
            : "Next: bankbook -C \(folder) accounts add main --kind current"
        return try session.finish(
            WriteResult(operation: operation, edits: edits, notes: [next]), schema: "init")
    }
}
