package import Analysis
import Budgets
import Model
import Plans
package import Reading
import Recurrences
package import SourceText

/// Makes a forecast of a ledger by one reading of its files.
package struct ForecastRun: Sendable {
    private let ledger: Ledger
    private let request: ForecastRequest
    private let plans: PlanBook
    private let budgetBook: BudgetBook
    private var budgets: BudgetRun
    private var lines = 0
    private var stock = 0
    private let threads: Int

    package init(_ ledger: Ledger, _ request: ForecastRequest, threads: Int) {
        self.ledger = ledger
        self.request = request
        self.threads = threads
        plans = PlanBook(ledger)
        budgetBook = BudgetBook(ledger, today: request.today)
        budgets = BudgetRun(budgetBook, ledger, asked: nil, today: request.today)
    }

    /// One that has read the ledger, for what only it is asked.
    package static func asked(
        _ ledger: Ledger, _ request: ForecastRequest, threads: Int
    ) -> (run: ForecastRun, inquiry: Inquiry) {
        var run = ForecastRun(ledger, request, threads: threads)
        var inquiry = Inquiry(ledger)
        run.ask(&inquiry)
        inquiry.run(threads: threads)
        return (run, inquiry)
    }

    /// Puts the questions whose answers the forecast needs.
    package mutating func ask(_ inquiry: inout Inquiry) {
        lines = inquiry.ask(lines: History.selection)
        stock = inquiry.ask(
            StockQuestion(
                days: [request.today], selection: Selection(), today: request.today))
        budgets.ask(&inquiry)
    }

    /// The forecast, of what was answered, and what keeps it from being right.
    package func forecast(_ inquiry: Inquiry) -> (forecast: Forecast, findings: [Diagnostic]) {
        let known = known(inquiry)
        let outlook = Outlook(
            known.flows, asOf: request.today, through: request.last,
            hasModels: !request.without.contains(.model), isTaken: { known.taken.contains($0) })
        let (report, findings) = budgets.report(inquiry)
        let parts = PartCollector(
            ledger, request, plans: plans, history: known.history, outlook: outlook,
            flows: known.flows, fulfilment: known.fulfilment, kinds: known.kinds,
            budgets: BudgetParts(budgetBook, report, known.flows, request)
        ).parts()
        let replays =
            request.paths == 0
            ? []
            : Replay.last(24, known.flows, asOf: request.today, known.kinds, threads: threads)
        let courses = Courses(
            ledger, request, parts, known.flows, known.kinds,
            Uncertainty(known.flows, replays), threads: threads)
        return (courses.forecast(), plans.findings + findings)
    }

    /// What came, for the back-test.
    func past(_ inquiry: Inquiry) -> (flows: FlowHistory, kinds: AccountKinds) {
        let known = known(inquiry)
        return (known.flows, known.kinds)
    }

    var planFindings: [Diagnostic] { plans.findings }

    /// What comes again, and which of it plans say.
    func recurring(
        _ inquiry: Inquiry
    ) -> (outlook: Outlook, coverage: PlanCoverage, flows: FlowHistory) {
        let known = known(inquiry)
        let outlook = Outlook(
            known.flows, asOf: request.today, through: request.today, hasModels: false)
        let coverage = PlanCoverage(
            plans, known.fulfilment, known.history, request, outlook.recurrences, known.flows)
        return (outlook, coverage, known.flows)
    }

    /// What plans, budgets and the finder look at.
    private struct Known {
        let history: History
        let flows: FlowHistory
        let fulfilment: Fulfilment
        /// Lines that plans stand for, by their places among the flows.
        let taken: Set<Int>
        let kinds: AccountKinds
    }

    private func known(_ inquiry: Inquiry) -> Known {
        let history = History(inquiry.lines(lines), ledger)
        let flows = FlowHistory(
            history.lines, through: request.today,
            decimals: Dictionary(
                uniqueKeysWithValues: ledger.heldCurrencies.map { ($0, ledger.decimals($0)) }))
        let fulfilment = Fulfilment(
            plans, history, scenarios: Set(request.scenarios), today: request.today,
            through: request.last)
        var fulfilled: Set<Int> = []
        for occurrence in fulfilment.occurrences {
            if case .fulfilled(let place) = occurrence.state { fulfilled.insert(place) }
        }
        let taken = flows.lines.indices.filter {
            fulfilled.contains(flows.lines[$0].movement.place)
        }
        let stocks = inquiry.stock(stock)
        var now: [AccountKey: Int128] = [:]
        for account in ledger.accounts {
            for entry in stocks.balance(of: account, at: request.today) {
                now[AccountKey(account.name, entry.currency)] = entry.units
            }
        }
        return Known(
            history: history, flows: flows, fulfilment: fulfilment, taken: Set(taken),
            kinds: AccountKinds(
                cards: ledger.accountNames(of: .card), loans: ledger.accountNames(of: .loan),
                now: now))
    }
}
