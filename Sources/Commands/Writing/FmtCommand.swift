import Analysis
import CommandGrammar
import Editing
import Model
import Platform
import Reading
import Store
import SourceText

/// `fmt`: canonical form, and ids for the lines that have none.
struct FmtCommand: Command {
    static let file = Positional("FILE", .file, .many, help: "Only these files of the ledger")
    static let check = Flag("check", help: "Write nothing; status 1 where a file would change")

    static let spec = CommandSpec(
        "fmt", summary: "Write lines in canonical form and give them ids",
        discussion: [
            "Each line is formatted by itself: nothing is moved, comments and blank lines stay as they "
                + "are, and so does every line that cannot be read."
        ],
        positionals: [file], flags: [check],
        examples: [
            Example("bankbook fmt", "Format every text file"),
            Example("bankbook fmt --check", "Say which lines are not in canonical form"),
        ], exitStatuses: [Term("1", "With --check: a file would change")])

    private let paths: [String]
    private let isCheck: Bool
    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) {
        paths = invocation.values(of: FmtCommand.file)
        isCheck = invocation.isSet(FmtCommand.check)
        self.invocation = invocation
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        if isCheck {
            let ledger = try session.ledger()
            let edits = try edits(ledger, session).filter(\.isChange)
            let result = WriteResult(operation: nil, edits: edits, notes: [])
            return try session.finish(
                result, schema: "fmt", status: edits.isEmpty ? .done : .findings)
        }
        let result = try session.write { ledger throws(CommandFailure) in
            WritePlan(edits: try edits(ledger, session))
        }
        return try session.finish(result, schema: "fmt")
    }

    private func edits(_ ledger: Ledger, _ session: Session) throws(CommandFailure) -> [FileEdit] {
        let files = LedgerFiles(ledger)
        let others = otherPaths(files)
        let known = ledger.files.map(\.path) + others.filter { nameExists("\(ledger.root)/\($0)") }
        for path in paths where !known.contains(where: { FmtCommand.names(path, $0) }) {
            throw .usage(
                invocation.refusal(
                    of: path, for: FmtCommand.file,
                    Suggestion.nearest(to: path, in: known).map { "did you mean \($0)?" }
                        ?? "write the path of a text file of the ledger"))
        }
        var ids: IDAssigner?
        var edits: [FileEdit] = []
        for file in ledger.files where isWanted(file.path) {
            guard let account = ledger.account(file.account) else { continue }
            var editable = try files.editable(file.path)
            if ids == nil {
                ids = IDAssigner(
                    taken: TakenIDs.all(ledger, threads: session.environment.threads))
            }
            var assigner = ids ?? IDAssigner(taken: [])
            Formatting.transactions(
                &editable, account: file.folder, files.reader(account),
                taxonomies: ledger.taxonomyNames, ids: &assigner)
            ids = assigner
            edits.append(FileEdit(editable))
        }
        for path in others where isWanted(path) {
            var editable = try files.editable(path)
            if editable.original == nil { continue }
            Formatting.records(&editable)
            edits.append(FileEdit(editable))
        }
        return edits
    }

    private func otherPaths(_ files: LedgerFiles) -> [String] {
        var paths = ["categories.txt", "rules.txt"]
        for folder in ["taxonomies", "budgets", "plans", "prices"] {
            paths += files.names(folder, ending: ".txt").map { "\(folder)/\($0)" }
        }
        return paths
    }

    private func isWanted(_ path: String) -> Bool {
        paths.isEmpty || paths.contains { FmtCommand.names($0, path) }
    }

    /// Whether a path of the command line, from whatever folder, means a file of the ledger.
    private static func names(_ typed: String, _ path: String) -> Bool {
        typed == path || typed.hasSuffix("/" + path)
    }
}
