import Analysis
import CommandGrammar
import Dashboards
import JSONText
import Model
import Pages
import Platform
import Queries
import Reading
import Rendering
import Reports
import SourceText

/// `dashboard`: several reports on one screen, or one page.
struct DashboardCommand: Command {
    static let name = Positional(
        "DASHBOARD", .text, .optional, help: "The dashboard's name; without it those there are")
    static let query = Positional(
        "QUERY", .query, .many, help: "Only lines that fit, in every block")
    static let html = Flag("html", help: "Write one page for a browser, as -O html does")
    static let ascii = Flag("ascii", help: "Draw with ASCII characters alone")
    static let watch = Flag("watch", help: "Draw it again whenever files of the ledger change")

    static let spec = CommandSpec(
        "dashboard", aliases: ["dash"], summary: "Show a dashboard on the screen or as a page",
        discussion: [
            "Dashboards are files in dashboards/; “bankbook schema dashboard” says what they hold. A page is one file that "
                + "asks nothing of anybody: it can be kept, printed and sent."
        ],
        positionals: [name, query], flags: [QueryOptions.period, html, ascii, watch],
        groups: [CurrencyOptions.group],
        examples: [
            Example("bankbook dashboard home", "On the screen"),
            Example("bankbook dashboard home --html -o home.html", "As a page"),
            Example("bankbook dashboard home -p 2026-10 --watch", "October, kept current"),
        ])

    private let name: String?
    private let terms: [String]
    private let period: String?
    private let isPage: Bool
    private let isASCII: Bool
    private let watches: Bool
    private let currency: CurrencyOptions
    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) {
        name = invocation.value(of: DashboardCommand.name)
        terms = invocation.values(of: DashboardCommand.query)
        period = invocation.value(of: QueryOptions.period)
        isPage = invocation.isSet(DashboardCommand.html)
        isASCII = invocation.isSet(DashboardCommand.ascii)
        watches = invocation.isSet(DashboardCommand.watch)
        currency = CurrencyOptions(invocation)
        self.invocation = invocation
        if isPage, let format = invocation.value(of: GlobalOptions.format), format != "html" {
            throw invocation.refusal("--html and -O \(format) ask for two forms; leave one out")
        }
        if watches, name == nil { throw invocation.refusal("--watch needs a dashboard's name") }
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let session = isPage ? session.inFormat(.html) : session
        guard let name else {
            let ledger = try session.ledgers()[0].ledger
            return try session.finish(DashboardLibrary(ledger, today: session.today).answer())
        }
        if !watches {
            _ = try draw(name, session)
            return .done
        }
        guard session.environment.isOutputTerminal || session.options.outputFile != nil else {
            throw .usage(
                invocation.refusal("--watch needs a terminal, or a file to write with -o"))
        }
        return try watch(name, session)
    }

    /// Draws again whenever something in the folder changed, until the program is interrupted.
    private func watch(_ name: String, _ session: Session) throws(CommandFailure) -> ExitStatus {
        var known: [FolderStamp]?
        var roots = try session.ledgers().map(\.ledger.root)
        while true {
            let stamp = roots.map { FolderStamp($0) }
            if stamp != known {
                known = stamp
                do throws(CommandFailure) {
                    var bytes: [UInt8] = []
                    if session.options.outputFile == nil {
                        // Clears the screen and goes to its first place.
                        bytes = Array("\u{1B}[2J\u{1B}[H".utf8)
                        try session.withoutPager.deliver(bytes)
                    }
                    // What the dashboard looks at may have changed with its file.
                    roots = try draw(name, session.withoutPager)
                } catch {
                    // A file that is being written may be half there: what is wrong is said, and looked at again.
                    try session.note(
                        "\(FailureText.findings(error).first?.message ?? "it cannot be shown now")")
                }
            }
            session.environment.pause(1_000)
        }
    }

    /// Shows the dashboard, and tells the folders of the ledgers that it looked at.
    private func draw(_ name: String, _ session: Session) throws(CommandFailure) -> [String] {
        var ledgers = try session.ledgers()
        let ledger = ledgers[0].ledger
        let library = DashboardLibrary(ledger, today: session.today)
        var spec = try library.spec(name, invocation)
        spec.terms += terms
        if let period {
            guard ledger.periodParser(today: session.today).period(period) != nil else {
                throw .usage(
                    invocation.refusal(
                        of: period, for: QueryOptions.period, "write a period such as 2026-11"))
            }
            spec.period = period
        }
        if let code = try currency.target(ledger) { spec.currency = code.description }
        if currency.rate != nil {
            _ = try currency.rateDay(today: session.today)
            spec.rate = currency.rate
        }
        let roots = ledgers.map(\.ledger.root)
        if ledgers.count == 1, !spec.ledgers.isEmpty { ledgers = try session.ledgers(spec.ledgers) }
        let books = ReportBook.books(ledgers, threads: session.environment.threads)
        let run = DashboardRun(
            spec, books, named: try library.named(spec), hasGaps: currency.hasGaps,
            today: session.today, threads: session.environment.threads)
        let (blocks, findings) = run.blocks()
        let shown = try session.settle(findings)
        let presentation = DashboardPresentation(
            name: name, spec, blocks, try OutsideBlocks(books, session, blocks), books,
            today: session.today)
        _ = try session.finish(
            presentation.answer(
                diagnostics: shown, screen: session.screen(isASCII: isASCII, columns: spec.columns))
        )
        return Set(roots + ledgers.map(\.ledger.root)).sorted(by: byBytes)
    }
}

extension Session {
    /// What draws panels on the terminal; 80 columns where there is none.
    fileprivate func screen(isASCII: Bool, columns: Int) -> PanelScreen {
        let locale =
            ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment.variable($0) }
            .first { !$0.isEmpty } ?? ""
        let isPlain = environment.isOutputTerminal && !locale.uppercased().contains("UTF")
        return PanelScreen(
            glyphs: isASCII || isPlain ? .ascii : .unicode, colours: options.usesColour,
            width: environment.columns ?? 80, columns: columns)
    }
}

/// When and how large the files of a folder are: whether something changed.
struct FolderStamp: Equatable {
    private let entries: [String: FileStamp]

    init(_ root: String) {
        var entries: [String: FileStamp] = [:]
        var folders = [root]
        while let folder = folders.popLast() {
            guard let names = FolderStamp.names(folder) else { continue }
            for entry in names where !entry.hasPrefix(".") {
                let path = folder + "/" + entry
                if entryKind(path) == .folder {
                    folders.append(path)
                } else {
                    entries[path] = FileStamp(path)
                }
            }
        }
        self.entries = entries
    }

    private static func names(_ folder: String) -> [String]? {
        do throws(SystemFailure) { return try listFolder(folder).map(\.name) } catch { return nil }
    }
}
