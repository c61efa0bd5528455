import Analysis
import CommandGrammar
import Importing
import JSONText
import Model
import Platform
import Reading
import Rendering
import SourceText
import Statements
import Store
import Syntax

/// `import`: statement files into the ledger.
struct ImportCommand: Command {
    static let files = Positional(
        "FILE", .file, .many, help: "A statement as the bank hands it out, or a folder of them")
    static let account = Flag(
        "account", takes: .account, help: "The account, where the file does not say")
    static let probe = Flag("probe", help: "Only say how each file reads; needs no ledger")
    static let profile = Flag(
        "profile", takes: .connection, as: "NAME",
        help: "Read as this profile says, and keep it there")
    static let dateOrder = Flag(
        "date-order", takes: .choice(DateOrder.allCases.map(\.rawValue)), as: "ORDER",
        help: "The order of day, month and year")
    static let decimal = Flag(
        "decimal", takes: .choice(DecimalMark.allCases.map(\.rawValue)), as: "MARK",
        help: "The decimal mark")
    static let sign = Flag(
        "sign", takes: .choice(SignConvention.allCases.map(\.rawValue)), as: "SIGN",
        help: "Whether positive amounts come in or, inverted, go out")
    static let encoding = Flag(
        "encoding", takes: .text, as: "NAME", help: "The encoding, such as windows-1252")
    static let currency = Flag(
        "currency", takes: .currency, help: "The currency of rows that name none")
    static let restore = Flag("restore", help: "Bring back rows whose line was deleted")
    static let undo = Flag(
        "undo", takes: .text, as: "DIGEST",
        help: "Take back the lines and the evidence that a file brought")
    static let yes = Flag("yes", short: "y", help: "With --undo: lines changed by hand go as well")

    static let spec = CommandSpec(
        "import", summary: "Take in statement files of a bank",
        discussion: [
            "A file's format is told by its content: CSV, OFX and QFX, QIF, CAMT.052 to 054, MT940 and "
                + "MT942, Norma 43, XLSX, JSON of open banking services, journals of hledger, ledger and "
                + "beancount.",
            "How a CSV file is to be read is recognised from all its rows. Where two readings fit, "
                + "nothing is written: the row and column that would decide are named, and the option "
                + "that settles it (status 4). What was settled so is kept in connections/ and "
                + "recognised again.",
            "Each row is held against the lines that are there: what was typed by hand, what was pending, "
                + "and what another file or service told is joined and not doubled; decisions stay. A row "
                + "that may be one of several lines gets its own and waits for `bankbook review`. "
                + "Importing the same or an overlapping file again adds nothing. Several files are one "
                + "operation, all or none.",
            "Transfers between own accounts are paired as they come in; see `bankbook transfers`.",
            "`--undo` takes back a file whenever it came in: DIGEST is the beginning of its SHA-256, as "
                + "connections/file.log.jsonl has it. What other files also brought stays.",
        ],
        positionals: [files],
        flags: [
            account, probe, profile, dateOrder, decimal, sign, encoding, currency, restore, undo,
            yes,
        ],
        examples: [
            Example(
                "bankbook import statement.csv --account main --dry-run", "See what would come in"),
            Example("bankbook import statement.csv --account main", "Take it in"),
            Example("bankbook import --probe statement.ofx", "Only see how it reads"),
            Example("bankbook import --undo 5d1a7645521b", "Take back what that file brought"),
        ],
        exitStatuses: [
            Term("1", "With --strict: rows wait for review"),
            Term("4", "A file has two readings, or no account is known for it"),
        ])

    private let paths: [String]
    private let account: String?
    private let isProbe: Bool
    private let profile: String?
    private let settings: StatementSettings
    private let hasSettings: Bool
    private let restores: Bool
    private let undone: String?
    private let isSure: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        let own = ImportCommand.self
        paths = invocation.values(of: own.files)
        undone = invocation.value(of: own.undo)
        isSure = invocation.isSet(own.yes)
        if paths.isEmpty, undone == nil { throw invocation.refusal("FILE is missing") }
        if !paths.isEmpty, undone != nil {
            throw invocation.refusal("--undo takes a file back, so that no FILE goes with it")
        }
        account = invocation.value(of: own.account)
        isProbe = invocation.isSet(own.probe)
        profile = invocation.value(of: own.profile)
        restores = invocation.isSet(own.restore)
        if let profile, !NameForm.isName(profile) {
            throw invocation.refusal(
                of: profile, for: own.profile, "use a-z, 0-9 and -, at most 40")
        }
        var settings = StatementSettings()
        settings.dateOrder = invocation.choice(of: own.dateOrder)
        settings.decimalMark = invocation.choice(of: own.decimal)
        settings.sign = invocation.choice(of: own.sign)
        settings.encoding = invocation.value(of: own.encoding)
        if let code = invocation.value(of: own.currency) {
            guard let currency = CurrencyCode(code) else {
                throw invocation.refusal(of: code, for: own.currency, "write a code such as EUR")
            }
            settings.currency = currency
        }
        self.settings = settings
        hasSettings = settings != StatementSettings()
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        if isProbe { return try probe(session) }
        if let undone {
            let result = try session.write { ledger throws(CommandFailure) in
                try ImportUndo(ledger, session, isSure: isSure).plan(undone)
            }
            return try session.finish(result, schema: "import")
        }
        var report = ImportReport(isDryRun: session.options.isDryRun, isProbe: false)
        let files = try StatementPaths.files(paths, session)
        let progress = Progress(session)
        let result = try session.write { ledger throws(CommandFailure) in
            var run = try ImportRun(ledger, session, restores: restores)
            report = ImportReport(isDryRun: session.options.isDryRun, isProbe: false)
            for (number, path) in files.enumerated() {
                progress.say("\(path) (\(number + 1) of \(files.count))")
                let text = try ImportCommand.text(path, session)
                report.files.append(
                    try run.take(
                        text, account: account, profile: profile,
                        settings: settings, keepsProfile: hasSettings || profile != nil))
            }
            progress.end()
            if report.isBlocked { return WritePlan(edits: []) }
            try run.finish(&report)
            return WritePlan(edits: try run.edits(), imports: report.notes)
        }
        report.operation = result.operation
        let ledger = try session.ledger()
        return try session.finish(report.answer(ledger, isStrict: session.options.isStrict))
    }

    private func probe(_ session: Session) throws(CommandFailure) -> ExitStatus {
        var report = ImportReport(isDryRun: true, isProbe: true)
        for path in try StatementPaths.files(paths, session) {
            let text = try ImportCommand.text(path, session)
            report.files.append(
                FileReport.probe(text, settings, StatementSource(session.environment)))
        }
        return try session.finish(report.answer(nil))
    }

    private static func text(
        _ path: String, _ session: Session
    ) throws(CommandFailure) -> StatementText {
        StatementText(
            path, try session.bytes(of: path), home: session.environment.variable("HOME"),
            absolute: session.absolute)
    }
}
