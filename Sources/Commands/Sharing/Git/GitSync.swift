import Editing
import Git
import Merging
import Model
import Platform
import Reading
import SourceText
import Store

/// What a sync did.
struct GitSyncOutcome {
    var operation: String?
    /// The commit of what had changed here.
    var committed: String?
    /// The commit that came into the folder: a merge, or one of the remote's.
    var merged: String?
    /// How many files the merge changed in the folder.
    var files = 0
    var isPushed = false
    var isOffline = false
    var remote: String?
    var conflicts: [FolderConflicts.Place] = []
    var notes: [String] = []

    var text: [TextBlock] {
        var lines: [TextBlock] = notes.map { .line($0) }
        if files > 0 {
            lines.append(.line("merged \(counted(files, "file")) from \(remote ?? "")"))
        }
        if isPushed { lines.append(.line("sent to \(remote ?? "")")) }
        if lines.isEmpty { lines.append(.line("nothing to share")) }
        if !conflicts.isEmpty {
            lines.append(.line("\(counted(conflicts.count, "field")) open:"))
            lines += FolderConflicts.text(conflicts.map { FolderConflicts.Told($0) })
        }
        return lines
    }
}

/// One sync of a ledger with its remote.
///
/// Each step leaves the folder and the repository such that the next sync can begin anew: commits are git's own; a merge
/// is made as objects beside the folder, comes into it by one operation of the store, and only then the branch follows.
struct GitSync {
    private let root: String
    private let repository: GitRepository
    private let session: Session
    private(set) var outcome = GitSyncOutcome()
    /// Files that kept the last attempt to merge from coming into the folder.
    private var late: [String] = []

    init(_ root: String, _ repository: GitRepository, _ session: Session) {
        self.root = root
        self.repository = repository
        self.session = session
    }

    mutating func run() throws(CommandFailure) {
        try refuseActivity()
        guard let branch = repository.branch else {
            throw .failed(
                message: "no branch is checked out", remedy: "go back to one: git switch main")
        }
        if session.options.isDryRun { return try preview() }
        try settleWhatIsOpen()
        try prepare()
        try commit()
        let target = try askingGit { [repository] () throws(GitFailure) in
            try repository.remoteBranch(of: branch)
        }
        guard let target else {
            outcome.notes.append(
                "there is no remote to share with; git remote add origin … sets one")
            return
        }
        outcome.remote = "\(target.remote)/\(target.branch)"
        try exchange(target)
        outcome.conflicts = try FolderConflicts.list(root)
    }

    private mutating func preview() throws(CommandFailure) {
        for path in try changedPaths().sorted(by: byBytes) {
            outcome.notes.append("would commit \(path)")
        }
    }

    /// The files of the ledger that hold something else than the last commit, and those that git does not know.
    private func changedPaths() throws(CommandFailure) -> Set<String> {
        try askingGit { () throws(GitFailure) in
            Set(try repository.staged()).union(try repository.unstaged())
        }
    }

    private func refuseActivity() throws(CommandFailure) {
        guard let activity = repository.activity, activity != .merge else { return }
        throw .failed(
            message: "git is in the middle of a \(activity.command)",
            remedy: "end it first: git \(activity.command) --continue, or --abort")
    }

    // MARK: Before

    /// Ends a merge that git began, and repairs what is left of others.
    private mutating func settleWhatIsOpen() throws(CommandFailure) {
        let activity = repository.activity
        try repair()
        let open = try askingGit { [repository] () throws(GitFailure) in try repository.unmerged()
        }
        if let first = open.first {
            throw .failed(
                message: "\(first.path) is not merged",
                remedy: "settle it by hand, then: git add \(first.path)")
        }
        if activity == .merge {
            try stage()
            try git(["commit", "--no-edit", "--quiet"])
            outcome.notes.append("ended a merge that had been begun")
        }
    }

    private mutating func repair() throws(CommandFailure) {
        let repaired = try Repair(root, repository, session).run(command: session.commandLine)
        outcome.notes += repaired.steps.map(\.text) + repaired.notes
    }

    /// Settings that the clone lacks, and ids for lines that have none.
    private mutating func prepare() throws(CommandFailure) {
        if repository.line("config", "--get", "merge.bankbook.driver") == nil {
            _ = try GitSetup(root, session).run()
            outcome.notes.append("set up git for this clone")
        }
        let changed = try changedPaths()
        do throws(CommandFailure) {
            _ = try session.write { ledger throws(CommandFailure) in
                WritePlan(edits: try StagedIDs(ledger, session).edits(changed))
            }
        } catch {
            // The check before the commit tells what keeps the ledger from being read.
            guard case .findings = error else { throw error }
        }
    }

    private func git(_ words: [String]) throws(CommandFailure) {
        try askingGit { () throws(GitFailure) in _ = try repository.run(words) }
    }

    private func stage() throws(CommandFailure) { try git(["add", "--all", "--", "."]) }

    // MARK: Commit

    /// Commits what changed in the ledger.
    private mutating func commit() throws(CommandFailure) {
        try stage()
        let staged = try askingGit { [repository] () throws(GitFailure) in
            try repository.words(["diff", "--cached", "--name-only", "-z", "--relative", "--", "."])
        }
        if staged.isEmpty { return }
        let message = try SyncMessage(repository, session, root).text(staged)
        // What is staged outside of the ledger stays so.
        let paths = repository.prefix.isEmpty ? [] : ["--", "."]
        do throws(GitFailure) {
            try repository.adding(["\(GitHookCommand.syncVariable)=1"]).run(
                ["commit", "--quiet", "-F", "-"] + paths, Array(message.utf8))
        } catch {
            throw .failed(
                message: "git made no commit:\n\(error.message)",
                remedy: "mend what it names; the check alone is skipped by git commit --no-verify")
        }
        outcome.committed = repository.commit("HEAD")
        outcome.notes.append(
            "committed: " + (message.split(separator: "\n").first.map(String.init) ?? ""))
    }

