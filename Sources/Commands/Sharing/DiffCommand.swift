import CommandGrammar
import JSONText
import Merging
import Platform
import Rendering
import SourceText

/// `diff`: two versions of a file, record by record.
struct DiffCommand: Command {
    static let files = Positional(
        "FILE", .file, .oneOrMore,
        help: "Before and after; with --driver what git gives its diff command")
    static let path = MergeCommand.path
    static let driver = Flag("driver", help: "Take the words that git gives its diff command")

    static let spec = CommandSpec(
        "diff",
        summary: "Show what changed between two files, by transaction",
        discussion: [
            "Records are matched by their ids, so that order and blanks do not matter: a field that changed is one line. "
                + "Comments, and lines that are no record, are shown as they stand.",
            "After `git setup`, `git diff` shows text files of the ledger this way; `git diff --no-ext-diff` shows their "
                + "lines, and so do patches and `git add -p`.",
        ],
        positionals: [files], flags: [path, driver],
        examples: [
            Example(
                "bankbook diff old.txt new.txt --path transactions/main/2026.txt",
                "Compare two files")
        ])

    private let before: String
    private let after: String
    private let path: String
    private let isDriver: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        let words = invocation.values(of: DiffCommand.files)
        isDriver = invocation.isSet(DiffCommand.driver)
        guard isDriver ? words.count >= 1 : words.count == 2 else {
            throw invocation.refusal("before and after are two files")
        }
        // Of a file that is not merged yet git gives the path alone.
        before = isDriver ? words.count > 4 ? words[1] : "/dev/null" : words[0]
        after = isDriver ? words.count > 4 ? words[4] : words[0] : words[1]
        path = isDriver ? words[0] : invocation.value(of: DiffCommand.path) ?? words[1]
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let old = before == "/dev/null" ? [] : try session.bytes(of: before)
        let new = after == "/dev/null" ? [] : try session.bytes(of: after)
        guard let kind = FileMerge.kind(of: path), let difference = FileDifference(old, new, kind)
        else {
            return try plain(session)
        }
        let path = path
        let isSame = difference.isEmpty && old != new
        return try session.finish(
            Answer(
                "diff",
                payload: {
                    [
                        JSONMember("file", .string(path)),
                        JSONMember(
                            "records",
                            .array(difference.records.map { DifferenceText.json($0, file: path) })),
                        JSONMember("lines_removed", .strings(difference.linesBefore)),
                        JSONMember("lines_added", .strings(difference.linesAfter)),
                        JSONMember("only_layout", .bool(isSame)),
                    ]
                },
                sheet: {
                    Sheet(
                        header: ["key", "kind", "field", "before", "after"],
                        rows: difference.records.flatMap { record in
                            record.fields.map {
                                [record.key, record.kind.rawValue, $0.name, $0.before, $0.after]
                            }
                        })
                },
                text: {
                    var rows = difference.records.flatMap { DifferenceText.rows($0) }
                    rows += difference.linesBefore.map { [Cell("- \($0)", .negative)] }
                    rows += difference.linesAfter.map { [Cell("+ \($0)")] }
                    if isSame {
                        rows.append([Cell("only the order or the layout of lines changed", .faint)])
                    }
                    if rows.isEmpty { return [] }
                    return [
                        .line(path),
                        .table(Table(columns: [Column("change")], rows: rows, hasHeading: false)),
                    ]
                }))
    }

    /// Files of no records are compared line by line.
    private func plain(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let words = ["git", "diff", "--no-index", "--no-ext-diff", "--"]
        let paths = [before, after].map { $0 == "/dev/null" ? $0 : session.absolute($0) }
        guard let status = session.environment.runTool(words + paths), status < 2 else {
            throw .failed(
                message: "\(path) holds no records, and git could not compare its lines",
                remedy: "name the path that it has in a ledger with --path")
        }
        return .done
    }
}
