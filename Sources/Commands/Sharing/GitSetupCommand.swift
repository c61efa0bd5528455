import CommandGrammar
import JSONText
import Model
import Platform
import Reading
import Rendering
import SourceText

/// `git`: what ties a ledger to git.
struct GitCommand: Command {
    static let spec = CommandSpec(
        "git", summary: "Tie the ledger to git", subcommands: [GitSetupCommand.spec],
        needsSubcommand: true)

    init(_ invocation: Invocation) throws(UsageError) {}

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus { .done }
}

/// `git setup`: the merge driver, in this clone.
struct GitSetupCommand: Command {
    static let spec = CommandSpec(
        "setup", summary: "Let git merge the ledger record by record in this clone",
        discussion: [
            "Sets the merge driver `bankbook`, the words by which `git diff` compares lines, and a merge tool in the "
                + "configuration of this clone, and completes .gitattributes, which says for which files they are. "
                + "Running it again changes nothing. Each clone needs it once.",
            "Where the program is missing later, git merges lines as plain text, with markers.",
        ],
        examples: [
            Example("bankbook git setup", "After git init or git clone"),
            Example("bankbook git setup -n", "Only show what would be set"),
        ])

    init(_ invocation: Invocation) throws(UsageError) {}

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let root = try session.root()
        let isDry = session.options.isDryRun
        let settings = GitSetupCommand.settings(linkText("/proc/self/exe") ?? "bankbook")
        if !isDry {
            for (key, value) in settings {
                let words = ["git", "-C", root, "config", "--local", key, value]
                guard session.environment.runTool(words) == 0 else {
                    throw .failed(
                        message: "git could not set \(key)",
                        remedy: "make the folder a repository: git init")
                }
            }
        }
        let result = try session.write { ledger throws(CommandFailure) in
            WritePlan(edits: try GitSetupCommand.attributes(ledger))
        }
        let hasChanged = !result.edits.isEmpty
        return try session.finish(
            Answer(
                "git-setup",
                payload: {
                    [
                        JSONMember("dry_run", .bool(isDry)),
                        JSONMember(
                            "settings",
                            .object(settings.map { JSONMember($0.key, .string($0.value)) })),
                        JSONMember("attributes_changed", .bool(hasChanged)),
                    ]
                },
                sheet: {
                    Sheet(header: ["key", "value"], rows: settings.map { [$0.key, $0.value] })
                },
                text: {
                    settings.map { .line("\($0.key) = \($0.value)") }
                        + (hasChanged ? [.line(".gitattributes")] : [])
                }))
    }

    /// What is set in the configuration of the clone.
    ///
    /// The driver asks for the program at its place, then on `PATH`, and leaves the file to git's merge of text where
    /// there is none: graphical programs have a short `PATH`.
    private static func settings(_ program: String) -> [(key: String, value: String)] {
        let place = program.replacing("'", with: #"'\''"#).replacing("%", with: "%%")
        let driver =
            #"sh -c 'for p in "$0" bankbook; do command -v "$p" >/dev/null 2>&1 && exec "$p" merge --driver "$@"; done; "#
            + #"exec git merge-file --marker-size="$4" "$2" "$1" "$3"' '\#(place)' %O %A %B %L %P %S %X %Y"#
        return [
            ("merge.bankbook.name", "Bankbook record merge"), ("merge.bankbook.driver", driver),
            ("diff.bankbook.wordRegex", "[^ |]+"),
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
