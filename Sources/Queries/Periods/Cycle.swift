package import Model

/// How time is cut into periods that follow one another without a gap: each day lies in exactly one.
package struct Cycle: Sendable, Hashable {
    private enum Form: Sendable, Hashable {
        /// So many days each; one of them begins on `anchor`.
        case days(Int, anchor: CivilDate)
        /// So many months each; one of them begins on `anchor`, and each begins on its day of the month, or on the last
        /// day of a month that is shorter.
        case months(Int, anchor: CivilDate)
        /// From the last Monday to Friday of one month to that of the next.
        case lastWorkday
        /// Begins on these days; before the first and behind the last of them once a month.
        case marks([CivilDate])
    }

    private let form: Form
    /// The unit of the calendar whose periods these are; `nil` for all others.
    package let unit: Interval?

    private init(_ form: Form, _ unit: Interval? = nil) {
        self.form = form
        self.unit = unit
    }

    /// The periods of a calendar.
    package init(_ unit: Interval, _ calendar: LedgerCalendar) {
        let first = CivilDate.first
        switch unit {
        case .day: self.init(.days(1, anchor: first), unit)
        // 1900-01-01 was a Monday.
        case .week:
            let anchor = first.adding(days: calendar.weekStart - 1) ?? first
            self.init(.days(7, anchor: anchor), unit)
        case .month: self.init(.months(1, anchor: first), unit)
        case .quarter: self.init(.months(3, anchor: first), unit)
        case .year: self.init(.months(12, anchor: first), unit)
        }
    }

    /// Periods of `count` days (at least 1), one of which begins on `anchor`.
    package static func every(days count: Int, from anchor: CivilDate) -> Cycle {
        Cycle(.days(max(count, 1), anchor: anchor))
    }

    /// Periods of `count` months (at least 1), one of which begins on `anchor`.
    package static func every(months count: Int, from anchor: CivilDate) -> Cycle {
        Cycle(.months(max(count, 1), anchor: anchor))
    }

    /// From the last working day of one month to that of the next. Working days are Monday to Friday: holidays are not
    /// known.
    package static let lastWorkday = Cycle(.lastWorkday)

    /// Periods that begin on `days`, and once a month before the first and behind the last of them; without any the
    /// months of the calendar.
    package static func beginning(on days: [CivilDate]) -> Cycle {
        days.isEmpty
            ? Cycle(.months(1, anchor: .first)) : Cycle(.marks(Set(days).sorted()))
    }

    /// Whether periods have a fixed number of days.
    package var countsDays: Bool { if case .days = form { true } else { false } }

    /// The first day of the period in which `date` lies. Never before 1900-01-01.
    package func start(of date: CivilDate) -> CivilDate {
        switch form {
        case .days(let count, let anchor):
            let back = (Int(date.day - anchor.day) % count + count) % count
            return date.adding(days: -back) ?? .first
        case .months(let count, let anchor):
            return Cycle.month(anchor, count, Cycle.index(of: date, anchor, count)) ?? .first
        case .lastWorkday:
            let own = Cycle.lastWorkday(of: date)
            if own <= date { return own }
            guard let before = Cycle.firstOfMonth(date).adding(days: -1) else { return .first }
            return Cycle.lastWorkday(of: before)
        case .marks(let starts):
            guard let first = starts.first, let last = starts.last else { return date }
            let anchor = date < first ? first : last
            if date >= first, date < last {
                return starts.last { $0 <= date } ?? first
            }
            return Cycle.month(anchor, 1, Cycle.index(of: date, anchor, 1)) ?? .first
        }
    }

    /// The first day of the period behind the one that begins at `start`; `nil` behind the last day of the calendar.
    package func next(after start: CivilDate) -> CivilDate? {
        switch form {
        case .days(let count, _): return start.adding(days: count)
        case .months(let count, let anchor):
            return Cycle.month(anchor, count, Cycle.index(of: start, anchor, count) + 1)
        case .lastWorkday:
            return Cycle.firstOfMonth(start).adding(months: 1).map(Cycle.lastWorkday)
        case .marks(let starts):
            guard let first = starts.first, let last = starts.last else { return nil }
            if start >= first, start < last { return starts.first { $0 > start } }
            let anchor = start < first ? first : last
            return Cycle.month(anchor, 1, Cycle.index(of: start, anchor, 1) + 1)
        }
    }

    /// The period in which `date` lies.
    package func period(of date: CivilDate) -> Period {
        let begin = start(of: date)
        return Period(begin: begin, end: next(after: begin))
    }

    /// The periods from the one of `first` to the one of `last`, whole.
    package func periods(from first: CivilDate, through last: CivilDate) -> [Period] {
        var periods: [Period] = []
        var begin = start(of: first)
        while begin <= last {
            let end = next(after: begin)
            periods.append(Period(begin: begin, end: end))
            guard let end else { break }
            begin = end
        }
        return periods
    }

    /// The period before one that begins at `start`; `nil` before 1900.
    package func period(before start: CivilDate) -> Period? {
        start.adding(days: -1).map { Period(begin: self.start(of: $0), end: start) }
    }

    private static func month(_ anchor: CivilDate, _ count: Int, _ index: Int) -> CivilDate? {
        anchor.adding(months: index * count)
    }

    /// The number of the period in which a day lies; that of `anchor` is 0.
    private static func index(of date: CivilDate, _ anchor: CivilDate, _ count: Int) -> Int {
        let (year, month, _) = date.components
        let (anchorYear, anchorMonth, _) = anchor.components
        let months = (year - anchorYear) * 12 + month - anchorMonth
        // Where the day is before the one on which that month's period begins, it lies in the one before.
        let isBefore = anchor.adding(months: months).map { date < $0 } ?? false
        let whole = isBefore ? months - 1 : months
        return whole >= 0 ? whole / count : -((-whole + count - 1) / count)
    }

    private static func firstOfMonth(_ date: CivilDate) -> CivilDate {
        CivilDate(day: date.day - Int32(date.components.day - 1))
    }

    private static func lastWorkday(of date: CivilDate) -> CivilDate {
        let (year, month, _) = date.components
        let length = CivilDate.daysInMonth(month, of: year)
        let last = CivilDate(year: year, month: month, day: length) ?? date
        return last.adding(days: -max(0, last.weekday - 5)) ?? last
    }
}

extension Period {
    /// A short name: `2026-11`, `2026Q4`, `2026` for parts of the calendar, else the first day; `nil` for a period that
    /// has none, and for one that was not cut.
    ///
    /// - Parameter isOnly: whether it is the only one of its report.
    package func label(in cycle: Cycle?, isOnly: Bool) -> String? {
        guard let begin, !(isOnly && cycle == nil) else { return nil }
        let text = begin.description
        let isFirst = begin.components.day == 1
        switch cycle?.unit {
        case .month where isFirst: return String(text.prefix(7))
        case .year where text.hasSuffix("-01-01"): return String(text.prefix(4))
        case .quarter where isFirst && begin.month % 3 == 1:
            return "\(text.prefix(4))Q\((begin.month + 2) / 3)"
        default:
            // Months that do not begin with the year, such as fiscal quarters.
            return isFirst && cycle.map { !$0.countsDays } ?? false ? String(text.prefix(7)) : text
        }
    }
}
