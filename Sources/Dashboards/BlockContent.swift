package import Budgets
package import Model
package import Reports

/// What a block tells, before it is drawn.
package enum BlockContent: Sendable {
    case report(ReportTable)
    case budget(BudgetReport)
    /// Lines, newest first, and how many there are in all.
    case lines([BlockLine], count: Int)
    case upcoming([Upcoming])
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

/// Something that is expected to come.
package struct Upcoming: Sendable, Equatable {
    package let date: CivilDate
    package internal(set) var account: String?
    package let amount: Int64
    package let currency: CurrencyCode
    package let category: String?
    package let text: String
    /// Whether it stands as an expected line in the ledger; else a plan says it.
    package let isLine: Bool
}

/// A block with its words and what it tells.
package struct DashboardBlock: Sendable {
    package let spec: BlockSpec
    package let report: ReportSpec
    package let content: BlockContent
}
