import CommandGrammar
import JSONText
import Model
import Platform
import Reading
import Rendering
import SourceText
import Statements

/// `inbox`: takes in what lies in the ledger's `inbox/`, and moves it to `archive/`.
struct InboxCommand: Command {
    static let spec = CommandSpec(
        "inbox", summary: "Take in the statements that lie in inbox/",
        discussion: [
            "Every file below inbox/ is taken in as `import` does; one in a folder with an account's name, such "
                + "as inbox/main/, belongs to that account. What was taken in moves to archive/, in the same "
                + "operation; what leaves a question open, or is no statement, stays where it is and is "
                + "said (status 1).",
            "`bankbook undo` brings the files back as well.",
        ],
        examples: [
            Example("bankbook inbox -n", "See what would come in"),
            Example("bankbook inbox", "Take it in"),
        ],
        exitStatuses: [
            Term("1", "Some files were taken in, and others are left"),
            Term("4", "Nothing was taken in: every file leaves a question open"),
        ])

    init(_ invocation: Invocation) throws(UsageError) {}

    /// A file that is taken in, where it lies and where it goes.
    private struct Move {
        let from: String
        let to: String
        let bytes: [UInt8]
        /// Whether the same file lies in the archive already.
        let isThere: Bool
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        var report = ImportReport(isDryRun: session.options.isDryRun, isProbe: false)
        var moves: [Move] = []
        let progress = Progress(session)
        let result = try session.write { ledger throws(CommandFailure) in
            report = ImportReport(isDryRun: session.options.isDryRun, isProbe: false)
            moves = []
            var run = try ImportRun(ledger, session, restores: false)
            let paths = try InboxCommand.paths(ledger)
            for (number, path) in paths.enumerated() {
                progress.say("\(path) (\(number + 1) of \(paths.count))")
                let bytes = try InboxCommand.bytes(ledger, path)
                // A file that is not taken in leaves no trace.
                var trial = run
                let text = StatementText(
                    path, bytes, home: session.environment.variable("HOME")
                ) { $0.hasPrefix("/") ? $0 : ledger.root + "/" + $0 }
                let file = try trial.take(
                    text, account: InboxCommand.account(path, ledger),
                    profile: nil, settings: StatementSettings(), keepsProfile: false)
                report.files.append(file)
                guard file.refusal == nil, file.questions.isEmpty else { continue }
                run = trial
                moves.append(try InboxCommand.move(path, bytes, ledger, moves))
            }
            progress.end()
            try run.finish(&report)
            return WritePlan(
                edits: try run.edits() + moves.flatMap(InboxCommand.edits),
                imports: report.notes)
        }
        report.operation = result.operation
        report.moves = moves.map { ($0.from, $0.to) }
        let ledger = try session.ledger()
        return try session.finish(report.answer(ledger, schema: "inbox", isPartial: !moves.isEmpty))
    }

    private static func paths(_ ledger: Ledger) throws(CommandFailure) -> [String] {
        let folder = ledger.root + "/inbox"
        return entryKind(folder) == .folder ? try StatementPaths.below("inbox", folder) : []
    }

    private static func bytes(
        _ ledger: Ledger, _ path: String
    ) throws(CommandFailure) -> [UInt8] {
        do throws(SystemFailure) {
            return try readFile(ledger.root + "/" + path)
        } catch {
            throw .failed(message: error.description, remedy: "make it readable")
        }
    }

    /// The account whose name the file's folder has.
    private static func account(_ path: String, _ ledger: Ledger) -> String? {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count > 2 else { return nil }
        return ledger.account(parts[1])?.name
    }

    private static func edits(_ move: Move) -> [FileEdit] {
        let removed = FileEdit(path: move.from, before: move.bytes, after: nil)
        return move.isThere
            ? [removed] : [removed, FileEdit(path: move.to, before: nil, after: move.bytes)]
    }

    /// Where a file goes: to its name in the archive, with a number where another file has it.
    private static func move(
        _ path: String, _ bytes: [UInt8], _ ledger: Ledger, _ moves: [Move]
    ) throws(CommandFailure) -> Move {
        let name = String(path.split(separator: "/").last ?? "")
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        var number = 1
        while true {
            let numbered = number == 1 ? name : "\(name[..<dot])-\(number)\(name[dot...])"
            let target = "archive/" + numbered
            if let other = moves.first(where: { $0.to == target }) {
                if other.bytes == bytes {
                    return Move(from: path, to: target, bytes: bytes, isThere: true)
                }
            } else if !nameExists(ledger.root + "/" + target) {
                return Move(from: path, to: target, bytes: bytes, isThere: false)
            } else if try InboxCommand.bytes(ledger, target) == bytes {
                return Move(from: path, to: target, bytes: bytes, isThere: true)
            }
            number += 1
        }
    }
}
