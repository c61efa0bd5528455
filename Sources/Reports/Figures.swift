import Analysis
import Model
import Queries
import Reading

/// Cells by row and column.
struct Figures: Sendable {
    /// The rows in order, without the sections in which they stand.
    var order: [GroupKey] = []
    private(set) var cells: [GroupKey: [ReportCell]] = [:]
    /// By column everything once.
    var totals: [ReportCell]

    init(columns: Int) { totals = Array(repeating: ReportCell(), count: columns) }

    mutating func add(_ cell: ReportCell, _ key: GroupKey, column: Int) {
        cells[key, default: Array(repeating: ReportCell(), count: totals.count)][column].add(cell)
    }

    mutating func set(_ row: [ReportCell], _ key: GroupKey) { cells[key] = row }

    /// Orders the rows that there are, and those of figures that these are compared with.
    mutating func order(by rows: RowOrder, with other: Figures? = nil) {
        let keys = Set(cells.keys).union(other.map { Set($0.cells.keys) } ?? [])
        order = rows.sorted(Array(Set(keys.map(\.unsigned))))
    }
}

/// What flowed, as cells.
struct FlowFigures {
    private let plan: ReportPlan
    private let desk: ConversionDesk

    init(_ plan: ReportPlan, _ desk: ConversionDesk) {
        self.plan = plan
        self.desk = desk
    }

    private var isDaily: Bool { plan.target != nil && plan.rate == .day }

    /// The columns of a report whose period has an open end: those between the first and the last line.
    func columns(_ answers: [FlowAnswer]) -> [Period] {
        guard let cycle = plan.cycle else { return [plan.asked] }
        let used = FlowSums(answers.map { ($0, FlowSums.Shape()) }).usedStarts
        guard let range = cycle.range(plan.asked, used) else { return [] }
        return cycle.periods(from: range.lowerBound, through: range.upperBound)
            .map { $0.intersection(plan.asked) }
    }

    func figures(_ answers: [FlowAnswer], _ columns: [Period]) -> Figures {
        let starts = columns.map { start($0) }
        let shapes = answers.indices.map { shape($0, columns, starts) }
        let sums = FlowSums(
            zip(answers, shapes).enumerated().map { index, entry in
                var answer = entry.0
                answer.prefix = plan.books[index].prefix
                return (answer, entry.1)
            })
        var figures = Figures(columns: columns.count)
        let places = starts.map { sums.column(of: $0) }
        for (key, row) in sums.indexByKey {
            figures.set(
                places.map { $0.map { cell(sums, row, $0) } ?? ReportCell() }, key)
        }
        for (index, place) in places.enumerated() {
            guard let place else { continue }
            figures.totals[index] = ReportCell(
                sum: sums.totals[place],
                counts: sums.totalCounts.isEmpty ? Totals() : sums.totalCounts[place],
                amounts: sums.totalAmounts.isEmpty ? [:] : sums.totalAmounts[place])
        }
        figures.order(by: RowOrder(grouping: plan.grouping, plan.books))
        return figures
    }

    private func cell(_ sums: FlowSums, _ row: Int, _ column: Int) -> ReportCell {
        ReportCell(
            sum: sums.cells[row][column],
            counts: sums.counts.isEmpty ? Totals() : sums.counts[row][column],
            amounts: sums.amounts.isEmpty ? [:] : sums.amounts[row][column])
    }

    /// The number under which what flowed in a period was added up.
    private func start(_ period: Period) -> Int32 {
        let begin = period.begin?.day ?? 0
        // Where the periods of the cycle were counted whole, a cut one has the first day of the whole.
        if plan.periods == nil, let cycle = plan.cycle {
            return cycle.start(of: CivilDate(day: begin)).day
        }
        return begin
    }

    private func shape(_ book: Int, _ columns: [Period], _ starts: [Int32]) -> FlowSums.Shape {
        var shape = FlowSums.Shape()
        let spec = plan.spec
        let measures = Set(spec.measures)
        shape.hasCounts =
            !measures.isDisjoint(with: [.count, .average]) || spec.order?.field == .count
        shape.hasAmounts = measures.contains(.median)
        let categories = plan.books[book].ledger.categories
        shape.rows = { key in rows(key, categories) }
        if isDaily {
            let slots = DaySlots(columns)
            shape.column = { day in slots.start(of: day) }
        } else {
            let known = Set(starts)
            shape.column = { known.contains($0) ? $0 : nil }
        }
        guard plan.target != nil else { return shape }
        let lastDays = Dictionary(
            zip(starts, columns.map(\.lastDay)), uniquingKeysWith: { first, _ in first })
        let (desk, rate, today) = (desk, plan.rate, plan.today)
        shape.worth = { sum, start in
            let day = rate.date(
                of: CivilDate(day: start), lastDay: lastDays[start] ?? nil, today: today)
            return desk.worth(sum, of: book, on: day)
        }
        return shape
    }

    /// The rows in which a group stands: cut to the depth, in a tree also its parents, each in the group's section.
    private func rows(_ key: GroupKey, _ categories: CategoryTree) -> [GroupKey] {
        var isIncome: Bool?
        if plan.spec.hasSections {
            switch key {
            case .signed(_, let sign): isIncome = sign
            case .named(let path):
                switch categories.kind(of: path) {
                case .income: isIncome = true
                case .transfer: isIncome = nil
                default: isIncome = false
                }
            default: isIncome = nil
            }
        }
        let rows = key.unsigned.rows(
            by: plan.grouping, depth: plan.spec.depth, isTree: plan.spec.isTree)
        return rows.map { row in
            isIncome.map { .signed(row, isIncome: $0) } ?? row
        }
    }
}
