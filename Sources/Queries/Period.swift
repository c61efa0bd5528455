package import Model

/// A range of days; an end that is `nil` is open. `end` is the first day that is not in it.
package struct Period: Sendable, Equatable {
    package var begin: CivilDate?
    package var end: CivilDate?

    package init(begin: CivilDate? = nil, end: CivilDate? = nil) {
        self.begin = begin
        self.end = end
    }

    package static let always = Period()

    package func contains(_ date: CivilDate) -> Bool {
        begin.map { $0 <= date } ?? true && end.map { date < $0 } ?? true
    }

    /// The days that lie in both.
    package func intersection(_ other: Period) -> Period {
        let begins = [begin, other.begin].compactMap { $0 }
        let ends = [end, other.end].compactMap { $0 }
        return Period(begin: begins.max(), end: ends.min())
    }

    /// The last day of the period; `nil` where the end is open.
    package var lastDay: CivilDate? { end?.adding(days: -1) }
}

/// The length of the columns of a report.
package enum Interval: String, Sendable, CaseIterable {
    case day, week, month, quarter, year

    /// The first day of the interval that contains `date`.
    package func start(of date: CivilDate, calendar: LedgerCalendar) -> CivilDate {
        let (year, month, _) = date.components
        switch self {
        case .day: return date
        case .week:
            let back = (date.weekday - calendar.weekStart + 7) % 7
            return date.adding(days: -back) ?? .first
        case .month: return CivilDate(year: year, month: month, day: 1) ?? date
        case .quarter: return CivilDate(year: year, month: (month - 1) / 3 * 3 + 1, day: 1) ?? date
        case .year: return CivilDate(year: year, month: 1, day: 1) ?? date
        }
    }

    /// The first day of the interval after the one that begins at `start`.
    package func next(after start: CivilDate) -> CivilDate? {
        switch self {
        case .day: start.adding(days: 1)
        case .week: start.adding(days: 7)
        case .month: start.adding(months: 1)
        case .quarter: start.adding(months: 3)
        case .year: start.adding(months: 12)
        }
    }
}

/// The conventions by which a ledger cuts time.
package struct LedgerCalendar: Sendable, Equatable {
    /// 1 for Monday … 7 for Sunday.
    package var weekStart: Int

    package init(weekStart: Int) { self.weekStart = weekStart }
}
