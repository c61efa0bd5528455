import CommandGrammar
import JSONText
import Model
import Platform
import Reading
import Rendering

/// `workspaces`: the ledgers that this user calls by name.
struct WorkspacesCommand: Command {
    static let spec = CommandSpec(
        "workspaces", aliases: ["workspace"], summary: "Show the ledgers that have names",
        discussion: [
            "`-w NAME` uses the ledger of a workspace from any folder. `-w home,firm` looks at several together, in "
                + "`report`, `balance` and `dashboard`: their accounts have the workspace's name before them, and what moved between "
                + "them is left out where each line names the other in pair:.",
            "The names are yours and not the ledgers': they are kept in ~/.config/bankbook/workspaces.json.",
        ],
        subcommands: [WorkspaceAddCommand.spec, WorkspaceRemoveCommand.spec],
        examples: [
            Example("bankbook workspaces add firm ~/ledgers/firm", "Give a ledger a name"),
            Example("bankbook -w firm balance", "Ask it from anywhere"),
            Example(
                "bankbook -w home,firm report income-statement",
                "Both, what moved between them left out"
            ),
        ])

    init(_ invocation: Invocation) throws(UsageError) {}

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let workspaces = try Workspaces(session.environment)
        let rows = workspaces.names.map { name in
            (
                name: name, folder: workspaces.folder(name) ?? "",
                problem: workspaces.problem(name)
            )
        }
        return try session.finish(
            Answer(
                "workspaces",
                payload: {
                    [
                        JSONMember(
                            "workspaces",
                            .array(
                                rows.map { row in
                                    .object([
                                        JSONMember("name", .string(row.name)),
                                        JSONMember("folder", .string(row.folder)),
                                        JSONMember("problem", .optional(row.problem)),
                                    ])
                                }))
                    ]
                },
                sheet: {
                    Sheet(
                        header: ["name", "folder", "problem"],
                        rows: rows.map { [$0.name, $0.folder, $0.problem ?? ""] })
                },
                text: {
                    if rows.isEmpty {
                        return [
                            .line("no ledger has a name yet: “bankbook workspaces add NAME DIR”")
                        ]
                    }
                    let cells = rows.map { row in
                        [
                            Cell(row.name),
                            row.problem.map { Cell($0, .negative) } ?? Cell(row.folder),
                        ]
                    }
                    return [
                        .table(
                            Table(
                                columns: [Column("name"), Column("folder", shrinks: true)],
                                rows: cells, hasHeading: false))
                    ]
                }))
    }
}

/// `workspaces add`: gives a ledger a name.
struct WorkspaceAddCommand: Command {
    static let name = Positional("NAME", .text, help: "The name: a-z, 0-9 and -")
    static let folder = Positional(
        "DIR", .directory, .optional, help: "The ledger's folder; this one without it")

    static let spec = CommandSpec(
        "add", summary: "Give a ledger a name",
        discussion: ["A name that there is already moves to the other folder."],
        positionals: [name, folder],
        examples: [
            Example("bankbook workspaces add home", "The ledger of this folder"),
            Example("bankbook workspaces add firm ~/ledgers/firm", "That of another"),
        ])

    private let name: String
    private let folder: String?

    init(_ invocation: Invocation) throws(UsageError) {
        name = invocation.value(of: WorkspaceAddCommand.name) ?? ""
        folder = invocation.value(of: WorkspaceAddCommand.folder)
        guard NameForm.isName(name) else {
            throw invocation.refusal(
                of: name, for: WorkspaceAddCommand.name, "use a-z, 0-9 and -, at most 40")
        }
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        var workspaces = try Workspaces(session.environment)
        let there = folder.map { session.inFolder($0) } ?? session
        let root = try there.root()
        let place = resolvedPath(root) ?? root
        let before = workspaces.folder(name)
        workspaces.set(name, to: place)
        let change =
            before == nil ? "added" : before == place ? "there already" : "moved to another folder"
        return try session.finish(workspaces, note: "\(name): \(change)")
    }
}

/// `workspaces remove`: takes a name away; the ledger stays.
struct WorkspaceRemoveCommand: Command {
    static let name = Positional("NAME", .workspace, help: "The name")

    static let spec = CommandSpec(
        "remove", summary: "Take a name away; the ledger stays as it is",
        positionals: [name],
        examples: [Example("bankbook workspaces remove firm", "Forget the name")])

    private let name: String

    init(_ invocation: Invocation) throws(UsageError) {
        name = invocation.value(of: WorkspaceRemoveCommand.name) ?? ""
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        var workspaces = try Workspaces(session.environment)
        guard workspaces.folder(name) != nil else {
            // Says which names are near.
            _ = try workspaces.root(name)
            return .failure
        }
        workspaces.set(name, to: nil)
        return try session.finish(workspaces, note: "\(name): removed; its ledger stays as it is")
    }
}

extension Session {
    /// Writes the names, unless nothing is to be written, and answers with them.
    fileprivate func finish(
        _ workspaces: Workspaces, note: String
    ) throws(CommandFailure) -> ExitStatus {
        if !options.isDryRun { try workspaces.write() }
        let names = workspaces.names
        return try finish(
            Answer(
                "workspaces",
                payload: {
                    [
                        JSONMember("written", .bool(!options.isDryRun)),
                        JSONMember("names", .strings(names)),
                    ]
                }, sheet: { Sheet(header: ["name"], rows: names.map { [$0] }) },
                text: { [.line(note + (options.isDryRun ? " (not written)" : ""))] }))
    }
}
