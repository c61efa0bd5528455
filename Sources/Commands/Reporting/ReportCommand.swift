import Analysis
import CommandGrammar
import JSONText
import Model
import Reading
import Rendering
import Reports
import SourceText

/// `report`: a report of the ledger's, one that every ledger has, or one asked for by options.
struct ReportCommand: Command {
    static let words = Positional(
        "REPORT", .text, .many, help: "A report's name, and terms that choose lines")

    static let spec = CommandSpec(
        "report", aliases: ["rep"], summary: "Show a report, kept or asked for by options",
        discussion: [
            "Without anything the reports there are: those of reports/, and those that every ledger has. Options change "
                + "a report for this time; without a name they make one.",
            "What flowed leaves out ignored lines and transfers; `--all` brings them back. Counts, averages and medians are of "
                + "lines; by category and direction, of their parts.",
        ],
        positionals: [words], flags: ReportFlags.own, groups: ReportFlags.groups,
        subcommands: [ReportSaveCommand.spec],
        examples: [
            Example("bankbook report", "The reports there are"),
            Example("bankbook report income-statement -p 2026", "A year's income and expense"),
            Example(
                "bankbook report --by counterparty --top 10 --measure sum,count cat:food",
                "Where the food is bought"),
            Example(
                "bankbook report --compare last-year -p 2026 --depth 1",
                "Each category beside the year before"),
            Example("bankbook report net-worth --every payday --last 6", "Net worth by pay period"),
        ])

    private let words: [String]
    private let flags: ReportFlags
    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) {
        words = invocation.values(of: ReportCommand.words)
        flags = ReportFlags(invocation)
        self.invocation = invocation
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledgers = try session.ledgers()
        let library = ReportLibrary(ledgers[0].ledger, today: session.today)
        if words.isEmpty, flags.isEmpty {
            return try session.finish(ReportList(library).answer())
        }
        let (name, spec) = try ReportCommand.asked(words, flags, library, invocation)
        let threads = session.environment.threads
        let books = ReportBook.books(ledgers, threads: threads)
        var plan: ReportPlan
        do throws(ReportProblem) {
            plan = try ReportPlan(
                spec, books, today: session.today, hasGaps: flags.hasGaps, threads: threads)
        } catch {
            // What a kept report says itself is told at its place.
            if let name, words.count == 1, flags.isEmpty,
                let finding = try library.finding(name, error)
            {
                throw .findings([finding])
            }
            throw flags.failure(error)
        }
        var inquiries = books.map { Inquiry($0.ledger) }
        plan.ask(&inquiries)
        for index in inquiries.indices { inquiries[index].run(threads: threads) }
        let (table, findings) = plan.table(inquiries)
        let shown = try session.settle(findings)
        let presentation = ReportPresentation(
            table, MoneyText(ledgers.map(\.ledger), also: spec.currency), name: name,
            showsTotals: flags.showsTotals)
        return try session.finish(presentation.answer(diagnostics: shown))
    }

    /// The report that words and options ask for, with its name if it has one.
    static func asked(
        _ words: [String], _ flags: ReportFlags, _ library: ReportLibrary, _ invocation: Invocation
    ) throws(CommandFailure) -> (name: String?, spec: ReportSpec) {
        if let first = words.first, let known = try library.spec(first) {
            return (first, try flags.changing(known, terms: Array(words.dropFirst())))
        }
        // What is no name and no term was probably meant for a name.
        if let first = words.first, !first.contains(":") {
            let near = Suggestion.nearest(to: first, in: library.allNames)
            throw .usage(
                invocation.refusal(
                    of: first, for: ReportCommand.words,
                    "there is no report of that name; "
                        + (near.map { "did you mean \($0)?" } ?? "“bankbook report” lists them")))
        }
        return (nil, try flags.changing(ReportSpec(), terms: words))
    }
}

/// The reports there are.
struct ReportList {
    private let entries: [(name: String, title: String, isOwn: Bool)]

    init(_ library: ReportLibrary) throws(CommandFailure) {
        var entries: [(String, String, Bool)] = []
        for name in library.ownNames {
            let title = try library.spec(name)?.title ?? ""
            entries.append((name, title == name ? "" : title, true))
        }
        self.entries = entries + BuiltInReport.all.map { ($0.name, $0.summary, false) }
    }

    func answer() -> Answer {
        let entries = entries
        return Answer(
            "reports",
            payload: {
                [
                    JSONMember(
                        "reports",
                        .array(
                            entries.map { entry in
                                .object([
                                    JSONMember("name", .string(entry.name)),
                                    JSONMember("title", .string(entry.title)),
                                    JSONMember("built_in", .bool(!entry.isOwn)),
                                ])
                            }))
                ]
            },
            sheet: {
                Sheet(
                    header: ["name", "title", "built_in"],
                    rows: entries.map { [$0.name, $0.title, $0.isOwn ? "false" : "true"] })
            },
            text: {
                let rows = entries.map {
                    [Cell($0.name), Cell($0.title, $0.isOwn ? .plain : .faint)]
                }
                let columns = [Column("name"), Column("title", shrinks: true)]
                return [.table(Table(columns: columns, rows: rows, hasHeading: false))]
            })
    }
}
