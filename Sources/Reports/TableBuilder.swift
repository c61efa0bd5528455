import Analysis
import Model
import Queries
import Reading
import SourceText

/// Makes a table of figures: sections, order, the rest of many rows, and every measure.
struct TableBuilder {
    private let plan: ReportPlan
    private let periods: [Period]
    private let figures: Figures
    /// What the figures are held against.
    private let compared: Figures?
    var changes: [(name: String, cells: [ReportCell])]?

    init(_ plan: ReportPlan, _ periods: [Period], _ figures: Figures, _ compared: Figures?) {
        self.plan = plan
        self.periods = periods
        self.figures = figures
        self.compared = compared
        currencies = TableBuilder.currencies(plan)
    }

    private var spec: ReportSpec { plan.spec }

    /// A row before its values are worked out.
    private struct Node {
        var key: GroupKey?
        var restCount = 0
        var depth: Int
        var cells: [ReportCell]
        var compared: [ReportCell]
        var children: [Node] = []
        /// What the row is ordered by: its sums over all columns in the order of `currencies`, and its parts.
        let sums: [Int128]
        let count: Int128

        init(
            key: GroupKey?, depth: Int = 1, cells: [ReportCell], compared: [ReportCell],
            in currencies: [CurrencyCode]
        ) {
            self.key = key
            self.depth = depth
            self.cells = cells
            self.compared = compared
            sums = currencies.map { code in
                cells.reduce(0) { $0 + ($1.sum[code] ?? 0) }
            }
            count = cells.reduce(0) { $0 + $1.counts.reduce(0) { $0 + $1.units } }
        }
    }

    func table() -> ReportTable {
        var sections: [ReportTable.Section] = []
        for (name, isIncome) in sectionKinds {
            var nodes = nodes(isIncome)
            if nodes.isEmpty, name != nil { continue }
            let whole = name == nil ? figures.totals : columnSums(nodes.map(\.cells))
            let against = comparedTotals(nodes.map(\.compared), isIncome, isAll: name == nil)
            order(&nodes)
            cutToTop(&nodes)
            sections.append(
                ReportTable.Section(
                    name: name, rows: nodes.flatMap { rows($0, whole) },
                    totals: values(whole, against, whole), sums: whole.map(\.sum)))
        }
        var net: ReportTable.Section?
        if spec.hasSections {
            let against = comparedTotals([], nil, isAll: true)
            net = ReportTable.Section(
                name: "net", rows: [], totals: values(figures.totals, against, figures.totals),
                sums: figures.totals.map(\.sum))
        }
        return ReportTable(
            spec: spec, grouping: plan.grouping, periods: periods, columns: columns(),
            sections: sections, net: net, changes: changeSection(), cycle: plan.cycle)
    }

    /// What the totals of a section, or of everything, are held against. A budget is part of the one of its parent, and
    /// not added to it (S15).
    private func comparedTotals(
        _ rows: [[ReportCell]], _ isIncome: Bool?, isAll: Bool
    ) -> [ReportCell] {
        guard let compared else { return [] }
        if spec.comparison == .budget {
            return compared.outermostSums(isIncome: isAll ? nil : isIncome)
        }
        return isAll ? compared.totals : columnSums(rows)
    }

    private var sectionKinds: [(name: String?, isIncome: Bool?)] {
        guard spec.hasSections else { return [(nil, nil)] }
        return spec.content == .flow
            ? [("income", true), ("expense", false), ("transfers", nil)]
            : [("assets", true), ("debts", false)]
    }

    private func changeSection() -> ReportTable.Section? {
        guard let changes else { return nil }
        let sums = columnSums(changes.map(\.cells))
        return ReportTable.Section(
            name: "change",
            rows: changes.map { name, cells in
                ReportTable.Row(
                    key: .named(name), depth: 1, kind: nil, values: values(cells, [], sums),
                    sums: cells.map(\.sum))
            }, totals: values(sums, [], sums), sums: sums.map(\.sum))
    }

    // Rows

