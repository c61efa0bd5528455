/// The reports that every ledger has.
package struct BuiltInReport: Sendable {
    package let name: String
    /// Further names, as other tools have them.
    package let aliases: [String]
    package let summary: String
    package let spec: ReportSpec

    private init(
        _ name: String, _ aliases: [String], _ title: String, _ summary: String,
        _ change: (inout ReportSpec) -> Void
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        var spec = ReportSpec()
        spec.title = title
        change(&spec)
        self.spec = spec
    }

    package static func named(_ name: String) -> BuiltInReport? {
        all.first { $0.name == name || $0.aliases.contains(name) }
    }

    package static let all: [BuiltInReport] = [
        BuiltInReport(
            "income-statement", ["incomestatement", "is"], "Income statement",
            "Income and expense by category, and what is left"
        ) {
            $0.hasSections = true
            $0.isTree = true
            $0.depth = 2
            $0.period = "this year"
        },
        BuiltInReport(
            "cash-flow", ["cashflow", "cf"], "Cash flow", "What came in and went out each month"
        ) {
            $0.by = "direction"
            $0.every = "month"
            $0.last = 12
        },
        BuiltInReport(
            "net-worth", ["networth"], "Net worth",
            "What is held and owed at the end of each month, and why it changed"
        ) {
            $0.content = .balance
            $0.by = "kind"
            $0.every = "month"
            $0.last = 12
            $0.hasSections = true
        },
        BuiltInReport(
            "balance-sheet", ["balancesheet", "bs"], "Balance sheet",
            "What is held and owed today, by kind of account"
        ) {
            $0.content = .balance
            $0.by = "kind"
            $0.isTree = true
            $0.hasSections = true
        },
        BuiltInReport(
            "category-trend", [], "Category trend", "Each category month by month, with its mean"
        ) {
            $0.every = "month"
            $0.last = 12
            $0.depth = 1
            $0.hasTotal = true
            $0.hasAverage = true
        },
        BuiltInReport(
            "counterparties", ["payees"], "Counterparties", "Whom the money went to and came from"
        ) {
            $0.by = "counterparty"
            $0.period = "this year"
            $0.measures = [.sum, .count, .average]
            $0.order = ReportOrder("-size")
            $0.top = 20
        },
        BuiltInReport(
            "taxonomy", ["taxonomies"], "By taxonomy", "What flowed by the ledger's first taxonomy"
        ) {
            $0.by = "taxonomy"
            $0.isTree = true
            $0.period = "this year"
            $0.measures = [.sum, .count]
        },
    ]
}
