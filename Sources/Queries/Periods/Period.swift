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

/// A unit of the calendar.
package enum Interval: String, Sendable, CaseIterable {
    case day, week, month, quarter, year
}

/// The conventions by which a ledger cuts time.
package struct LedgerCalendar: Sendable, Equatable {
    /// 1 for Monday … 7 for Sunday.
    package var weekStart: Int
    /// The first day of some fiscal year; never 29 February.
    package var fiscalAnchor: CivilDate

    /// - Parameter fiscalYearStart: the day of the year on which fiscal years begin.
    package init(weekStart: Int, fiscalYearStart: (month: Int, day: Int) = (1, 1)) {
        self.weekStart = weekStart
        fiscalAnchor =
            CivilDate(year: 2001, month: fiscalYearStart.month, day: fiscalYearStart.day) ?? .first
    }
}
