import CommandGrammar
import Editing
import JSONText
import Merging
import Model
import Rendering
import SourceText
import Store

/// `undo`: takes back a writing command.
struct UndoCommand: Command {
    static let operation = Positional(
        "OPERATION", .operation, .optional,
        help: "The operation's id; the last one where it is not given")

    static let spec = CommandSpec(
        "undo", summary: "Take back what a command wrote",
        discussion: [
            "Every file gets the bytes it had before the command. Where it was changed since, the two are merged: what "
                + "the command did goes, and what came later stays.",
            "An undo is an operation of its own: `bankbook undo` with its id brings everything back. Repeated without "
                + "an id it goes back step by step. It works without git.",
        ],
        positionals: [operation],
        examples: [
            Example("bankbook undo", "Take back the last command"),
            Example("bankbook undo 7k2m9x0q4w", "Take back a certain one"),
        ])

    private let operation: String?

    init(_ invocation: Invocation) throws(UsageError) {
        operation = invocation.value(of: UndoCommand.operation)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let store = try session.store(ledger)
        let undo: Undo
        let id = try session.operationID(store)
        do throws(StoreFailure) {
            undo = try store.undo(operation, id: id, at: session.environment.timestamp()) {
                path, after, now, before in
                FileMerge.kind(of: path).flatMap {
                    FileMerge.merge(base: after, left: now, right: before, $0)?.bytes
                }
            }
        } catch {
            throw Session.failure(error)
        }
        return try tell(undo.operation.id, undo.undone.command, undo.changes, session)
    }

    private func tell(
        _ id: String?, _ command: String, _ changes: [FileChange], _ session: Session
    ) throws(CommandFailure) -> ExitStatus {
        let edits = changes.map { change in
            FileEdit(
                path: change.path, before: change.before, after: change.after,
                lines: LineDifference.edits(change.before ?? [], change.after ?? []))
        }
        let result = WriteResult(
            operation: id, edits: edits, notes: ["took back: bankbook \(command)"])
        return try session.finish(result, schema: "undo")
    }
}

/// `log`: what was written, newest first.
struct LogCommand: Command {
    static let spec = CommandSpec(
        "log", summary: "Show what commands wrote on this device",
        flags: [ListCommand.limit],
        examples: [Example("bankbook log --limit 5", "The last five operations")])

    private let limit: Int?

    init(_ invocation: Invocation) throws(UsageError) {
        limit = invocation.count(of: ListCommand.limit)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let store = try session.store(ledger)
        let operations: [Operation]
        do throws(StoreFailure) {
            operations = Array(try store.operations().prefix(limit ?? .max))
        } catch {
            throw Session.failure(error)
        }
        let answer = Answer(
            "log",
            payload: {
                [
                    JSONMember(
                        "operations",
                        .array(
                            operations.map { operation in
                                .object([
                                    JSONMember("id", .string(operation.id)),
                                    JSONMember("at", .string(operation.at)),
                                    JSONMember("command", .string(operation.command)),
                                    JSONMember("files", .integer(operation.files.count)),
                                    JSONMember("undone", .bool(operation.isUndone)),
                                    JSONMember(
                                        "imports", .array(operation.imports.map(\.json))),
                                ])
                            }))
                ]
            },
            sheet: {
                Sheet(
                    header: ["id", "at", "command", "files", "undone"],
                    rows: operations.map {
                        [
                            $0.id, $0.at, $0.command, "\($0.files.count)",
                            $0.isUndone ? "true" : "false",
                        ]
                    })
            },
            text: {
                let rows = operations.map { operation in
                    [
                        Cell(operation.id), Cell(operation.at, .faint), Cell(operation.command),
                        Cell(operation.isUndone ? "undone" : "", .faint),
                    ]
                }
                let columns = [
                    Column("id"), Column("at"), Column("command", shrinks: true), Column("undone"),
                ]
                return [.table(Table(columns: columns, rows: rows, hasHeading: false))]
                    + imports(operations)
            })
        return try session.finish(answer)
    }

    /// The statement files that operations took in.
    private func imports(_ operations: [Operation]) -> [TextBlock] {
        let rows = operations.flatMap { operation in
            operation.imports.map { note in
                [
                    Cell(operation.id), Cell(String(note.digest.prefix(12)), .faint),
                    Cell(note.path),
                    Cell(note.counts.map { "\($0.count) \($0.name)" }.joined(separator: ", ")),
                ]
            }
        }
        if rows.isEmpty { return [] }
        let columns = [
            Column("id"), Column("digest"), Column("path", shrinks: true), Column("rows"),
        ]
        return [
            .line(""), .line("Statements taken in, with the digest for import --undo:"),
            .table(Table(columns: columns, rows: rows, hasHeading: false)),
        ]
    }
}
