import Model
import Queries

/// The periods that a report's figures are held against.
enum ReportPeriods {
    /// For each column the days with which it is compared.
    static func compared(
        _ periods: [Period], _ comparison: Comparison, _ cycle: Cycle?
    ) -> [Period] {
        periods.map { period in
            switch comparison {
            case .previous: previous(period, cycle)
            case .lastYear: lastYear(period, cycle)
            case .budget: period
            }
        }
    }

    /// The same days of the period before; without a cycle as many months, or days, before.
    private static func previous(_ period: Period, _ cycle: Cycle?) -> Period {
        guard let begin = period.begin, let end = period.end else { return period }
        guard let cycle else {
            if let months = wholeMonths(begin, end) {
                return Period(begin: begin.adding(months: -months), end: begin)
            }
            return Period(begin: begin.adding(days: -Int(end.day - begin.day)), end: begin)
        }
        let own = cycle.period(of: begin)
        guard let start = own.begin, let before = cycle.period(before: start)?.begin else {
            return period
        }
        func moved(_ date: CivilDate) -> CivilDate {
            min(before.adding(days: Int(date.day - start.day)) ?? start, start)
        }
        return Period(begin: moved(begin), end: end == own.end ? start : moved(end))
    }

    /// The same days of the year before; where columns count days, 52 weeks before, so that weekdays fit.
    private static func lastYear(_ period: Period, _ cycle: Cycle?) -> Period {
        guard let end = period.end else { return period }
        guard let begin = period.begin else {
            return Period(
                begin: nil, end: end.adding(days: -1)?.adding(months: -12)?.adding(days: 1))
        }
        if let cycle, cycle.countsDays {
            return Period(begin: begin.adding(days: -364), end: end.adding(days: -364))
        }
        // The last day of February stays the last day of February.
        let last = end.adding(days: -1).flatMap { $0.adding(months: -12) }
        let isMonthEnd = end.components.day == 1
        return Period(
            begin: begin.adding(months: -12),
            end: isMonthEnd ? end.adding(months: -12) : last.flatMap { $0.adding(days: 1) })
    }

    private static func wholeMonths(_ begin: CivilDate, _ end: CivilDate) -> Int? {
        let (year, month, day) = begin.components
        let (endYear, endMonth, endDay) = end.components
        let months = (endYear - year) * 12 + endMonth - month
        return day == endDay && months > 0 ? months : nil
    }
}
