import CommandGrammar
import Editing
import Importing
import Model
import Reading
import SourceText

/// `derive`: whether what machines wrote follows from the evidence.
struct DeriveCommand: Command {
    static let check = Flag(
        "check", help: "Only list what differs; this is what happens without --apply")
    static let apply = Flag("apply", help: "Write what differs")

    static let spec = CommandSpec(
        "derive", summary: "Work out anew what programs wrote, from the evidence",
        discussion: [
            "Dates, amounts, statuses, balances and ids of lines that banks tell of, and the marks of what "
                + "machines set, are worked out from the evidence and from what persons decided. What "
                + "differs is shown line by line, and written only with --apply. Decisions never change: a date "
                + "or an amount that a hand changed gets the bank's beside it."
        ],
        flags: [check, apply],
        examples: [
            Example("bankbook derive --check", "Is anything not as it follows?"),
            Example("bankbook derive --apply", "Put it right"),
        ], exitStatuses: [Term("1", "Something differs, and --apply was not given")])

    private let applies: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        applies = invocation.isSet(DeriveCommand.apply)
        if applies, invocation.isSet(DeriveCommand.check) {
            throw invocation.refusal("say --check or --apply")
        }
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let session = applies ? session : session.dry
        let result = try session.write { ledger throws(CommandFailure) in
            let files = LedgerFiles(ledger)
            let batches = try files.batches()
            var edits: [FileEdit] = []
            for account in ledger.accounts {
                let contents = try files.contents(account, batches)
                edits += AccountDerivation(ledger, account, contents).files.map { FileEdit($0) }
            }
            let isNothing = !edits.contains(where: \.isChange)
            return WritePlan(edits: edits, notes: isNothing ? ["everything is as it follows"] : [])
        }
        let differs = !applies && !result.edits.isEmpty
        return try session.finish(
            result, schema: "derive", status: differs ? .findings : .done)
    }
}