    /// Why a merge could not come into the folder.
    private var tooLate: CommandFailure {
        guard let first = late.first else {
            return .failed(
                message: "files change faster than they can be merged", remedy: "try again")
        }
        return .failed(
            message:
                "\(first) is not what is committed, and \(outcome.remote ?? "the remote") has changed it too",
            remedy: "commit it, or move it away where git ignores it")
    }

    // MARK: Exchange

    /// The repository, asked in such a way that a server which does not answer is given up.
    private var patient: GitRepository {
        let hasOwnSSH =
            repository.line("config", "--get", "core.sshCommand") != nil
            || ["GIT_SSH", "GIT_SSH_COMMAND"].contains { session.environment.variable($0) != nil }
        return hasOwnSSH
            ? repository : repository.adding(["GIT_SSH_COMMAND=ssh -o ConnectTimeout=20"])
    }

    private mutating func exchange(_ target: GitRemoteBranch) throws(CommandFailure) {
        for _ in 0..<5 {
            try session.note("fetching from \(target.remote) …", onlyOnTerminal: true)
            if try !reached(patient.fetch(target.remote)) { return }
            if let theirs = repository.commit(target.seen) {
                var attempts = 5
                while try !merge(theirs) {
                    // An editor was faster: what it saved is committed first.
                    try commit()
                    attempts -= 1
                    if attempts == 0 {
                        throw tooLate
                    }
                }
                try repair()
                try commit()
                if let head = repository.commit("HEAD"), repository.isAncestor(head, of: theirs) {
                    return
                }
            }
            guard repository.commit("HEAD") != nil else { return }
            let reach = patient.push(target)
            if reach == .rejected { continue }
            outcome.isPushed = try reached(reach)
            return
        }
        throw .failed(
            message: "others send faster than this device; everything is committed here",
            remedy: "try again")
    }

    /// Whether the remote did what it was asked for; if not, takes note of why.
    private mutating func reached(_ reach: GitReach) throws(CommandFailure) -> Bool {
        switch reach {
        case .done: return true
        case .offline(let said):
            outcome.isOffline = true
            outcome.notes.append(
                "\(outcome.remote ?? "the remote") cannot be reached (\(said)); the next sync goes on"
            )
        case .rejected: break
        case .refused(let said):
            throw .failed(
                message: "\(outcome.remote ?? "the remote") refuses: \(said)",
                remedy: "everything is committed here; the next sync sends it")
        }
        return false
    }

    /// Brings what another commit has into the folder; `false` where a file changed meanwhile.
    private mutating func merge(_ theirs: String) throws(CommandFailure) -> Bool {
        guard let head = repository.commit("HEAD") else {
            throw .failed(message: "there is no commit yet", remedy: "git commit")
        }
        if repository.isAncestor(theirs, of: head) { return true }
        let new = repository.isAncestor(head, of: theirs) ? theirs : try mergedCommit(head, theirs)
        let checkout = SyncCheckout(root, repository, session)
        let plan = try checkout.plan(from: head, to: new)
        if !plan.changed.isEmpty {
            late = plan.changed
            return false
        }
        try checkout.placeOthers(plan.others, from: new)
        guard try place(plan.edits) else { return false }
        try askingGit { [repository] () throws(GitFailure) in
            try repository.follow(new, from: head)
        }
        outcome.merged = new
        outcome.files += plan.edits.count { $0.before != $0.after } + plan.others.count
        return true
    }

    /// Writes the files of a merge as one operation; `false` where one changed meanwhile.
    private mutating func place(_ edits: [FileChange]) throws(CommandFailure) -> Bool {
        let store = try session.store(session.ledger())
        let draft = OperationDraft(
            id: try session.operationID(store), command: session.commandLine,
            at: session.environment.timestamp(), changes: edits)
        do throws(StoreFailure) {
            outcome.operation = try store.commit(draft)?.id ?? outcome.operation
            return true
        } catch {
            if case .changed = error { return false }
            throw Session.failure(error)
        }
    }

    private mutating func mergedCommit(
        _ head: String, _ theirs: String
    ) throws(CommandFailure) -> String {
        let name = outcome.remote ?? ""
        let settings = GitSetup.settings(session.environment.program).map {
            "\($0.key)=\($0.value)"
        }
        let bases = try askingGit { [repository] () throws(GitFailure) in
            try repository.bases(head, theirs)
        }
        if bases.isEmpty {
            throw .failed(
                message:
                    "\(name) has nothing in common with what is here: another ledger, or one that was begun anew",
                remedy:
                    "keep a copy of this folder and clone again, or: git merge --allow-unrelated-histories \(name)"
            )
        }
        let merged = try askingGit { [repository] () throws(GitFailure) in
            try repository.mergeTree(head, theirs, settings: settings)
        }
        if let first = merged.unmerged.first {
            throw .failed(
                message:
                    "\(first) conflicts, and is no file that the program merges; nothing was changed",
                remedy: "merge by hand: git merge \(name)")
        }
        for path in merged.kept {
            outcome.notes.append(
                "\(path) was removed on one side and changed on the other: it stays")
        }
        return try askingGit { [repository] () throws(GitFailure) in
            try repository.commitTree(
                merged.tree, parents: [head, theirs], message: "Merge \(name)\n")
        }
    }
}
