import BenchmarkFigures
import BenchmarkLedgers

/// The reports that every ledger has, and a dashboard, beside the balance by category of the same run.
extension Suite {
    private static let reports = [
        "income-statement", "cash-flow", "net-worth", "balance-sheet", "category-trend",
        "counterparties", "taxonomy",
    ]

    /// Twelve blocks of every kind that reads lines.
    private static let dashboard = """
        {
          "uid": "benchm4rk0",
          "title": "Benchmark",
          "period": "this year",
          "blocks": [
            {"type": "number", "query": "cat:food"},
            {"type": "number", "compare": "last-year"},
            {"type": "balances"},
            {"type": "cashflow"},
            {"type": "categories"},
            {"type": "categories", "chart": "treemap", "period": "last year"},
            {"type": "trend"},
            {"type": "trend", "content": "balance"},
            {"type": "table", "report": "counterparties"},
            {"type": "table", "report": "income-statement"},
            {"type": "list", "query": "amt:>500", "period": "this month"},
            {"type": "upcoming"}
          ]
        }

        """

    mutating func measureBuiltIns() throws(BenchmarkFailure) {
        let size = options.largest
        note("measuring built-in reports on \(Figure.grouped(size)) transactions")
        // Other commands are measured on the folder as it was made.
        defer {
            work.remove(folder(size) + "/dashboards")
            work.remove(folder(size) + "/taxonomies")
        }
        try work.add(Suite.dashboard, to: folder(size) + "/dashboards/benchmark.json")
        try work.add("north\nsouth\n", to: folder(size) + "/taxonomies/region.txt")
        // The whole of the years, so that each report looks at every line.
        let contenders =
            [bankbook(["balance", "--by", "category"], size: size, threads: 1)]
            + Suite.reports.map { name in
                let isHeld = name == "net-worth" || name == "balance-sheet"
                let period = isHeld ? [] : ["-p", "2000..2100"]
                return bankbook(["report", name] + period, size: size, threads: 1)
            } + [bankbook(["dashboard", "benchmark"], size: size, threads: 1)]
        let outcomes = try measure(contenders)
        let count = Figure.grouped(size)
        for (index, name) in Suite.reports.enumerated() {
            judge(
                "`report \(name)`, \(count), 1 thread", outcomes[index + 1], beside: outcomes[0],
                .atMost(2, 1.5, " × balance"))
        }
        judge(
            "`dashboard` of 12 blocks, \(count), 1 thread", outcomes[outcomes.count - 1],
            beside: outcomes[0], .atMost(4, 3, " × balance"))
    }
}
