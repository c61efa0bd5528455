import CommandGrammar
import Editing
import Git
import JSONText
import Merging
import Platform
import Reading
import SourceText
import Store

/// `repair`: brings a folder that was merged without the program to what the program would have given.
struct RepairCommand: Command {
    static let spec = CommandSpec(
        "repair", summary: "Bring together what was merged or copied without the program",
        discussion: [
            "Files with conflict markers are merged record by record; so are merges that a server or a clone without the "
                + "program made as plain text, from the commits that met. Copies that a sync service put beside a "
                + "file are folded in, and kept in the trash of this device. A record that stands in several lines "
                + "becomes one.",
            "Nothing is lost: where two values stand against each other both stay (see `conflicts`). A second run changes "
                + "nothing. `git setup` lets git run it after each merge.",
            "Outside git, and where no older version of a file is known, copies are joined without one: what one device "
                + "had removed comes back, and each field that one changed is open.",
        ],
        examples: [
            Example("bankbook repair", "Put the folder right"),
            Example("bankbook repair -n", "See what would be done"),
        ],
        exitStatuses: [Term("1", "Something is left that has to be settled by hand")])

    init(_ invocation: Invocation) throws(UsageError) {}

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let root = try session.root()
        let outcome = try Repair(root, session.repository(root), session).run(
            command: session.commandLine)
        return try session.finish(answer(outcome, session.options.isDryRun))
    }

    private func answer(_ outcome: Repair.Outcome, _ isDryRun: Bool) -> Answer {
        let told = outcome.conflicts.map { FolderConflicts.Told($0) }
        return Answer(
            "repair", status: outcome.isIncomplete ? .findings : .done,
            payload: {
                [
                    JSONMember("dry_run", .bool(isDryRun)),
                    JSONMember("operation", .optional(outcome.operation)),
                    JSONMember(
                        "steps",
                        .array(
                            outcome.steps.map {
                                .object([
                                    JSONMember("step", .string($0.name)),
                                    JSONMember("files", .strings($0.files)),
                                    JSONMember("records", .integer($0.records)),
                                ])
                            })),
                    JSONMember("written", .bool(outcome.operation != nil)),
                    JSONMember("conflicts", .array(told.map(\.json))),
                    JSONMember("notes", .strings(outcome.notes)),
                ]
            },
            sheet: {
                Sheet(
                    header: ["step", "file", "records"],
                    rows: outcome.steps.flatMap { step in
                        step.files.map { [step.name, $0, "\(step.records)"] }
                    })
            },
            text: {
                var lines: [TextBlock] = []
                for step in outcome.steps {
                    lines.append(.line(step.text))
                    lines += step.files.map { .line("  \($0)") }
                }
                lines += outcome.notes.map { .line($0) }
                if !told.isEmpty {
                    lines.append(.line("\(counted(told.count, "field")) open:"))
                    lines += FolderConflicts.text(told)
                }
                return lines
            })
    }
}

/// The repair of one folder, for every command that needs one.
struct Repair {
    struct Outcome {
        var operation: String?
        var steps: [RepairStep]
        var notes: [String]
        var isIncomplete: Bool
        var conflicts: [FolderConflicts.Place]
    }

    private let root: String
    private let session: Session
    private let repository: GitRepository?

    /// - Parameter repository: that of the folder; `nil` where it lies in none.
    init(_ root: String, _ repository: GitRepository?, _ session: Session) {
        self.root = root
        self.repository = repository
        self.session = session
    }

    /// Repairs the folder as one operation.
    func run(command: String) throws(CommandFailure) -> Outcome {
        let store = try store()
        do throws(StoreFailure) {
            if session.options.isDryRun { _ = try store.recover() } else { try store.prepare() }
        } catch {
            throw Session.failure(error)
        }
        var run = RepairRun(root, repository)
        var operation: String?
        var verified = store.verifiedMerges()
        let known = verified.count
        let isDry = session.options.isDryRun
        try store.withRetries(20, Session.failure) {
            () throws(CommandFailure) -> OperationDraft? in
            run = RepairRun(root, repository) { (try? store.versions(of: $0)) ?? [] }
            try run.all(&verified)
            let edits = try run.edits()
            run.tellOnly(Set(edits.map(\.path)))
            if edits.isEmpty || isDry { return nil }
            do throws(StoreFailure) {
                for copy in run.copies { try store.keepInTrash(copy.path, copy.bytes) }
            } catch {
                throw Session.failure(error)
            }
            let id = try session.operationID(store)
            operation = id
            return OperationDraft(
                id: id, command: command, at: session.environment.timestamp(),
                changes: edits.map { FileChange(path: $0.path, before: $0.before, after: $0.after) }
            )
        }
        if !isDry {
            try finish(run)
            if verified.count > known { store.noteVerified(verified) }
        }
        return Outcome(
            operation: operation, steps: run.steps, notes: run.notes,
            isIncomplete: run.isIncomplete, conflicts: isDry ? [] : try FolderConflicts.list(root))
    }

    /// What is left to do when the files stand: git is told what it waits for.
    private func finish(_ run: RepairRun) throws(CommandFailure) {
        guard let repository, !run.resolved.isEmpty else { return }
        try askingGit { () throws(GitFailure) in
            _ = try repository.run(["add", "--"] + run.resolved)
        }
    }

    /// The store of the folder, also where `ledger.json` itself has conflict markers.
    private func store() throws(CommandFailure) -> LedgerStore {
        guard let base = StateFolder.base(session.environment.variable) else {
            throw Session.failure(StoreFailure.noStateFolder)
        }
        let bytes = try DataFiles(root: root).bytes("ledger.json") ?? []
        let text = MarkedText(bytes)?.left ?? bytes
        do throws(JSONProblem) {
            if let uid = try JSONParser.parse(text)["uid"]?.text {
                return LedgerStore(
                    root: resolvedPath(root) ?? root, uid: uid, state: base,
                    fileSystem: session.environment.fileSystem)
            }
        } catch {}
        throw .failed(
            message: "ledger.json cannot be read, and says no uid", remedy: "see “bankbook check”")
    }
}

extension RepairRun {
    /// Every step, in an order in which each finds what those before it made.
    mutating func all(_ verified: inout Set<String>) throws(CommandFailure) {
        try settleUnmerged()
        try repairMerges(&verified)
        try settleMarkers()
        try foldCopies()
        try settleBankFacts(in: joinRecords())
    }
}
