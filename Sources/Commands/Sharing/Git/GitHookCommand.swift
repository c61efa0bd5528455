import Analysis
import CommandGrammar
import Editing
import Git
import JSONText
import Model
import Platform
import Reading
import SourceText
import Store
import Syntax

/// `git hook`: what the hooks that `git setup` writes run.
struct GitHookCommand: Command {
    static let hook = Positional("HOOK", .choice(GitHooks.names), help: "The hook")

    static let spec = CommandSpec(
        "hook", summary: "Run what a hook of git runs",
        discussion: [
            "pre-commit: gives ids to staged lines that have none, in files that hold nothing but what is staged; then "
                + "checks what is staged, and refuses the commit where there are errors; that of a sync only where they keep "
                + "the ledger from being read.",
            "post-merge and post-rewrite: repair what was merged without the program.",
        ],
        positionals: [hook],
        examples: [Example("bankbook git hook pre-commit", "What a commit would be told now")],
        exitStatuses: [Term("1", "What is staged has errors")])

    /// The variable by which a sync tells the hook who commits.
    static let syncVariable = "BANKBOOK_SYNC"

    private let hook: String

    init(_ invocation: Invocation) throws(UsageError) {
        hook = invocation.value(of: GitHookCommand.hook) ?? ""
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let root = try session.root()
        let repository = try session.neededRepository(root)
        if hook == "pre-commit" { return try checkStaged(repository, session) }
        let outcome = try Repair(root, repository, session).run(command: "repair")
        for step in outcome.steps { try session.note("bankbook: \(step.text)") }
        for note in outcome.notes { try session.note("bankbook: \(note)") }
        if outcome.operation != nil {
            try session.note("bankbook: commit what was repaired")
        }
        return try finish([], .done, session)
    }

    /// People read what a hook says beside what git says; programs get it as any answer.
    private func finish(
        _ findings: [Diagnostic], _ status: ExitStatus, _ session: Session
    ) throws(CommandFailure) -> ExitStatus {
        let hook = hook
        return try session.finish(
            Answer(
                "git-hook", status: status, diagnostics: findings,
                payload: { [JSONMember("hook", .string(hook))] },
                sheet: { Sheet(header: ["hook"], rows: [[hook]]) }, text: { [] }))
    }

    // MARK: Before a commit

    private func checkStaged(
        _ repository: GitRepository, _ session: Session
    ) throws(CommandFailure) -> ExitStatus {
        let staged = try askingGit { () throws(GitFailure) in try repository.staged() }
        if staged.isEmpty { return try finish([], .done, session) }
        let unstaged = try askingGit { () throws(GitFailure) in try repository.unstaged() }
        try giveIDs(Set(staged).subtracting(unstaged), repository, session)
        let findings = try findings(isWholeFolder: unstaged.isEmpty, repository, session)
        // What a sync commits may be wrong, but must be readable: other devices need it as well.
        let isSync = session.environment.variable(GitHookCommand.syncVariable) != nil
        let errors = findings.filter { $0.severity == .error && (!isSync || $0.stopsQueries) }
        let open = findings.count { $0.code == "conflict.open" }
        if open > 0 {
            try session.note(
                "bankbook: \(counted(open, "field")) of merges open; see bankbook conflicts")
        }
        if errors.isEmpty { return try finish([], .done, session) }
        try session.note(
            "bankbook: \(counted(errors.count, "error")) in what is staged; to commit all the same: git commit --no-verify"
        )
        return try finish(errors, .findings, session)
    }

    /// Gives ids to lines of files that hold nothing but what is staged.
    private func giveIDs(
        _ wanted: Set<String>, _ repository: GitRepository, _ session: Session
    ) throws(CommandFailure) {
        // For a commit of named files git makes an index for that moment, beside the one that it goes on with.
        let index = session.environment.variable("GIT_INDEX_FILE") ?? ""
        if index.contains("next-index") { return }
        let written: [String]
        do throws(CommandFailure) {
            let result = try session.write { ledger throws(CommandFailure) in
                WritePlan(edits: try StagedIDs(ledger, session).edits(wanted))
            }
            written = result.operation == nil ? [] : result.edits.map(\.path)
        } catch {
            // What keeps the ledger from being read is told by the check.
            if case .findings = error { return }
            throw error
        }
        if written.isEmpty { return }
        try askingGit { () throws(GitFailure) in _ = try repository.run(["add", "--"] + written) }
        try session.note("bankbook: gave ids to lines in \(counted(written.count, "file"))")
    }

    /// What is to be said of what is staged: of the folder where it holds the same, else of a copy.
    private func findings(
        isWholeFolder: Bool, _ repository: GitRepository, _ session: Session
    ) throws(CommandFailure) -> [Diagnostic] {
        if isWholeFolder { return try CheckCommand.report(session).findings }
        guard let base = StateFolder.base(session.environment.variable) else {
            throw Session.failure(StoreFailure.noStateFolder)
        }
        let folder = "\(base)/staged-\(ProcessEnvironment.processIdentifier)"
        defer { try? removeTree(folder) }
        do throws(SystemFailure) {
            try removeTree(folder)
            try makeFolder(folder, mode: 0o700)
        } catch {
            throw .failed(message: error.description, remedy: "make the state folder writable")
        }
        try askingGit { () throws(GitFailure) in try repository.export(to: folder) }
        let copy = folder + "/" + repository.prefix
        guard nameExists(copy + "/ledger.json") else {
            throw .failed(
                message: "ledger.json is not part of what is committed",
                remedy: "git add ledger.json")
        }
        return try CheckCommand.report(session.inFolder(copy)).findings
    }
}

/// Gives ids to lines that have none, and changes nothing else.
struct StagedIDs {
    private let ledger: Ledger
    private let files: LedgerFiles
    private let session: Session

    init(_ ledger: Ledger, _ session: Session) {
        self.ledger = ledger
        self.session = session
        files = LedgerFiles(ledger)
    }

    func edits(_ paths: Set<String>) throws(CommandFailure) -> [FileEdit] {
        var edits: [FileEdit] = []
        var ids: IDAssigner?
        for file in ledger.files where paths.contains(file.path) {
            guard let account = ledger.account(file.account) else { continue }
            var editable = try files.editable(file.path)
            Formatting.assignIDs(
                &editable, account: file.folder, files.reader(account),
                taxonomies: ledger.taxonomyNames, ids: &ids
            ) { TakenIDs.all(ledger, threads: session.environment.threads) }
            edits.append(FileEdit(editable))
        }
        return edits
    }
}

extension Diagnostic {
    /// Whether the finding keeps the ledger from being added up (S23).
    fileprivate var stopsQueries: Bool {
        if code == "category.unknown" { return false }
        return ![
            "assertion", "balance", "pair", "evidence", "rule", "contact", "taxonomy",
            "conflict.open",
        ]
        .contains { code.hasPrefix($0) }
    }
}
