import Analysis
import Budgets
import CommandGrammar
import JSONText
import Model
import Queries
import Reading
import Rendering
import SourceText

/// `budget`: what is left of what was set aside.
struct BudgetCommand: Command {
    static let name = Positional(
        "BUDGET", .text, .optional, help: "The budget's name; all of budgets/ without it")
    static let exchange = Flag(
        "exchange", short: "X",
        help: "Count other currencies too, by the price of each day")
    static let over = Flag("over", help: "Show only what is overspent")

    static let spec = CommandSpec(
        "budget", aliases: ["budgets"], summary: "Show what is left of budgets",
        discussion: [
            "Each line in its period that today lies in, or in those that begin in PERIOD. A budget covers what is below its "
                + "category; amounts are told unsigned: spent for expense, received for income.",
            "“usual” is what was used by this day in the six periods before.",
        ],
        positionals: [name], flags: [QueryOptions.period, exchange, CurrencyOptions.gaps, over],
        subcommands: [BudgetMoveCommand.spec],
        examples: [
            Example("bankbook budget", "How every budget stands today"),
            Example("bankbook budget household -p 2026-10", "October's, looked back at"),
            Example("bankbook budget --over -q && echo fine", "In a script"),
        ],
        exitStatuses: [Term("1", "More was spent than there was")])

    private let name: String?
    private let period: String?
    private let isConverting: Bool
    private let showsOver: Bool
    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) {
        name = invocation.value(of: BudgetCommand.name)
        period = invocation.value(of: QueryOptions.period)
        isConverting = invocation.isSet(BudgetCommand.exchange)
        showsOver = invocation.isSet(BudgetCommand.over)
        self.invocation = invocation
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let book = BudgetBook(ledger, named: name, today: session.today)
        if let name, !book.names.contains(name) {
            let near = Suggestion.nearest(to: name, in: book.names)
            throw .usage(
                invocation.refusal(
                    of: name, for: BudgetCommand.name,
                    near.map { "did you mean \($0)?" } ?? "there is no budgets/\(name).txt"))
        }
        var run = BudgetRun(
            book, ledger, asked: try asked(ledger, session.today), isConverting: isConverting,
            hasGaps: invocation.isSet(CurrencyOptions.gaps), today: session.today)
        var inquiry = Inquiry(ledger)
        run.ask(&inquiry)
        inquiry.run(threads: session.environment.threads)
        let (report, findings) = run.report(inquiry)
        let shown = try session.settle(inquiry.findings + findings)
        let presentation = BudgetPresentation(
            report, MoneyText(ledger), showsOver: showsOver)
        return try session.finish(presentation.answer(diagnostics: shown))
    }

    private func asked(_ ledger: Ledger, _ today: CivilDate) throws(CommandFailure) -> Period? {
        guard let period else { return nil }
        if let found = ledger.periodParser(today: today).period(period) { return found }
        throw .usage(
            invocation.refusal(
                of: period, for: QueryOptions.period, "periods are \(PeriodParser.forms)"))
    }
}
