import CommandGrammar
import Git
import JSONText
import Rendering

/// `git sync`: commits, merges with a remote, and sends.
struct GitSyncCommand: Command {
    static let spec = CommandSpec(
        "sync", summary: "Commit, fetch, merge and push as one step",
        discussion: [
            "Commits what changed in the ledger, fetches from the remote of the branch, merges record by record, and sends "
                + "the result. The merge is made beside the folder and comes into it as one operation, which `undo` takes "
                + "back like any other. Where it is interrupted, the next sync goes on.",
            "Without a network the commit is made, and the next sync sends it. Without a remote it only commits. A remote is "
                + "whatever git takes: a server, a folder on a disk, another device. `git remote add origin …` sets it.",
            "Files that the program does not know are merged by git; where they conflict nothing is changed, and the message "
                + "says how to merge by hand.",
        ],
        examples: [
            Example("bankbook git sync", "Share what changed"),
            Example("bankbook git sync -n", "See what would be committed"),
        ],
        exitStatuses: [
            Term("3", "The remote refuses, a hook refuses, or a file has to be merged by hand")
        ])

    init(_ invocation: Invocation) throws(UsageError) {}

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let root = try session.root()
        var sync = GitSync(root, try session.neededRepository(root), session)
        try sync.run()
        let outcome = sync.outcome
        return try session.finish(
            Answer(
                "git-sync", status: .done,
                payload: {
                    [
                        JSONMember("dry_run", .bool(session.options.isDryRun)),
                        JSONMember("operation", .optional(outcome.operation)),
                        JSONMember("committed", .optional(outcome.committed)),
                        JSONMember("merged", .optional(outcome.merged)),
                        JSONMember("files", .integer(outcome.files)),
                        JSONMember("pushed", .bool(outcome.isPushed)),
                        JSONMember("remote", .optional(outcome.remote)),
                        JSONMember("offline", .bool(outcome.isOffline)),
                        JSONMember(
                            "conflicts",
                            .array(outcome.conflicts.map { FolderConflicts.Told($0).json })),
                        JSONMember("notes", .strings(outcome.notes)),
                    ]
                },
                sheet: {
                    Sheet(
                        header: ["committed", "merged", "files", "pushed", "offline"],
                        rows: [
                            [
                                outcome.committed ?? "", outcome.merged ?? "", "\(outcome.files)",
                                "\(outcome.isPushed)", "\(outcome.isOffline)",
                            ]
                        ])
                }, text: { outcome.text }))
    }
}
