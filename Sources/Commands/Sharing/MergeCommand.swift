import CommandGrammar
import JSONText
import Merging
import Platform
import SourceText

/// `merge`: three versions of a file of a ledger into one, by what they contain alone.
///
/// It reads nothing but the three: no other file, no clock, no variable. So every machine gets the same bytes.
struct MergeCommand: Command {
    static let files = Positional(
        "FILE", .file, .oneOrMore,
        help: "Base, left and right; with --driver what git gives: %O %A %B %L %P %S %X %Y")
    static let path = Flag(
        "path", takes: .text, as: "PATH",
        help: "The file's path in the ledger, where its name does not say what it is")
    static let driver = Flag(
        "driver", help: "Write the result over the left version, as git's merge driver")

    static let spec = CommandSpec(
        "merge", summary: "Merge three versions of a file of a ledger",
        discussion: [
            "Records are matched by their ids and merged field by field. Where both sides changed one field, the larger "
                + "value is shown and the other stays in the line as `?field:`; such conflicts are told, and are "
                + "no failure. Exchanging the sides changes no byte.",
            "A file that is none of a ledger, or holds bytes that none does, is given to `git merge-file`.",
        ],
        positionals: [files], flags: [path, driver],
        examples: [
            Example(
                "bankbook merge base.txt ours.txt theirs.txt --path transactions/main/2026.txt -o merged.txt",
                "Merge by hand")
        ],
        exitStatuses: [
            Term(
                "1",
                "The text was merged line by line and has conflict markers; with --strict: any conflict"
            )
        ])

    private let paths: [String]
    private let path: String
    private let isDriver: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        paths = invocation.values(of: MergeCommand.files)
        isDriver = invocation.isSet(MergeCommand.driver)
        guard isDriver ? paths.count >= 5 : paths.count == 3 else {
            throw invocation.refusal(
                isDriver ? "--driver takes %O %A %B %L %P" : "base, left and right are three files")
        }
        path =
            invocation.value(of: MergeCommand.path) ?? (isDriver ? paths[4] : paths[1])
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let versions = try paths.prefix(3).map { path throws(CommandFailure) in
            try session.bytes(of: path)
        }
        let place = isDriver ? paths[1] : session.options.outputFile
        let merged = FileMerge.kind(of: path).flatMap {
            FileMerge.merge(base: versions[0], left: versions[1], right: versions[2], $0)
        }
        guard let merged else { return try mergeText(session, versions[1], into: place) }
        let quiet = session.writingNoFile
        if let place {
            // Git reads a driver's result at once, and keeps its own files as it likes.
            try MergeCommand.write(session.absolute(place), merged.bytes, sync: !isDriver)
        } else if session.options.format != .json {
            try quiet.deliver(merged.bytes)
        }
        let isOpen = !merged.conflicts.isEmpty && session.options.isStrict
        return try quiet.finish(
            answer(merged, status: isOpen ? .findings : .done, isText: false))
    }

    private func answer(_ merged: MergeResult, status: ExitStatus, isText: Bool) -> Answer {
        Answer(
            "merge", status: status,
            diagnostics: merged.conflicts.map { conflict in
                Diagnostic(
                    "merge.conflict", .warning, at: Location(file: path),
                    "\(conflict.record) \(conflict.field): “\(conflict.shown)” is shown, and the other side has "
                        + conflict.others.map { "“\($0)”" }.joined(separator: ", "),
                    remedy: "keep the value that you want, and delete ?\(conflict.field)")
            },
            payload: {
                [
                    JSONMember(
                        "conflicts",
                        .array(merged.conflicts.map { .object($0.members(file: path)) })),
                    JSONMember("fallback", .bool(isText)),
                    JSONMember("unchanged", .integer(merged.counts.unchanged)),
                    JSONMember("changed", .integer(merged.counts.changed)),
                    JSONMember("added", .integer(merged.counts.added)),
                    JSONMember("removed", .integer(merged.counts.removed)),
                ]
            },
            sheet: {
                Sheet(
                    header: MergeConflict.header,
                    rows: merged.conflicts.map { $0.cells(file: path) })
            }, text: { [] })
    }

    /// Leaves the file to git's merge of plain text.
    private func mergeText(
        _ session: Session, _ left: [UInt8], into place: String?
    ) throws(CommandFailure) -> ExitStatus {
        guard let place else {
            throw .failed(
                message: "\(path) cannot be merged record by record",
                remedy: "name a file with -o, into which the lines are merged")
        }
        if !isDriver { try MergeCommand.write(session.absolute(place), left) }
        let size = isDriver ? paths[3] : "7"
        let words =
            ["git", "merge-file", "--marker-size=\(size)"]
            + [place, paths[0], paths[2]].map(session.absolute)
        guard let status = session.environment.runTool(words), status < 128 else {
            throw .failed(
                message: "git could not merge \(path) line by line", remedy: "merge it by hand")
        }
        let result = MergeResult(bytes: [])
        return try session.writingNoFile.finish(
            answer(result, status: status == 0 ? .done : .findings, isText: true))
    }

    private static func write(
        _ path: String, _ bytes: [UInt8], sync: Bool = true
    ) throws(CommandFailure) {
        do throws(SystemFailure) {
            try OutputPlace.replace(path, with: bytes, sync: sync)
        } catch {
            throw .failed(message: error.description, remedy: "choose another place")
        }
    }
}
