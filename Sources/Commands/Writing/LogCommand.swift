import CommandGrammar
import Git
import JSONText
import Rendering
import Store

/// `log`: what was written, newest first.
struct LogCommand: Command {
    static let spec = CommandSpec(
        "log", summary: "Show what commands wrote here, or commits changed",
        discussion: [
            "Without `--git`: the operations that this device keeps, each with the id for `undo`. With it: the commits that "
                + "changed transactions, categories or rules, by whom and when, each record with the fields that changed."
        ],
        positionals: [record], flags: [ListCommand.limit, git],
        examples: [
            Example("bankbook log --limit 5", "The last five operations"),
            Example("bankbook log --git --limit 10", "What the last ten commits changed"),
            Example("bankbook log --git 8d2mx1a4tq", "Every commit that changed one transaction"),
        ])

    static let record = Positional("ID", .text, .optional, help: "With --git: only this record")
    static let git = Flag("git", help: "Show what commits changed, record by record")

    private let limit: Int?
    private let record: String?
    private let isGit: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        limit = invocation.count(of: ListCommand.limit)
        record = invocation.value(of: LogCommand.record)
        isGit = invocation.isSet(LogCommand.git) || record != nil
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        if isGit { return try showCommits(session) }
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

    private func showCommits(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let history = RecordHistory(try session.neededRepository(try session.root()))
        let changes: [RecordHistory.Change]
        if let record {
            changes = history.changes(of: record, limit: limit ?? 1000)
        } else {
            changes = try askingGit { () throws(GitFailure) in
                try history.changes(limit.map { ["-n", "\($0)"] } ?? [])
            }
        }
        return try session.finish(GitLogAnswer(changes).answer)
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
