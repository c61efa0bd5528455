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
                    FileMerge.takingBack(after: after, now: now, before: before, $0)
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
