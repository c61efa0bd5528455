import CommandGrammar
import Git
import JSONText
import Model
import Platform
import Reading
import Rendering
import SourceText
import Store

/// `git`: what ties a ledger to git.
struct GitCommand: Command {
    static let spec = CommandSpec(
        "git", summary: "Tie the ledger to git",
        subcommands: [GitSetupCommand.spec, GitSyncCommand.spec, GitHookCommand.spec],
        needsSubcommand: true)

    init(_ invocation: Invocation) throws(UsageError) {}

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus { .done }
}

/// `git setup`: the merge driver, the diff driver and the hooks, in this clone.
struct GitSetupCommand: Command {
    static let spec = CommandSpec(
        "setup", summary: "Let git merge and compare records in this clone",
        discussion: [
            "Sets the merge driver `bankbook`, a diff driver and a merge tool in the configuration of this clone, and "
                + "completes .gitattributes, which says for which files they are. Running it again changes nothing. "
                + "Each clone needs it once.",
            "Writes hooks: before a commit lines without an id get one and what is staged is checked; after a merge "
                + "`repair` runs. A hook that somebody else wrote stays; call `bankbook git hook NAME` from it.",
            "--writer gives this device a suffix: what it adds goes to 2026@phone.txt beside 2026.txt, which all devices read. "
                + "It is for those who merge on servers, where nobody merges records: two devices then seldom write "
                + "one file. The suffix is kept on this device.",
            "Where the program is missing later, git merges lines as plain text, with markers, and the hooks do nothing.",
        ],
        flags: [writer],
        examples: [
            Example("bankbook git setup", "After git init or git clone"),
            Example("bankbook git setup -n", "Only show what would be set"),
            Example("bankbook git setup --writer phone", "Let this device add to files of its own"),
        ])

    static let writer = Flag(
        "writer", takes: .text, as: "NAME",
        help: "Add to files that only this device writes; an empty name ends that")

    private let writer: String?

    init(_ invocation: Invocation) throws(UsageError) {
        writer = invocation.value(of: GitSetupCommand.writer)
        if let writer, !writer.isEmpty, !NameForm.isName(writer) {
            throw invocation.refusal(
                of: writer, for: GitSetupCommand.writer,
                "write lower case letters, digits and hyphens")
        }
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let root = try session.root()
        let isDry = session.options.isDryRun
        let done = try GitSetup(root, session).run()
        if let writer, !isDry {
            let store = try session.store(session.ledger())
            do throws(StoreFailure) { try store.setWriter(writer.isEmpty ? nil : writer) } catch {
                throw Session.failure(error)
            }
        }
        let settings = GitSetup.settings(session.environment.program)
        return try session.finish(
            Answer(
                "git-setup",
                payload: {
                    [
                        JSONMember("dry_run", .bool(isDry)),
                        JSONMember(
                            "settings",
                            .object(settings.map { JSONMember($0.key, .string($0.value)) })),
                        JSONMember("attributes_changed", .bool(done.hasNewAttributes)),
                        JSONMember("hooks", .strings(done.hooks)),
                        JSONMember("foreign_hooks", .strings(done.foreignHooks)),
                    ]
                },
                sheet: {
                    Sheet(header: ["key", "value"], rows: settings.map { [$0.key, $0.value] })
                },
                text: {
                    settings.map { .line("\($0.key) = \($0.value)") }
                        + (done.hasNewAttributes ? [.line(".gitattributes")] : [])
                        + done.hooks.map { .line("hook \($0)") }
                        + done.foreignHooks.map {
                            .line(
                                "hook \($0) is not of this program: let it call “bankbook git hook \($0)”"
                            )
                        }
                }))
    }
}

/// What a clone needs so that git knows the program.
struct GitSetup {
    struct Done {
        let hasNewAttributes: Bool
        /// The hooks that were written.
        let hooks: [String]
        let foreignHooks: [String]
    }

    private let root: String
    private let session: Session

    init(_ root: String, _ session: Session) {
        self.root = root
        self.session = session
    }

    /// Sets what is not set yet.
    func run() throws(CommandFailure) -> Done {
        let repository = try session.neededRepository(root)
        let hooks = GitHooks.plan(repository, program: session.environment.program)
        if !session.options.isDryRun {
            for (key, value) in GitSetup.settings(session.environment.program)
            where repository.line("config", "--local", "--get", key) != value {
                try askingGit { () throws(GitFailure) in
                    _ = try repository.run(["config", "--local", key, value])
                }
            }
            try GitHooks.write(hooks)
        }
        let result = try session.write { ledger throws(CommandFailure) in
            WritePlan(edits: try GitSetup.attributes(ledger))
        }
        return Done(
            hasNewAttributes: !result.edits.isEmpty,
            hooks: hooks.files.map { $0.path.split(separator: "/").last.map(String.init) ?? "" },
            foreignHooks: hooks.foreign)
    }

    /// What is set in the configuration of the clone.
    ///
    /// The driver asks for the program at its place, then on `PATH`, and leaves the file to git's merge of text where
    /// there is none: graphical programs have a short `PATH`.
    static func settings(_ program: String) -> [(key: String, value: String)] {
        let place = program.replacing("'", with: #"'\''"#).replacing("%", with: "%%")
        func calling(_ command: String) -> String {
            #"sh -c 'for p in "$0" bankbook; do command -v "$p" >/dev/null 2>&1 && exec "$p" \#(command) --driver "$@"; done; "#
        }
        let driver =
            calling("merge")
            + #"exec git merge-file --marker-size="$4" "$2" "$1" "$3"' '\#(place)' %O %A %B %L %P %S %X %Y"#
        let compare =
            calling("diff")
            + #"test $# -gt 4 && git diff --no-index --no-ext-diff -- "$2" "$5"; exit 0' '\#(place)'"#
        return [
            ("merge.bankbook.name", "Bankbook record merge"), ("merge.bankbook.driver", driver),
            ("diff.bankbook.command", compare), ("diff.bankbook.wordRegex", "[^ |]+"),
            (
                "mergetool.bankbook.cmd",
                #"bankbook merge "$BASE" "$LOCAL" "$REMOTE" --path "$MERGED" -o "$MERGED""#
            ),
            ("mergetool.bankbook.trustExitCode", "true"),
        ]
    }

    /// The lines of `.gitattributes` that are missing, behind those that are there.
    private static func attributes(_ ledger: Ledger) throws(CommandFailure) -> [FileEdit] {
        let path = ".gitattributes"
        let before = try LedgerFiles(ledger).bytes(path)
        let known = Set(String(readable: before ?? []).split(separator: "\n").map(words))
        let missing = LedgerTemplate.attributes.split(separator: "\n").filter {
            !known.contains(words($0))
        }
        if missing.isEmpty { return [] }
        var after = before ?? []
        if let last = after.last, last != Ascii.lineFeed { after.append(Ascii.lineFeed) }
        for line in missing { after += line.utf8 + [Ascii.lineFeed] }
        return [FileEdit(path: path, before: before, after: after)]
    }

    private static func words(_ line: Substring) -> [Substring] {
        line.split(whereSeparator: \.isWhitespace)
    }
}
