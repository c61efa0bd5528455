package import Model
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
        let accounts = ledger.accounts.filter { account in
            guard case .all(let conditions) = selection.query else { return true }
            return conditions.allSatisfy { Selection.leaves($0, account) }
        }
        let codes = wantedCurrencies(selection.query, ledger)
        let rows = accounts.map { account in
            BalanceReport.Row(
                key: .named(account.name), depth: 1, kind: nil,
                amounts: days.map { day in
                    let all = balances.balance(
                        of: account, at: day, statuses: selection.query.wantedStatuses)
                    return Totals(all.units.filter { codes.contains($0.key) })
                })
        }
        let shown = rows.filter { $0.amounts.contains { !$0.isEmpty } }
        let totals = days.indices.map { index in
            BalanceReport.sum(shown.map { $0.amounts[index] })
        }
        let report = BalanceReport(
            grouping: .account, measure: .balance, periods: periods, rows: shown, totals: totals,
            isTree: request.isTree)
        return (report, balances.findings)
    }

    private static func periods(_ request: BalanceRequest, _ ledger: Ledger) -> [Period] {
        let asked = request.selection.asked
        guard let interval = request.interval else {
            return [Period(begin: asked.begin, end: asked.end ?? request.today.adding(days: 1))]
        }
        let calendar = LedgerCalendar(weekStart: ledger.weekStart)
        let last = asked.lastDay ?? request.today
        guard let first = asked.begin ?? DayRange.first(ledger, request) else {
            return [Period(begin: nil, end: last.adding(days: 1))]
        }
        var periods: [Period] = []
        var start = interval.start(of: first, calendar: calendar)
        while start <= last, let next = interval.next(after: start) {
            let cut = Period(begin: asked.begin, end: last.adding(days: 1))
            periods.append(Period(begin: start, end: next).intersection(cut))
            start = next
        }
        return periods.isEmpty ? [Period(begin: first, end: last.adding(days: 1))] : periods
    }

    private static func wantedCurrencies(_ query: Query, _ ledger: Ledger) -> Set<CurrencyCode> {
        let patterns = query.terms.compactMap {
            if case .currency(let pattern) = $0 { pattern } else { nil }
        }
        let held = ledger.heldCurrencies
        if patterns.isEmpty { return Set(held) }
        return Set(held.filter { code in patterns.contains { $0.matches(code.description) } })
    }
}

extension Query {
    /// The statuses that a stock counts: those its `status:` terms name, else booked and pending.
    package var wantedStatuses: Set<Status> {
        let patterns = terms.compactMap {
            if case .status(let pattern) = $0 { pattern } else { nil }
        }
        if patterns.isEmpty { return [.booked, .pending] }
        return Set(
            Status.allCases.filter { status in
                status != .assertion && patterns.contains { $0.matches(status.name) }
            })
    }
}
