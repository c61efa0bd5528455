import Model
import Queries
import Reading
import SourceText

/// Builds reports of what accounts hold.
enum StockReport {
    static func make(
        _ request: BalanceRequest, _ books: [ReportBook]
    ) -> (report: BalanceReport, findings: [Diagnostic]) {
        let periods = periods(request, books)
        let days = periods.map { $0.lastDay ?? request.today }
        let desk = ConversionDesk(to: request.currency, books)
        var rows: [BalanceReport.Row] = []
        var findings: [Diagnostic] = []
        for (index, (book, selection)) in zip(books, request.selections).enumerated() {
            let balances = AccountBalances(
                book.ledger, at: days, selection: selection, today: request.today,
                threads: request.threads)
            findings += book.located(balances.findings)
            rows += selection.accounts(of: book.ledger).map { account in
                BalanceReport.Row(
                    key: .named(book.prefix + account.name), depth: 1, kind: nil,
                    amounts: days.map { day in
                        let rate = request.rate.date(of: nil, lastDay: day, today: request.today)
                        return desk.worth(
                            balances.balance(of: account, at: day, selection: selection),
                            of: index, on: rate)
                    })
            }
        }
        let shown = rows.filter { $0.amounts.contains { !$0.isEmpty } }
        let totals = days.indices.map { index in
            BalanceReport.sum(shown.map { $0.amounts[index] })
        }
        let report = BalanceReport(
            grouping: .account, measure: .balance, periods: periods, rows: shown, totals: totals,
            isTree: request.isTree)
        return (report, findings + desk.findings(isAllowed: request.hasGaps))
    }

    private static func periods(_ request: BalanceRequest, _ books: [ReportBook]) -> [Period] {
        let asked = request.asked
        guard let cycle = request.cycle else {
            return [Period(begin: asked.begin, end: asked.end ?? request.today.adding(days: 1))]
        }
        var known = (first: asked.begin, last: asked.lastDay)
        if known.first == nil || known.last == nil {
            let lines = Selection.days(request.selections, books, threads: request.threads)
            known = (known.first ?? lines?.lowerBound, known.last ?? lines?.upperBound)
        }
        var periods: [Period] = []
        if let first = known.first, let last = known.last {
            periods = cycle.periods(from: first, through: last).map { $0.intersection(asked) }
        }
        if !periods.isEmpty { return periods }
        return [Period(begin: asked.begin, end: asked.end ?? request.today.adding(days: 1))]
    }
}
