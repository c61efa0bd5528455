package import Model
package import Queries
package import Reading
package import SourceText

/// How a balance report is asked for.
package struct BalanceRequest: Sendable {
    package var selection: Selection
    package var grouping: Grouping
    package var interval: Interval?
    /// A flow also where the grouping has a stock (`--change`).
    package var isChange: Bool
    /// Parents include their children.
    package var isTree: Bool
    /// Deeper rows are folded into their parents.
    package var depth: Int?
    package var today: CivilDate
    package var threads: Int

    package init(
        selection: Selection, grouping: Grouping = .account, interval: Interval? = nil,
        isChange: Bool = false, isTree: Bool = false, depth: Int? = nil, today: CivilDate,
        threads: Int = 1
    ) {
        self.selection = selection
        self.grouping = grouping
        self.interval = interval
        self.isChange = isChange
        self.isTree = isTree
        self.depth = depth
        self.today = today
        self.threads = threads
    }

    /// Whether the answer is a stock: by account, without what makes it a flow (M2).
    package var isStock: Bool { grouping == .account && !isChange && selection.isStock }
}

extension BalanceReport {
    /// The report that `request` asks for, and what keeps it from being right: where the findings
    /// are not empty, the lines they speak of are not in it (S23).
    package static func make(
        _ request: BalanceRequest, _ ledger: Ledger
    ) -> (report: BalanceReport, findings: [Diagnostic]) {
        request.isStock ? StockReport.make(request, ledger) : FlowReport.make(request, ledger)
    }
}

/// Builds reports of what flowed.
enum FlowReport {
    static func make(
        _ request: BalanceRequest, _ ledger: Ledger
    ) -> (report: BalanceReport, findings: [Diagnostic]) {
        let calendar = LedgerCalendar(weekStart: ledger.weekStart)
        let selection = request.selection
        let scan = LedgerScan(ledger, files: selection.files(of: ledger), threads: request.threads)
        let result = scan.run {
            FlowConsumer(
                selection, ledger, by: request.grouping, interval: request.interval,
                calendar: calendar)
        }
        let sums = FlowSums(result.consumers.map(\.consumer), ledger.heldCurrencies) {
            folded($0, request)
        }
        var order: [Int32] = [0]
        var periods = [selection.asked]
        if let interval = request.interval {
            order = starts(interval, sums.usedIntervals, selection.asked, calendar)
            periods = columns(order, interval, selection.asked)
        }
        let report = BalanceReport(
            grouping: request.grouping, measure: .change, periods: periods,
            rows: rows(sums, order, request, ledger),
            totals: order.map { sums.column(of: $0).map { sums.totals[$0] } ?? Totals() },
            isTree: request.isTree)
        return (report, ledger.findings + result.findings)
    }

    /// The first days of the columns: of the asked period, else from the first selected line's to
    /// the last's.
    private static func starts(
        _ interval: Interval, _ used: [Int32], _ asked: Period, _ calendar: LedgerCalendar
    ) -> [Int32] {
        let first = asked.begin.map { interval.start(of: $0, calendar: calendar).day } ?? used.min()
        let last =
            asked.lastDay.map { interval.start(of: $0, calendar: calendar).day } ?? used.max()
        guard var start = first, let last, start <= last else { return [] }
        var starts = [start]
        while start < last, let next = interval.next(after: CivilDate(day: start)) {
            start = next.day
            starts.append(start)
        }
        return starts
    }

    private static func columns(
        _ starts: [Int32], _ interval: Interval, _ asked: Period
    ) -> [Period] {
        starts.map { start in
            let begin = CivilDate(day: start)
            return Period(begin: begin, end: interval.next(after: begin)).intersection(asked)
        }
    }

    /// The rows in the order S25, folded to the asked depth.
    private static func rows(
        _ sums: FlowSums, _ order: [Int32], _ request: BalanceRequest, _ ledger: Ledger
    ) -> [BalanceReport.Row] {
        let tree = ledger.tree(of: request.grouping)
        let columns = order.map { sums.column(of: $0) }
        let hasAll = columns.elementsEqual(sums.starts.indices.map { $0 })
        let keys = RowOrder(grouping: request.grouping, tree: tree, ledger: ledger)
            .sorted(Array(sums.indexByKey.keys))
        return keys.map { key in
            let cells = sums.indexByKey[key].map { sums.cells[$0] } ?? []
            let path = if case .named(let name) = key, request.grouping.isTree { name } else { "" }
            return BalanceReport.Row(
                key: key,
                depth: request.isTree ? path.split(separator: "/").count.clampedToOne : 1,
                kind: request.grouping == .category ? ledger.categories.kind(of: path) : nil,
                amounts: hasAll ? cells : columns.map { $0.map { cells[$0] } ?? Totals() })
        }
    }

    /// The rows in which an amount stands: its own, cut to the depth; in a tree also its parents'.
    private static func folded(
        _ key: GroupKey, _ request: BalanceRequest
    ) -> [GroupKey] {
        guard case .named(let path) = key, request.grouping.isTree else { return [key] }
        let segments = path.split(separator: "/")
        let depth = min(request.depth ?? segments.count, segments.count)
        if depth == 0 { return [] }
        let first = request.isTree ? 1 : depth
        return (first...depth).map { .named(segments[..<$0].joined(separator: "/")) }
    }
}

extension Int {
    fileprivate var clampedToOne: Int { Swift.max(1, self) }
}

extension Selection {
    /// The period that was asked for, by options and by `date:` terms.
    package var asked: Period { period.intersection(query.period) }
}

extension Ledger {
    /// The tree of a grouping by paths.
    package func tree(of grouping: Grouping) -> CategoryTree {
        switch grouping {
        case .category: categories
        case .taxonomy(let name): taxonomies[name] ?? CategoryTree()
        default: CategoryTree()
        }
    }
}
