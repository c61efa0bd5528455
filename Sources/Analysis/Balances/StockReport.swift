import Model
import Queries
import Reading
import SourceText

/// Builds reports of what accounts hold.
enum StockReport {
    static func make(
        _ request: BalanceRequest, _ ledger: Ledger
    ) -> (report: BalanceReport, findings: [Diagnostic]) {
        let selection = request.selection
        let periods = periods(request, ledger)
        let days = periods.map { $0.lastDay ?? request.today }
        let balances = AccountBalances(
            ledger, at: days, selection: selection, today: request.today, threads: request.threads)
        let accounts = selection.accounts(of: ledger)
        let desk = ConversionDesk(request.currency.map { [Converter(to: $0, ledger)] } ?? [])
        let rows = accounts.map { account in
            BalanceReport.Row(
                key: .named(account.name), depth: 1, kind: nil,
                amounts: days.map { day in
                    let rate = request.rate.date(of: nil, lastDay: day, today: request.today)
                    return desk.worth(
                        balances.balance(of: account, at: day, selection: selection), of: 0,
                        on: rate)
                })
        }
        let shown = rows.filter { $0.amounts.contains { !$0.isEmpty } }
        let totals = days.indices.map { index in
            BalanceReport.sum(shown.map { $0.amounts[index] })
        }
        let report = BalanceReport(
            grouping: .account, measure: .balance, periods: periods, rows: shown, totals: totals,
            isTree: request.isTree)
        return (report, balances.findings + desk.findings(isAllowed: request.hasGaps))
    }

    private static func periods(_ request: BalanceRequest, _ ledger: Ledger) -> [Period] {
        let asked = request.selection.asked
        guard let cycle = request.cycle else {
            return [Period(begin: asked.begin, end: asked.end ?? request.today.adding(days: 1))]
        }
        var known = (first: asked.begin, last: asked.lastDay)
        if known.first == nil || known.last == nil {
            let lines = DayRange.of(ledger, request)
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