    /// The rows of a section as trees.
    private func nodes(_ isIncome: Bool?) -> [Node] {
        let empty = Array(repeating: ReportCell(), count: periods.count)
        // Where nothing was before, all of it is new; without a budget there is nothing to hold it against.
        let nothing = spec.comparison == .budget ? [] : empty
        var roots: [Node] = []
        for unsigned in figures.order {
            let key = isIncome.map { GroupKey.signed(unsigned, isIncome: $0) } ?? unsigned
            let cells = figures.cells[key]
            let against = compared?.cells[key]
            if cells == nil, against == nil { continue }
            let node = Node(
                key: unsigned, depth: depth(unsigned), cells: cells ?? empty,
                compared: against ?? nothing, in: currencies)
            TableBuilder.insert(node, into: &roots)
        }
        return roots
    }

    private func depth(_ key: GroupKey) -> Int {
        guard spec.isTree, case .named(let path) = key else { return 1 }
        return max(1, path.split(separator: "/").count)
    }

    /// Puts a row below the last one that is higher up; rows come with parents first.
    private static func insert(_ node: Node, into nodes: inout [Node]) {
        if let last = nodes.indices.last, nodes[last].depth < node.depth {
            insert(node, into: &nodes[last].children)
        } else {
            nodes.append(node)
        }
    }

    private func order(_ nodes: inout [Node]) {
        for index in nodes.indices { order(&nodes[index].children) }
        guard let order = spec.order else { return }
        let sorted = nodes.enumerated().sorted { left, right in
            let result = compare(left.element, right.element, order.field)
            if result != 0 { return order.isDescending ? result > 0 : result < 0 }
            return left.offset < right.offset
        }
        nodes = sorted.map(\.element)
    }

    /// Below, at or above zero.
    private func compare(_ left: Node, _ right: Node, _ field: ReportOrder.Field) -> Int {
        switch field {
        case .name:
            let (a, b) = (left.key?.name ?? "\u{10FFFF}", right.key?.name ?? "\u{10FFFF}")
            return byBytes(a, b) ? -1 : byBytes(b, a) ? 1 : 0
        case .count:
            return left.count < right.count ? -1 : left.count > right.count ? 1 : 0
        case .amount, .size:
            for (a, b) in zip(left.sums, right.sums) {
                let (x, y) = field == .size ? (abs(a), abs(b)) : (a, b)
                if x != y { return x < y ? -1 : 1 }
            }
            return 0
        }
    }

    /// The currency that rows are compared in first is the one in which everything is told, or the ledger's own.
    private let currencies: [CurrencyCode]

    private static func currencies(_ plan: ReportPlan) -> [CurrencyCode] {
        let first = plan.target ?? plan.books[0].ledger.baseCurrency
        let all = plan.books.reduce(into: Set<CurrencyCode>()) {
            $0.formUnion($1.ledger.heldCurrencies)
        }
        return [first] + all.subtracting([first]).sorted()
    }

    /// Tells the rows that are not among the largest as one.
    private func cutToTop(_ nodes: inout [Node]) {
        guard let top = spec.top, nodes.count > top else { return }
        let ranked = nodes.indices.sorted { left, right in
            let result = compare(nodes[left], nodes[right], .size)
            return result != 0 ? result > 0 : left < right
        }
        let kept = Set(ranked.prefix(top))
        let others = nodes.indices.filter { !kept.contains($0) }.map { nodes[$0] }
        var rest = Node(
            key: nil, cells: columnSums(others.map(\.cells)),
            compared: columnSums(others.map(\.compared)), in: currencies)
        rest.restCount = others.count
        nodes = nodes.indices.filter { kept.contains($0) }.map { nodes[$0] } + [rest]
    }

    private func rows(_ node: Node, _ whole: [ReportCell]) -> [ReportTable.Row] {
        let path = if case .named(let name)? = node.key { name } else { "" }
        let kind =
            plan.grouping == .category
            ? plan.books.kind(of: path) : nil
        let row = ReportTable.Row(
            key: node.key, restCount: node.restCount, depth: node.depth, kind: kind,
            values: values(node.cells, node.compared, whole), sums: node.cells.map(\.sum))
        return [row] + node.children.flatMap { rows($0, whole) }
    }

