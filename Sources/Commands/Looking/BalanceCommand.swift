import Analysis
import CommandGrammar
import Model
import Queries
import Reading

/// `balance`: what accounts hold, and what flowed by category, tag and the like.
struct BalanceCommand: Command {
    static let by = Flag(
        "by", takes: .suggestions(Grouping.fixed.map(\.name)), as: "GROUP",
        help: "Group by one of these or by a taxonomy's name:")
    static let change = Flag("change", help: "Show what flowed, not what is held")
    static let historical = Flag(
        "historical", short: "H", help: "Show balances, openings included (the default by account)")

    static let spec = CommandSpec(
        "balance", aliases: ["bal"], summary: "Show balances, or what flowed by category",
        discussion: [
            "By account the answer is what each account holds at the end of the period, or today: "
                + "the opening and every booked and pending line. `--change`, any other `--by`, and "
                + "any query term but `acct:`, `kind:`, `cur:` and `status:` give what flowed instead.",
            "Reports of what flowed leave out ignored lines and transfers; `--all` brings them back.",
        ],
        positionals: [QueryOptions.query], flags: [by, change, historical],
        groups: [QueryOptions.group, ReportOptions.group, CurrencyOptions.group],
        examples: [
            Example("bankbook balance", "What every account holds"),
            Example("bankbook balance --by category -p 2026-11", "November's spending by category"),
            Example(
                "bankbook balance --by category --tree --depth 1 -Q -p 2026", "The year by quarters"
            ),
        ])

    private let query: QueryOptions
    private let report: ReportOptions
    private let by: String
    private let isChange: Bool
    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) {
        query = QueryOptions(invocation)
        report = ReportOptions(invocation)
        by = invocation.value(of: BalanceCommand.by) ?? "account"
        let last = invocation.last(of: [BalanceCommand.change, BalanceCommand.historical])
        isChange = last == BalanceCommand.change
        self.invocation = invocation
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledgers = try session.ledgers()
        let threads = session.environment.threads
        let books = ReportBook.books(ledgers, threads: threads)
        let ledger = books[0].ledger
        var selections: [Selection] = []
        for book in books {
            var selection = try query.selection(
                book, ledger.periodParser(today: session.today))
            selection.includesIgnored = report.includesIgnored
            selection.includesTransfers = report.includesTransfers
            selections.append(selection)
        }
        let cycle = try report.cycle(ledger, today: session.today)
        var request = BalanceRequest(
            selections: selections, grouping: try grouping(books), cycle: cycle,
            isChange: isChange, isTree: report.isTree, depth: report.depth, today: session.today,
            threads: threads)
        let currency = CurrencyOptions(invocation)
        request.currency = try currency.target(ledger)
        request.rate = try currency.rateDay(today: session.today)
        request.hasGaps = currency.hasGaps
        let (balances, findings) = BalanceReport.make(request, books)
        let shown = try session.settle(findings)
        let presentation = BalancePresentation(
            balances, MoneyText(ledgers.map(\.ledger), also: currency.code), report, cycle)
        return try session.finish(presentation.answer(diagnostics: shown))
    }

    private func grouping(_ books: [ReportBook]) throws(CommandFailure) -> Grouping {
        let taxonomies = books.reduce(into: Set<String>()) { $0.formUnion($1.ledger.taxonomyNames) }
        if let known = Grouping(by, taxonomies: taxonomies) { return known }
        let fixed = Grouping.fixed.map(\.name)
        let near = Suggestion.nearest(to: by, in: fixed + taxonomies)
        throw .usage(
            invocation.refusal(
                of: by, for: BalanceCommand.by,
                "group by \(fixed.joined(separator: ", ")) or a taxonomy"
                    + (near.map { "; did you mean \($0)?" } ?? "")))
    }
}
