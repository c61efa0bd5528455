package import Model
package import Queries
package import Reading
package import SourceText

/// How a balance report is asked for.
package struct BalanceRequest: Sendable {
    /// By ledger; all ask for the same days.
    package var selections: [Selection]
    package var grouping: Grouping
    /// How the columns cut time; one column without it.
    package var cycle: Cycle?
    /// A flow also where the grouping has a stock (`--change`).
    package var isChange: Bool
    /// Parents include their children.
    package var isTree: Bool
    /// Deeper rows are folded into their parents.
    package var depth: Int?
    /// The currency in which everything is told; each in its own without it (S3).
    package var currency: CurrencyCode?
    package var rate = RateDay.end
    /// Whether amounts without a price are shown as they are.
    package var hasGaps = false
    package var today: CivilDate
    package var threads: Int

    /// - Parameter selections: by ledger, at least one.
    package init(
        selections: [Selection], grouping: Grouping = .account, cycle: Cycle? = nil,
        isChange: Bool = false, isTree: Bool = false, depth: Int? = nil, today: CivilDate,
        threads: Int = 1
    ) {
        self.selections = selections
        self.grouping = grouping
        self.cycle = cycle
        self.isChange = isChange
        self.isTree = isTree
        self.depth = depth
        self.today = today
        self.threads = threads
    }

    /// Whether the answer is a stock: by account, without what makes it a flow (M2).
    package var isStock: Bool {
        grouping == .account && !isChange && selections.allSatisfy(\.isStock)
    }

    /// The days asked for.
    var asked: Period { selections[0].asked }
}

extension BalanceReport {
    /// The report that `request` asks for, and what keeps it from being right: where the findings
    /// are not empty, the lines they speak of are not in it (S23).
    ///
    /// - Parameter books: the ledgers that are looked at together; the first one's calendar cuts time.
    package static func make(
        _ request: BalanceRequest, _ books: [ReportBook]
    ) -> (report: BalanceReport, findings: [Diagnostic]) {
        request.isStock ? StockReport.make(request, books) : FlowReport.make(request, books)
    }
}

/// Builds reports of what flowed.
enum FlowReport {
    static func make(
        _ request: BalanceRequest, _ books: [ReportBook]
    ) -> (report: BalanceReport, findings: [Diagnostic]) {
        let isDaily = request.currency != nil && request.rate == .day
        var answers: [FlowAnswer] = []
        var findings: [Diagnostic] = []
        for (book, selection) in zip(books, request.selections) {
            var question = FlowQuestion(
                selection: selection, grouping: request.grouping,
                columns: isDaily
                    ? .cycle(Cycle(.day, book.ledger.calendar))
                    : request.cycle.map { .cycle($0) } ?? .whole)
            question.links = book.links
            var (answer, found) = Inquiry.flow(question, book.ledger, threads: request.threads)
            answer.prefix = book.prefix
            answers.append(answer)
            findings += book.located(found)
        }
        var shape = FlowSums.Shape()
        shape.rows = {
            $0.rows(by: request.grouping, depth: request.depth, isTree: request.isTree)
        }
        if isDaily {
            shape.column = { day in
                request.cycle.map { $0.start(of: CivilDate(day: day)).day } ?? 0
            }
        }
        let desk = ConversionDesk(to: request.currency, books)
        let sums = FlowSums(
            answers.enumerated().map { index, answer in
                var shape = shape
                if request.currency != nil {
                    shape.worth = { desk.worth($0, of: index, on: rateDay(request, start: $1)) }
                }
                return (answer, shape)
            })
        var order: [Int32] = [0]
        var periods = [request.asked]
        if let cycle = request.cycle {
            order = starts(cycle, sums.usedStarts, request.asked)
            periods = columns(order, cycle, request.asked)
        }
        let report = BalanceReport(
            grouping: request.grouping, measure: .change, periods: periods,
            rows: rows(sums, order, request, books),
            totals: order.map { sums.column(of: $0).map { sums.totals[$0] } ?? Totals() },
            isTree: request.isTree)
        return (report, findings + desk.findings(isAllowed: request.hasGaps))
    }

    /// The day by whose price what flowed in a period is told.
    private static func rateDay(_ request: BalanceRequest, start: Int32) -> CivilDate {
        let asked = request.asked
        let day = CivilDate(day: start)
        let period = request.cycle.map { $0.period(of: day).intersection(asked) } ?? asked
        return request.rate.date(of: day, lastDay: period.lastDay, today: request.today)
    }

    /// The first days of the columns: of the asked period, else from the first selected line's to
    /// the last's.
    private static func starts(_ cycle: Cycle, _ used: [Int32], _ asked: Period) -> [Int32] {
        guard let range = cycle.range(asked, used) else { return [] }
        return cycle.periods(from: range.lowerBound, through: range.upperBound)
            .compactMap { $0.begin?.day }
    }

    private static func columns(_ starts: [Int32], _ cycle: Cycle, _ asked: Period) -> [Period] {
        starts.map { cycle.period(of: CivilDate(day: $0)).intersection(asked) }
    }

    /// The rows in the order S25, folded to the asked depth.
    private static func rows(
        _ sums: FlowSums, _ order: [Int32], _ request: BalanceRequest, _ books: [ReportBook]
    ) -> [BalanceReport.Row] {
        let columns = order.map { sums.column(of: $0) }
        let hasAll = columns.elementsEqual(sums.starts.indices.map { $0 })
        let keys = RowOrder(grouping: request.grouping, books)
            .sorted(Array(sums.indexByKey.keys))
        return keys.map { key in
            let cells = sums.indexByKey[key].map { sums.cells[$0] } ?? []
            let path = if case .named(let name) = key, request.grouping.isTree { name } else { "" }
            return BalanceReport.Row(
                key: key,
                depth: request.isTree ? path.split(separator: "/").count.clampedToOne : 1,
                kind: request.grouping == .category ? books.kind(of: path) : nil,
                amounts: hasAll ? cells : columns.map { $0.map { cells[$0] } ?? Totals() })
        }
    }
}

extension GroupKey {
    /// The rows in which an amount stands: its own, cut to the depth; in a tree also its parents'.
    package func rows(by grouping: Grouping, depth: Int?, isTree: Bool) -> [GroupKey] {
        guard case .named(let path) = self, grouping.isTree else { return [self] }
        let segments = path.split(separator: "/")
        let depth = min(depth ?? segments.count, segments.count)
        if depth == 0 { return [] }
        return ((isTree ? 1 : depth)...depth).map {
            .named(segments[..<$0].joined(separator: "/"))
        }
    }
}

extension [ReportBook] {
    /// The kind of a category, as the first ledger that declares it says.
    package func kind(of path: String) -> CategoryKind? {
        lazy.compactMap { $0.ledger.categories.kind(of: path) }.first
    }
}

extension Int {
    fileprivate var clampedToOne: Int { Swift.max(1, self) }
}

extension Cycle {
    /// The days from the first column to the last: of the asked period, else of the periods that have lines, given by
    /// their first days; `nil` where there are none.
    package func range(_ asked: Period, _ used: [Int32]) -> ClosedRange<CivilDate>? {
        let first = asked.begin ?? used.min().map { CivilDate(day: $0) }
        let last = asked.lastDay ?? used.max().map { CivilDate(day: $0) }
        guard let first, let last, start(of: first) <= last else { return nil }
        return first...max(first, last)
    }
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