    // Values

    private func columnSums(_ rows: [[ReportCell]]) -> [ReportCell] {
        periods.indices.map { index in
            .sum(rows.compactMap { $0.indices.contains(index) ? $0[index] : nil })
        }
    }

    private func columns() -> [ReportTable.Column] {
        var columns: [ReportTable.Column] = []
        for period in periods {
            let label = period.label(in: plan.cycle, isOnly: periods.count == 1)
            for measure in spec.measures {
                let roles: [ReportTable.Role] =
                    compared != nil && measure == .sum
                    ? [.actual, .compared, .difference, .change] : [.actual]
                columns += roles.map {
                    ReportTable.Column(measure: measure, role: $0, period: period, label: label)
                }
            }
        }
        for role in extraRoles {
            columns += spec.measures.filter { $0 != .cumulative }.map {
                ReportTable.Column(measure: $0, role: role, period: .always, label: nil)
            }
        }
        return columns
    }

    /// The columns over all periods; what is held is not added up.
    private var extraRoles: [ReportTable.Role] {
        guard spec.content == .flow else { return [] }
        return (spec.hasTotal ? [.total] : []) + (spec.hasAverage ? [.average] : [])
    }

    /// The values of a row in the order of the columns.
    private func values(
        _ cells: [ReportCell], _ against: [ReportCell], _ whole: [ReportCell]
    ) -> [ReportValue] {
        var values: [ReportValue] = []
        var soFar = ReportCell()
        for (index, cell) in cells.enumerated() {
            soFar.add(cell)
            for measure in spec.measures {
                values.append(cell.value(measure, of: whole[index], soFar: soFar))
                if compared != nil, measure == .sum {
                    values += comparison(
                        cell.sum, against.indices.contains(index) ? against[index].sum : nil)
                }
            }
        }
        let total = ReportCell.sum(cells)
        let all = ReportCell.sum(whole)
        for role in extraRoles {
            for measure in spec.measures where measure != .cumulative {
                let value = total.value(measure, of: all, soFar: total)
                values.append(role == .total ? value : mean(value, measure))
            }
        }
        return values
    }

    private func comparison(_ sum: Totals, _ other: Totals?) -> [ReportValue] {
        guard let other, !other.isEmpty || spec.comparison != .budget else {
            return [.absent, .absent, .absent]
        }
        var difference = sum
        for entry in other { difference.add(-entry.units, entry.currency) }
        return [.money(other), .money(difference), ReportCell.percent(difference, of: other)]
    }

    /// The mean of a measure over the periods.
    private func mean(_ value: ReportValue, _ measure: Measure) -> ReportValue {
        let count = max(1, periods.count)
        switch value {
        case .money(let totals) where measure == .sum:
            return .money(
                totals.reduce(into: Totals()) {
                    $0.add(dividedHalfToEven($1.units, by: count), $1.currency)
                })
        case .count(let number): return .count(Int(dividedHalfToEven(Int128(number), by: count)))
        default: return value
        }
    }
}

extension Figures {
    /// By column the sums of the rows that are not below another with a sum there, of one sign or of all.
    fileprivate func outermostSums(isIncome: Bool?) -> [ReportCell] {
        totals.indices.map { column in
            let paths = Set(
                cells.compactMap { $1[column].sum.isEmpty ? nil : $0.name })
            return .sum(
                cells.compactMap { key, row -> ReportCell? in
                    if case .signed(_, let sign) = key, let isIncome, sign != isIncome {
                        return nil
                    }
                    let segments = (key.name ?? "").split(separator: "/")
                    let isBelow = segments.indices.dropFirst().contains { count in
                        paths.contains(segments[..<count].joined(separator: "/"))
                    }
                    return isBelow ? nil : row[column]
                })
        }
    }
}
