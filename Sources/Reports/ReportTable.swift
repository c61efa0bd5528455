package import Analysis
package import Model
package import Queries

/// One figure of a report.
package enum ReportValue: Sendable, Equatable {
    /// By currency.
    case money(Totals)
    case count(Int)
    /// Tenths of a percent, by currency.
    case percent(Totals)
    /// There is nothing to tell: a share of nothing, a budget that is not there.
    case absent
}

/// A report's figures.
package struct ReportTable: Sendable {
    package enum Role: String, Sendable {
        case actual
        /// What it is compared with.
        case compared
        /// Actual minus compared.
        case difference
        /// The difference in percent of what it is compared with.
        case change
        /// Over all periods.
        case total
        /// The total ÷ the number of periods.
        case average
    }

    package struct Column: Sendable {
        package let measure: Measure
        package let role: Role
        /// The days that the figures are of; both ends open for those of all periods.
        package let period: Period
        /// The period's short name, where there are several.
        package let label: String?
    }

    package struct Row: Sendable {
        /// `nil` for the rest of a row of rows.
        package let key: GroupKey?
        /// How many rows are told together.
        package var restCount = 0
        /// 1 at the top of a tree.
        package let depth: Int
        package let kind: CategoryKind?
        /// One a column.
        package let values: [ReportValue]
        /// The sums of each period.
        package let sums: [Totals]
    }

    package struct Section: Sendable {
        /// `income`, `expense`, `assets`, `debts`, `transfers`, `change`; `nil` where the report has none.
        package let name: String?
        package let rows: [Row]
        package let totals: [ReportValue]
        /// The sums of each period.
        package let sums: [Totals]
    }

    package let spec: ReportSpec
    package let grouping: Grouping
    /// At least one, unless there is nothing.
    package let periods: [Period]
    package let columns: [Column]
    package let sections: [Section]
    /// Over all sections; `nil` where the report has none.
    package let net: Section?
    /// What the change of what is held is made of, where that is told.
    package let changes: Section?
    package let cycle: Cycle?
    /// What there is to say beside the figures.
    package var notes: [String] = []

    /// The sums of each period over everything.
    package var sums: [Totals] { (net ?? sections.first)?.sums ?? [] }
}
