import Analysis
import Editing
import JSONText
import Model
import Platform
import Reading
import Rendering
import SourceText
import Store
import Syntax

/// What a writing command wants: the files it changes, and what it tells beside the changes.
struct WritePlan {
    var edits: [FileEdit]
    /// The statement files that are taken in, for the log.
    var imports: [ImportNote] = []
    /// Lines of text for people, said after the changes.
    var notes: [String] = []
}

/// What became of a plan.
struct WriteResult {
    /// The id of the operation; `nil` where nothing was written.
    let operation: String?
    let edits: [FileEdit]
    let notes: [String]
}

extension Session {
    /// The store of a ledger.
    func store(_ ledger: Ledger) throws(CommandFailure) -> LedgerStore {
        guard let base = StateFolder.base(environment.variable) else {
            throw Session.failure(StoreFailure.noStateFolder)
        }
        return LedgerStore(
            root: ledger.root, uid: ledger.uid, state: base, fileSystem: environment.fileSystem)
    }

    static func failure(_ failure: StoreFailure) -> CommandFailure {
        .failed(message: failure.message, remedy: failure.remedy)
    }

    /// Plans changes from what the folder holds and makes them as one operation. Where a file changed
    /// meanwhile, everything is planned again from what it holds now, while other commands wait.
    func write(
        _ plan: (Ledger) throws(CommandFailure) -> WritePlan
    ) throws(CommandFailure) -> WriteResult {
        var loaded = try ledger()
        let store = try store(loaded)
        let writer = store.writer()
        loaded.writer = writer
        var isFirst = true
        var result = WriteResult(operation: nil, edits: [], notes: [])
        try store.withRetries(20, Session.failure) {
            () throws(CommandFailure) -> OperationDraft? in
            var ledger = isFirst ? loaded : try self.ledger()
            ledger.writer = writer
            isFirst = false
            let planned = try plan(ledger)
            let edits = planned.edits.filter(\.isChange)
            try refusePlaceholders(edits, ledger.root)
            endStep("planned the changes")
            let isNothing = options.isDryRun || edits.isEmpty
            let id = isNothing ? nil : try operationID(store)
            result = WriteResult(operation: id, edits: edits, notes: planned.notes)
            guard let id else { return nil }
            return OperationDraft(
                id: id, command: commandLine, at: environment.timestamp(),
                changes: edits.map {
                    FileChange(path: $0.path, before: $0.before, after: $0.after)
                },
                imports: planned.imports)
        }
        if result.operation != nil { endStep("wrote the changes") }
        return result
    }

    /// Refuses to write a new file where a sync service keeps one of that name elsewhere: it would come back as a copy.
    private func refusePlaceholders(
        _ edits: [FileEdit], _ root: String
    ) throws(CommandFailure) {
        for edit in edits where edit.before == nil {
            let slash = edit.path.lastIndex(of: "/").map { edit.path.index(after: $0) }
            let name = slash ?? edit.path.startIndex
            if nameExists("\(root)/\(edit.path[..<name]).\(edit.path[name...]).icloud") {
                throw .failed(
                    message: "\(edit.path) is there, but iCloud keeps its content elsewhere",
                    remedy: "download it: open the folder in Finder, or run brctl download")
            }
        }
    }

    /// An id for a new operation.
    func operationID(_ store: LedgerStore) throws(CommandFailure) -> String {
        var known: Set<String> = []
        if random.isSeeded {
            do throws(StoreFailure) {
                known = Set(try store.operations().map(\.id))
            } catch {
                throw Session.failure(error)
            }
        }
        var ids = IDAssigner(taken: known)
        return ids.random(random.next)
    }

    /// A uid for a new account or connection, which none of the ledger has.
    func uid(_ ledger: Ledger) -> String {
        var ids = IDAssigner(taken: Set(ledger.accounts.map(\.uid)))
        return ids.random(random.next)
    }

    /// An id for a new line.
    func lineID(_ ledger: Ledger) -> String {
        let taken = random.isSeeded ? TakenIDs.all(ledger, threads: environment.threads) : []
        var ids = IDAssigner(taken: taken)
        return ids.random(random.next)
    }

    /// Tells what a writing command did, or with `--dry-run` would do.
    func finish(
        _ result: WriteResult, schema: String, status: ExitStatus = .done
    ) throws(CommandFailure) -> ExitStatus {
        let changes = LineChange.list(result.edits)
        let isDryRun = options.isDryRun
        let answer = Answer(
            schema, status: status,
            payload: {
                [
                    JSONMember("dry_run", .bool(isDryRun)),
                    JSONMember("operation", .optional(result.operation)),
                    JSONMember("changes", .array(changes.map(\.json))),
                    JSONMember("count", .integer(changes.count)),
                ]
            },
            sheet: {
                Sheet(
                    header: ["file", "id", "before", "after"],
                    rows: changes.map { [$0.file, $0.id ?? "", $0.before ?? "", $0.after ?? ""] })
            },
            text: { LineChange.text(changes) + result.notes.map { .line($0) } })
        return try finish(answer)
    }
}

/// One changed line, as writing commands tell it.
struct LineChange {
    let file: String
    let id: String?
    let before: String?
    let after: String?

    static func list(_ edits: [FileEdit]) -> [LineChange] {
        edits.flatMap { edit -> [LineChange] in
            if edit.lines.isEmpty {
                return [LineChange(file: edit.path, id: nil, before: nil, after: nil)]
            }
            return edit.lines.map { line in
                LineChange(
                    file: edit.path, id: (line.after ?? line.before).flatMap { LineText.id($0) },
                    before: line.before.map { String(readable: $0) },
                    after: line.after.map { String(readable: $0) })
            }
        }
    }

    var json: JSONValue {
        .object([
            JSONMember("file", .string(file)), JSONMember("id", .optional(id)),
            JSONMember("before", .optional(before)), JSONMember("after", .optional(after)),
        ])
    }

    static func text(_ changes: [LineChange]) -> [TextBlock] {
        var blocks: [TextBlock] = []
        var file: String?
        for change in changes {
            if change.file != file { blocks.append(.line(change.file)) }
            file = change.file
            if let before = change.before { blocks.append(.line("- " + before.replacingTabs)) }
            if let after = change.after { blocks.append(.line("+ " + after.replacingTabs)) }
        }
        return blocks
    }
}
