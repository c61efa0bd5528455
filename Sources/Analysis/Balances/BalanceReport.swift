package import Model
package import Queries
import SourceText

/// Amounts by group and period.
package struct BalanceReport: Sendable {
    package enum Measure: String, Sendable { case balance, change }

    package struct Row: Sendable {
        package var key: GroupKey
        /// 1 at the top of a tree; 1 everywhere in a flat report.
        package var depth: Int
        package var kind: CategoryKind?
        /// One per period.
        package var amounts: [Totals]
    }

    package var grouping: Grouping
    package var measure: Measure
    /// At least one; without an interval the asked period.
    package var periods: [Period]
    package var rows: [Row]
    /// One per period; each line is in it once.
    package var totals: [Totals]
    package var isTree: Bool
}

extension BalanceReport.Row {
    /// The sum over the periods; only a flow has one.
    package var total: Totals { BalanceReport.sum(amounts) }
}

extension BalanceReport {
    package static func sum(_ amounts: [Totals]) -> Totals {
        amounts.reduce(into: Totals()) { $0.add($1) }
    }

    /// A sum ÷ the number of periods, rounded half to even to the currency's minor unit.
    package func average(_ total: Totals) -> Totals {
        total.reduce(into: Totals()) {
            $0.add(dividedHalfToEven($1.units, by: max(1, periods.count)), $1.currency)
        }
    }
}
