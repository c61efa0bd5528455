package import Analysis
package import Model
package import Queries
package import Reading
package import SourceText

/// How budgets stand: each line in the periods that were asked for.
package struct BudgetReport: Sendable {
    package private(set) var statuses: [BudgetStatus]
    /// Lines in other currencies that no budget counts, by category.
    package private(set) var foreign: [(category: String, sums: Totals)]

    /// Whether something was overspent.
    package var isOver: Bool { statuses.contains { $0.state == .over } }

    /// The reports of several ledgers one behind the other, each with what stands before its budgets' names.
    package static func joined(_ reports: [(prefix: String, report: BudgetReport)]) -> BudgetReport
    {
        var all = BudgetReport(statuses: [], foreign: [])
        for (prefix, report) in reports {
            all.statuses += report.statuses.map { status in
                var status = status
                status.line.budget = prefix + status.line.budget
                return status
            }
            all.foreign += report.foreign
        }
        return all
    }
}

/// Asks a ledger how its budgets stand.
package struct BudgetRun: Sendable {
    private let ledger: Ledger
    private let book: BudgetBook
    private let today: CivilDate
    /// The periods of each line that are looked at, by its place in the book.
    private let periods: [(line: BudgetLine, shown: [Period])]
    /// The accounts to which some line keeps, and `nil` for all; each has a question of its own.
    private let accounts: [String?]
    private var places: [Int] = []
    /// Tells what is in other currencies in those of the lines, where that was asked for.
    private let isConverting: Bool
    private let hasGaps: Bool

    /// How many periods before tell what is usual.
    private static let usualCount = 6

    /// - Parameters:
    ///   - asked: `nil` for the periods in which today lies.
    ///   - isConverting: whether amounts in other currencies count, by the price of their day.
    ///   - hasGaps: whether those without a price are left out; else a finding keeps the answer from being right.
    package init(
        _ book: BudgetBook, _ ledger: Ledger, asked: Period?, isConverting: Bool = false,
        hasGaps: Bool = false, today: CivilDate
    ) {
        self.hasGaps = hasGaps
        self.ledger = ledger
        self.book = book
        self.today = today
        self.isConverting = isConverting
        periods = book.lines.compactMap { line in
            let shown = BudgetRun.shown(line, asked, today)
            return shown.isEmpty ? nil : (line, shown)
        }
        var accounts: [String?] = []
        for (line, _) in periods where !accounts.contains(line.account) {
            accounts.append(line.account)
        }
        self.accounts = accounts
    }

    /// The periods of a line that begin among the days asked for, else the one of the last of these days.
    private static func shown(
        _ line: BudgetLine, _ asked: Period?, _ today: CivilDate
    ) -> [Period] {
        guard let cycle = line.cycle else { return [] }
        func isInForce(_ period: Period) -> Bool {
            let last = period.lastDay ?? .last
            return line.from.map { $0 <= last } ?? true
                && line.lastDay.map { period.begin ?? .first <= $0 } ?? true
        }
        guard let asked else {
            let period = cycle.period(of: today)
            return line.isActive(on: today) && isInForce(period) ? [period] : []
        }
        let last = min(asked.lastDay ?? today, line.lastDay ?? .last)
        let first = max(asked.begin ?? line.from ?? last, line.from ?? .first)
        if first > last { return [] }
        let periods = cycle.periods(from: first, through: last).filter(isInForce)
        let begun = periods.filter { $0.begin.map { $0 >= (asked.begin ?? .first) } ?? false }
        return begun.isEmpty ? Array(periods.suffix(1)) : begun
    }

    /// Puts the questions whose answers the report needs.
    package mutating func ask(_ inquiry: inout Inquiry) {
        let days = periods.compactMap { line, shown in
            first(line, shown).flatMap { first in
                shown.last?.end.map { (first, $0) }
            }
        }
        guard let first = days.map(\.0).min(), let end = days.map(\.1).max() else { return }
        places = accounts.map { account in
            var selection = Selection(period: Period(begin: first, end: end))
            if let account {
                selection.query = .all([.term(.account(NamePattern(exactly: account)))])
            }
            return inquiry.ask(
                FlowQuestion(
                    selection: selection, grouping: .category,
                    columns: .cycle(Cycle(.day, ledger.calendar))))
        }
    }

    /// The first day that matters for a line: of its first period where it carries over, and of the periods that tell what
    /// is usual.
    private func first(_ line: BudgetLine, _ shown: [Period]) -> CivilDate? {
        guard let cycle = line.cycle, var begin = shown.first?.begin else { return nil }
        for _ in 0..<BudgetRun.usualCount {
            guard let before = cycle.period(before: begin)?.begin else { break }
            begin = before
        }
        guard line.rollover != .none, let from = line.from else { return begin }
        return min(begin, cycle.start(of: from))
    }

    /// The report, of what was answered.
    package func report(_ inquiry: Inquiry) -> (report: BudgetReport, findings: [Diagnostic]) {
        var findings = book.findings
        var statuses: [BudgetStatus] = []
        for (account, place) in zip(accounts, places) {
            let lines = periods.filter { $0.line.account == account }
            let currencies = Set(lines.map(\.line.currency))
            for currency in currencies.sorted() {
                let desk = ConversionDesk(to: isConverting ? currency : nil, [ReportBook(ledger)])
                let paths = lines.filter { $0.line.currency == currency }.map(\.line.category)
                var shape = FlowSums.Shape()
                shape.worth = { sum, day in desk.worth(sum, of: 0, on: CivilDate(day: day)) }
                // What no line covers needs no price.
                shape.leavesOut = { key in
                    guard case .named(let name) = key else { return true }
                    return !paths.contains { name == $0 || name.hasPrefix($0 + "/") }
                }
                let flows = FlowSums([(inquiry.flow(place), shape)])
                for (line, shown) in lines where line.currency == currency {
                    statuses += self.statuses(line, shown, flows)
                }
                findings += desk.findings(isAllowed: hasGaps)
            }
        }
        let order = Dictionary(
            periods.enumerated().map { ("\($1.line.budget)/\($1.line.number)", $0) },
            uniquingKeysWith: { first, _ in first })
        let sorted = statuses.enumerated().sorted { left, right in
            let a = order["\(left.element.line.budget)/\(left.element.line.number)"] ?? 0
            let b = order["\(right.element.line.budget)/\(right.element.line.number)"] ?? 0
            return a != b ? a < b : left.offset < right.offset
        }
        return (
            BudgetReport(statuses: sorted.map(\.element), foreign: foreign(inquiry)), findings
        )
    }

    private func statuses(
        _ line: BudgetLine, _ shown: [Period], _ flows: FlowSums
    ) -> [BudgetStatus] {
        guard let cycle = line.cycle, let first = shown.first?.begin, let last = shown.last?.begin
        else { return [] }
        let daily = DailyFlow(
            flows, path: line.category, currency: line.currency,
            sign: line.kind == .income ? 1 : -1)
        let own = line.from.map { cycle.start(of: $0) } ?? first
        let start = line.rollover == .none ? first : own
        var carried = start == own ? Int128(line.carry) : 0
        var found: [BudgetStatus] = []
        for period in cycle.periods(from: min(start, first), through: last) {
            let moved = book.moves(of: line, in: period).reduce(Int128(0)) {
                $0 + Int128($1.amount)
            }
            let status = BudgetStatus(
                line: line, period: period, amount: Int128(line.amount(in: period)),
                carried: carried, moved: moved, actual: daily.sum(period),
                usualPercent: usual(period, cycle, daily), day: day(in: period),
                days: Int((period.end ?? .last).day - (period.begin ?? .first).day),
                isPast: period.end.map { $0 <= today } ?? false)
            if shown.contains(period) { found.append(status) }
            switch line.rollover {
            case .none: carried = 0
            case .all: carried = status.remaining
            case .positive: carried = max(0, status.remaining)
            }
        }
        return found
    }

    private func day(in period: Period) -> Int? {
        guard period.contains(today), let begin = period.begin else { return nil }
        return Int(today.day - begin.day) + 1
    }

    /// Which part of a period's whole was used by today's day of the period, in the periods before.
    private func usual(_ period: Period, _ cycle: Cycle, _ daily: DailyFlow) -> Int? {
        guard let day = day(in: period), var begin = period.begin else { return nil }
        var upToDay: Int128 = 0
        var whole: Int128 = 0
        for _ in 0..<BudgetRun.usualCount {
            guard let before = cycle.period(before: begin), let first = before.begin else { break }
            begin = first
            whole += daily.sum(before)
            let end = min(first.day + Int32(day), before.end?.day ?? first.day)
            upToDay += daily.before(end) - daily.before(first.day)
        }
        return BudgetStatus.percent(upToDay, of: whole)
    }

    /// What the shown periods hold in currencies that no line of the category counts.
    private func foreign(_ inquiry: Inquiry) -> [(category: String, sums: Totals)] {
        if isConverting { return [] }
        var found: [(category: String, sums: Totals)] = []
        for (account, place) in zip(accounts, places) {
            let flows = FlowSums([(inquiry.flow(place), FlowSums.Shape())])
            for (line, shown) in periods where line.account == account {
                let own = Set(book.lines.filter { $0.category == line.category }.map(\.currency))
                var sums = Totals()
                for currency in ledger.heldCurrencies where !own.contains(currency) {
                    let daily = DailyFlow(
                        flows, path: line.category, currency: currency, sign: 1)
                    let sum = shown.reduce(Int128(0)) { $0 + daily.sum($1) }
                    if sum != 0 { sums.add(sum, currency) }
                }
                if !sums.isEmpty { found.append((line.category, sums)) }
            }
        }
        return found
    }
}
