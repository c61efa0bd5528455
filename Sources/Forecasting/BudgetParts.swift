import Budgets
import Model
import Queries

/// What is left of budgets, spread over the days that are left of their periods.
///
/// What else is expected in the category, and what other budgets below it leave, counts first; only what then remains is
/// added. A budget is taken to be used up, not carried over.
struct BudgetParts {
    private let book: BudgetBook
    private let report: BudgetReport
    private let flows: FlowHistory
    private let request: ForecastRequest

    init(
        _ book: BudgetBook, _ report: BudgetReport, _ flows: FlowHistory,
        _ request: ForecastRequest
    ) {
        self.book = book
        self.report = report
        self.flows = flows
        self.request = request
    }

    /// Tells whether some budget says what a category brings an account on a day.
    func cover() -> (ForecastPart) -> Bool {
        let lines = book.lines.filter { $0.cycle != nil }
        var known: [SeriesKey: [BudgetLine]] = [:]
        return { part in
            guard let category = part.category else { return false }
            let key = SeriesKey(
                account: AccountKey(part.account, part.currency), category: category)
            let covering =
                known[key]
                ?? lines.filter { BudgetParts.covers($0, part.account, part.currency, category) }
            known[key] = covering
            return covering.contains { $0.isActive(on: part.date) }
        }
    }

    private static func covers(
        _ line: BudgetLine, _ account: String, _ currency: CurrencyCode, _ category: String
    ) -> Bool {
        line.currency == currency && (line.account == nil || line.account == account)
            && isBelow(category, line.category)
    }

    static func isBelow(_ path: String, _ top: String) -> Bool {
        path == top || path.hasPrefix(top + "/")
    }

    /// Adds what remains of every budget to `parts`.
    func add(to parts: inout PartLedger) {
        // Those further down first: a budget above them gets what they leave.
        let lines = book.lines.filter { $0.cycle != nil }.enumerated().sorted { left, right in
            let (a, b) = (left.element.depth, right.element.depth)
            return a != b ? a > b : left.offset < right.offset
        }
        for (_, line) in lines {
            guard let cycle = line.cycle, let tomorrow = request.today.adding(days: 1) else {
                continue
            }
            let first = max(tomorrow, line.from ?? .first)
            let last = min(request.last, line.lastDay ?? .last)
            if first > last { continue }
            let shares = shares(line)
            if shares.isEmpty { continue }
            var debt = Int128(0)
            let expected = ExpectedInBudget(line, parts, through: request.last, from: request.today)
            for period in cycle.periods(from: first, through: last) {
                let whole = left(line, period, &debt)
                let rest = max(0, whole - expected.sum(period))
                add(line, period, rest, first: first, last: last, shares, &parts)
            }
        }
    }

    /// What a period still allows, unsigned.
    private func left(
        _ line: BudgetLine, _ period: Period, _ debt: inout Int128
    ) -> Int128 {
        let status = report.statuses.first {
            $0.line.budget == line.budget && $0.line.number == line.number
                && $0.period == period
        }
        var left: Int128
        if let status {
            left = status.remaining
        } else {
            let moved = book.moves(of: line, in: period).reduce(Int128(0)) {
                $0 + Int128($1.amount)
            }
            left = Int128(line.amount(in: period)) + moved + debt
        }
        debt = line.rollover == .all ? min(0, left) : 0
        return max(0, left)
    }

    /// Spreads what remains over the days that are left of the period; those behind the last day that is looked at get
    /// their share too, which is not told.
    private func add(
        _ line: BudgetLine, _ period: Period, _ rest: Int128, first: CivilDate, last: CivilDate,
        _ shares: [(account: AccountKey, weight: Int128)], _ parts: inout PartLedger
    ) {
        guard let begin = period.begin, let end = period.end else { return }
        let sign: Int128 = line.kind == .income ? 1 : -1
        let start = max(begin, first)
        let stop = min(end, last.adding(days: 1) ?? end)
        let (open, shown) = (Int128(end.day - start.day), Int128(stop.day - start.day))
        if rest == 0 || open <= 0 || shown <= 0 { return }
        let total = shares.reduce(Int128(0)) { $0 + $1.weight }
        var before = Int128(0)
        for (account, weight) in shares {
            let upTo = rest * (before + weight) / total - rest * before / total
            before += weight
            for day in start.day..<stop.day {
                let place = Int128(day - start.day)
                let amount = upTo * (place + 1) / open - upTo * place / open
                guard let units = Int64(exactly: sign * amount), units != 0 else { continue }
                parts.add(
                    ForecastPart(
                        date: CivilDate(day: day), account: account.account, amount: units,
                        currency: line.currency, category: line.category, source: .budget,
                        ref: "\(line.budget):\(line.number)", text: ""))
            }
        }
    }

    /// From which accounts a budget is used, by what they saw of it in the last year.
    private func shares(_ line: BudgetLine) -> [(account: AccountKey, weight: Int128)] {
        if let account = line.account { return [(AccountKey(account, line.currency), 1)] }
        let sign: Int128 = line.kind == .income ? 1 : -1
        var sums: [AccountKey: Int128] = [:]
        for part in flows.parts where part.day > request.today.day - 365 {
            let key = flows.series[Int(part.series)]
            guard key.account.currency == line.currency, let category = key.category,
                BudgetParts.isBelow(category, line.category)
            else { continue }
            sums[key.account, default: 0] += sign * Int128(part.amount)
        }
        let shares = flows.accounts.compactMap { key -> (account: AccountKey, weight: Int128)? in
            sums[key].flatMap { $0 > 0 ? (key, $0) : nil }
        }
        if !shares.isEmpty { return shares }
        // A budget that was not used yet is used where most lines are.
        let counts = flows.parts.reduce(into: [AccountKey: Int]()) { counts, part in
            counts[flows.series[Int(part.series)].account, default: 0] += 1
        }
        let usual = flows.accounts.filter { $0.currency == line.currency }
            .max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
        return usual.map { [($0, Int128(1))] } ?? []
    }
}

/// What is expected in a budget's category anyway, unsigned as budgets are.
private struct ExpectedInBudget {
    private let first: Int32
    /// By day the sum of all days before it.
    private var sums: [Int128] = [0]

    init(_ line: BudgetLine, _ parts: PartLedger, through last: CivilDate, from first: CivilDate) {
        self.first = first.day
        var daily = Array(repeating: Int128(0), count: Int(last.day - first.day) + 1)
        let sign: Int128 = line.kind == .income ? 1 : -1
        for part in parts.parts {
            guard part.currency == line.currency,
                line.account == nil || line.account == part.account,
                let category = part.category, BudgetParts.isBelow(category, line.category)
            else { continue }
            daily[Int(part.date.day - self.first)] += sign * Int128(part.amount)
        }
        for day in daily { sums.append((sums.last ?? 0) + day) }
    }

    func sum(_ period: Period) -> Int128 {
        guard let begin = period.begin, let end = period.end else { return 0 }
        func before(_ day: Int32) -> Int128 {
            sums[min(max(Int(day - first), 0), sums.count - 1)]
        }
        return before(end.day) - before(begin.day)
    }
}

extension BudgetLine {
    /// How far down the tree its category is.
    fileprivate var depth: Int { category.split(separator: "/").count }
}
