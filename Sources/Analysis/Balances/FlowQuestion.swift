import Model
package import Queries
import Reading

/// What flow is asked for: which lines, in which groups, in which periods.
package struct FlowQuestion: Sendable {
    /// Into which periods the days are cut.
    package enum Columns: Sendable {
        /// One period of every day.
        case whole
        case cycle(Cycle)
        /// These, which are in order and do not overlap; other days are left out.
        case periods([Period])
    }

    package var selection: Selection
    package var grouping: Grouping
    package var columns: Columns
    /// Whether what has no declared kind stands in two groups, by its sign (income statement).
    package var splitsBySign = false
    /// Whether the amounts themselves are kept, for medians: eight bytes a part.
    package var keepsAmounts = false
    /// What lines have to do with ledgers that are looked at together with this one: such lines are left out as transfers
    /// are.
    package var links = LedgerLinks()

    package init(selection: Selection, grouping: Grouping, columns: Columns = .whole) {
        self.selection = selection
        self.grouping = grouping
        self.columns = columns
    }
}

/// Finds the first day of the period in which a day lies.
package struct DaySlots: Sendable {
    private let columns: FlowQuestion.Columns

    /// - Parameter periods: in order, without overlaps.
    package init(_ periods: [Period]) { columns = .periods(periods) }

    init(_ columns: FlowQuestion.Columns) { self.columns = columns }

    /// `nil` where the day lies in no period.
    package func start(of day: Int32) -> Int32? {
        switch columns {
        case .whole: return 0
        case .cycle(let cycle): return cycle.start(of: CivilDate(day: day)).day
        case .periods(let periods):
            let date = CivilDate(day: day)
            guard let period = periods.last(where: { $0.begin.map { $0 <= date } ?? true }),
                period.contains(date)
            else { return nil }
            return period.begin?.day ?? 0
        }
    }
}

extension Ledger {
    /// The conventions by which the ledger cuts time.
    package var calendar: LedgerCalendar {
        LedgerCalendar(weekStart: weekStart, fiscalYearStart: fiscalYearStart)
    }
}
