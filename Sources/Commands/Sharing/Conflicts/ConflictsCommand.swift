import CommandGrammar
import Editing
import Git
import JSONText
import Merging
import Reading
import Rendering
import SourceText
import Syntax

/// `conflicts`: the fields in which two sides of a merge could not agree.
struct ConflictsCommand: Command {
    static let ids = Positional(
        "ID", .text, .many,
        help: "Only these records: transactions by their ids, others by their keys")
    static let field = Flag("field", takes: .text, as: "FIELD", help: "Only this field")
    static let take = Flag(
        "take", takes: .choice(["shown", "other", "newest", "oldest"]), as: "SIDE",
        help:
            "Settle: keep the value that is shown, the other one, or the one written last or first")
    static let value = Flag(
        "value", takes: .text, as: "VALUE", help: "Settle: keep this one of the values")

    static let spec = CommandSpec(
        "conflicts", summary: "List and settle fields that a merge left open",
        discussion: [
            "Where two devices wrote another value into one field, the merge shows the larger and keeps the other in the "
                + "line as `?field:`. A line that one side removed while the other changed it has `?deleted`. Until it "
                + "is settled the value that is shown counts.",
            "In git each value is told with who wrote it first, and when. `--take newest` and `--take oldest` go by that; "
                + "a value of which git knows nothing leaves its conflict open. “other” of several others is the largest. "
                + "Of a removed line, “shown” keeps it and “other” deletes it.",
            "In an editor: delete the `?field:` that you do not want.",
        ],
        positionals: [ids], flags: [field, take, value],
        examples: [
            Example("bankbook conflicts", "Every open conflict"),
            Example(
                "bankbook conflicts 8d2mx1a4tq --field category --value food/dining", "Settle one"),
            Example("bankbook conflicts --take newest", "Settle all: what was written last stays"),
        ],
        exitStatuses: [Term("1", "Conflicts are open")])

    private let ids: [String]
    private let field: String?
    private let side: String?
    private let value: String?

    init(_ invocation: Invocation) throws(UsageError) {
        ids = invocation.values(of: ConflictsCommand.ids)
        field = invocation.value(of: ConflictsCommand.field)
        side = invocation.value(of: ConflictsCommand.take)
        value = invocation.value(of: ConflictsCommand.value)
        if side != nil, value != nil {
            throw invocation.refusal("--take and --value both say which value stays")
        }
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        if side != nil || value != nil { return try settle(session) }
        let root = try session.root()
        let found = try FolderConflicts.list(root).filter(isMeant)
        let writers = ConflictWriters(session.repository(root))
        let told = found.map { place in
            FolderConflicts.Told(place, writers: writers.writers(of: place))
        }
        return try session.finish(
            FolderConflicts.answer(told, "conflicts", status: told.isEmpty ? .done : .findings))
    }

    private func isMeant(_ place: FolderConflicts.Place) -> Bool {
        let conflict = place.place.conflict
        return (ids.isEmpty || ids.contains(conflict.record) || ids.contains(place.name))
            && (field == nil || field == conflict.field)
    }

    private func settle(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let root = try session.root()
        let writers = ConflictWriters(session.repository(root))
        var open = 0
        let result = try session.write { ledger throws(CommandFailure) in
            open = 0
            let found = try FolderConflicts.list(ledger.root).filter(isMeant)
            if let value, let wrong = found.first(where: { $0.value(value) == nil }) {
                throw .failed(
                    message:
                        "\(wrong.name) has no \(wrong.place.conflict.field) “\(value)”",
                    remedy: "it has " + wrong.values.map { "“\($0)”" }.joined(separator: " and "))
            }
            var edits: [FileEdit] = []
            for path in Set(found.map(\.path)).sorted(by: byBytes) {
                guard let kind = FileMerge.kind(of: path),
                    let bytes = try DataFiles(root: ledger.root).bytes(path)
                else { continue }
                let after = OpenConflicts.settled(bytes, kind) { place in
                    let place = FolderConflicts.Place(path: path, place: place)
                    guard isMeant(place) else { return nil }
                    let chosen = value.flatMap { place.value($0) } ?? choice(place, writers)
                    if chosen == nil { open += 1 }
                    return chosen
                }
                edits.append(
                    FileEdit(
                        path: path, before: bytes, after: after,
                        lines: LineDifference.edits(bytes, after)))
            }
            return WritePlan(edits: edits, notes: found.isEmpty ? ["nothing is open"] : [])
        }
        if open > 0 {
            try session.note("\(counted(open, "conflict")) left open: git knows no writer")
        }
        return try session.finish(result, schema: "conflicts", status: open > 0 ? .findings : .done)
    }

    /// The value that the side asked for has; `nil` where that cannot be told.
    private func choice(_ place: FolderConflicts.Place, _ writers: ConflictWriters) -> String? {
        switch side {
        case "shown": return place.place.conflict.shown
        case "other": return place.place.conflict.others.last
        default:
            let known = writers.writers(of: place)
            let dated = place.values.compactMap { value in known[value].map { (value, $0.seconds) }
            }
            guard dated.count == place.values.count else { return nil }
            // Of two that were written in one second the larger is shown, and stays.
            let sorted = dated.sorted { $0.1 < $1.1 }
            let isTied = Set(dated.map(\.1)).count < dated.count
            if isTied { return place.place.conflict.shown }
            return side == "newest" ? sorted.last?.0 : sorted.first?.0
        }
    }
}
