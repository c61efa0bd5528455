package import Budgets
package import Forecasting
package import Model
package import Reports

/// What a block tells, before it is drawn.
package enum BlockContent: Sendable {
    case report(ReportTable)
    case budget(BudgetReport)
    /// Lines, newest first, and how many there are in all.
    case lines([BlockLine], count: Int)
    /// What is known of days to come, in order, and how much there is in all.
    case upcoming([ForecastPart], count: Int)
    /// By ledger.
    case forecast([Forecast])
    case note(String)
    /// How every budget stands, for what needs attention beside what only the command knows.
    case attention(BudgetReport)
    /// What only the command knows: connections.
    case outside
    /// The block cannot be shown, with the reason.
    case failed(String)
}

/// A line of one of the ledgers.
package struct BlockLine: Sendable {
    /// The ledger's place among those looked at.
    package let book: Int
    /// Its account has the ledger's prefix.
    package let transaction: Transaction
}

/// A block with its words and what it tells.
package struct DashboardBlock: Sendable {
    package let spec: BlockSpec
    package let report: ReportSpec
    package let content: BlockContent
}
