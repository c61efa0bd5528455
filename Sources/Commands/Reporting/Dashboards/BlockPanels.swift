import Analysis
import Budgets
import Dashboards
import Forecasting
import Model
import Queries
import Rendering
import Reports
import SourceText

/// What blocks tell, as panels that can be drawn.
struct BlockPanels {
    let money: MoneyText
    private let outside: OutsideBlocks
    /// Whether budgets of several ledgers stand below each other.
    private let areSeveral: Bool
    private let today: CivilDate

    init(_ money: MoneyText, _ outside: OutsideBlocks, areSeveral: Bool, today: CivilDate) {
        self.areSeveral = areSeveral
        self.money = money
        self.outside = outside
        self.today = today
    }

    func title(_ block: DashboardBlock) -> String {
        block.spec.title ?? block.report.title
            ?? (block.spec.name.map { "\(BlockPanels.usualTitle(block.spec.type)): \($0)" }
                ?? BlockPanels.usualTitle(block.spec.type))
    }

    private static func usualTitle(_ type: BlockType) -> String {
        switch type {
        case .number: "Total"
        case .balances: "Balances"
        case .cashflow: "Cash flow"
        case .categories: "Categories"
        case .trend: "Trend"
        case .budget: "Budget"
        case .forecast: "Forecast"
        case .table: "Report"
        case .list: "Lines"
        case .upcoming: "Upcoming"
        case .alerts: "Attention"
        case .connections: "Connections"
        case .note: "Note"
        }
    }

    func panel(_ block: DashboardBlock) -> Panel {
        Panel(
            title(block), subtitle: subtitle(block), span: block.spec.span, parts: parts(block))
    }

    /// The days that a report is of.
    private func subtitle(_ block: DashboardBlock) -> String? {
        guard case .report(let table) = block.content, let first = table.periods.first,
            let last = table.periods.last
        else { return nil }
        if table.spec.content == .balance { return "\(last.lastDay ?? today)" }
        if first.begin == nil, last.end == nil { return nil }
        let days = [first.begin, last.lastDay].map { $0?.description ?? "" }
        return days[0] == days[1] ? days[0] : "\(days[0]) to \(days[1])"
    }

    private func parts(_ block: DashboardBlock) -> [PanelPart] {
        switch block.content {
        case .report(let table): report(table, block.spec)
        case .budget(let report): [.progress(report.statuses.map(progress))]
        case .lines(let lines, let count): self.lines(lines, count)
        case .upcoming(let list, let count): upcoming(list, count)
        case .forecast(let forecasts): forecasts.flatMap(forecast)
        case .note(let text): [.text(text)]
        case .failed(let text): [.text("cannot be shown: \(text)")]
        case .outside, .attention:
            block.spec.type == .connections && !outside.connections.isEmpty
                ? [.table(connectionTable)]
                : [.text(outsideLines(block.spec.type).joined(separator: "\n"))]
        }
    }

    private var connectionTable: Table {
        Table(
            columns: [
                Column("connection"), Column("state"), Column("consent"),
                Column("last", heading: "last success"),
            ], rows: outside.connections)
    }

    func outsideLines(_ type: BlockType) -> [String] {
        switch type {
        case .connections where outside.connections.isEmpty: ["no bank is connected"]
        case .connections:
            outside.connections.map { $0.map(\.text).joined(separator: " ") }
        default: outside.alerts.isEmpty ? ["nothing needs attention"] : outside.alerts
        }
    }

    // Reports

    private func report(_ table: ReportTable, _ spec: BlockSpec) -> [PanelPart] {
        switch spec.type {
        case .number: [number(table)]
        case .cashflow: cashflow(table)
        case .categories: shares(table, ShareChart.Form(rawValue: spec.chart ?? "donut") ?? .donut)
        case .trend: trend(table)
        default: [.table(ReportPresentation(table, money, name: nil).textTable())]
        }
    }

    private func number(_ table: ReportTable) -> PanelPart {
        let sum = BalanceReport.sum(
            table.spec.content == .balance ? Array(table.sums.suffix(1)) : table.sums)
        let detail = comparisonText(table)
        return .number(money.cell(sum), detail: detail)
    }

    /// What the figure is held against, in words.
    private func comparisonText(_ table: ReportTable) -> String? {
        guard let comparison = table.spec.comparison,
            let section = table.net ?? table.sections.first
        else { return nil }
        let roles = zip(table.columns, section.totals)
        var words: [String] = []
        for (column, value) in roles {
            switch (column.role, value) {
            case (.compared, .money(let other)):
                words.append("\(comparison.heading): \(money.field(other))")
            case (.change, .percent(let change)):
                words += change.map {
                    "\($0.units > 0 ? "+" : "")\(money.decimal($0.units, decimals: 1))\u{A0}%"
                }
            default: continue
            }
        }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    private func cashflow(_ table: ReportTable) -> [PanelPart] {
        let rows = table.sections.first?.rows ?? []
        return currencies(rows.map(\.sums)).map { code in
            let series = ["in", "out"].map { name in
                let sums = rows.first { $0.key?.name == name }?.sums ?? []
                let values = table.periods.indices.map {
                    sums.indices.contains($0) ? sums[$0][code] ?? 0 : 0
                }
                return ColumnChart.Series(
                    name, values: values.map { abs($0) },
                    texts: values.map { money.amount($0, code) })
            }
            let top = series.flatMap(\.values).max() ?? 0
            return .columns(
                ColumnChart(labels: labels(table), series: series, top: money.amount(top, code)))
        }
    }

    private func trend(_ table: ReportTable) -> [PanelPart] {
        let rows = table.sections.flatMap(\.rows).filter { $0.depth == 1 }
        let isBalance = table.spec.content == .balance
        return currencies([table.sums] + rows.map(\.sums)).map { code in
            func series(_ name: String, _ sums: [Totals]) -> ColumnChart.Series {
                let values = sums.map { $0[code] ?? 0 }
                return ColumnChart.Series(
                    name, values: values, texts: values.map { money.amount($0, code) })
            }
            var all = rows.filter { row in row.sums.contains { $0[code] ?? 0 != 0 } }
                .map { series($0.text, $0.sums) }
            if isBalance || all.count != 1 { all.insert(series("total", table.sums), at: 0) }
            if isBalance { all = Array(all.prefix(1)) }
            let values = all.flatMap(\.values)
            return .lines(
                LineChart(
                    labels: labels(table), series: all,
                    least: money.amount(values.min() ?? 0, code),
                    greatest: money.amount(values.max() ?? 0, code)))
        }
    }

    private func shares(_ table: ReportTable, _ form: ShareChart.Form) -> [PanelPart] {
        let rows = table.sections.flatMap(\.rows).filter { $0.depth == 1 }
        return currencies(rows.map(\.sums)).flatMap { code -> [PanelPart] in
            // A whole has parts of one sign: what went out, or what came in where nothing did.
            let sums = rows.map { BalanceReport.sum($0.sums)[code] ?? 0 }
            let out = zip(rows, sums).filter { $0.1 < 0 }
            let chosen = out.isEmpty ? Array(zip(rows, sums).filter { $0.1 > 0 }) : Array(out)
            let whole = chosen.reduce(Int128(0)) { $0 + abs($1.1) }
            if whole == 0 { return [] }
            let shares = chosen.map { row, sum in
                ShareChart.Share(
                    row.text, abs(sum), text: money.amount(sum, code),
                    percent: money.decimal(
                        dividedHalfToEven(abs(sum) * 1_000, by: whole), decimals: 1) + " %")
            }
            let total = chosen.reduce(Int128(0)) { $0 + $1.1 }
            return [.shares(ShareChart(form, shares: shares, total: money.amount(total, code)))]
        }
    }

    private func labels(_ table: ReportTable) -> [String] {
        table.periods.map { $0.label(in: table.cycle, isOnly: false) ?? "" }
    }

    /// The currencies in which something was told, in order.
    private func currencies(_ rows: [[Totals]]) -> [CurrencyCode] {
        rows.joined().reduce(into: Set<CurrencyCode>()) { codes, totals in
            codes.formUnion(totals.filter { $0.units != 0 }.map(\.currency))
        }.sorted()
    }

    // Other blocks

    private func progress(_ status: BudgetStatus) -> ProgressBar {
        let code = status.line.currency
        let left = money.amount(status.remaining, code)
        let usual = status.usualPercent.map { ", usually \($0) %" } ?? ""
        return ProgressBar(
            status.line.category + (areSeveral ? " (\(status.line.budget))" : ""),
            percent: status.usedPercent ?? (status.actual > 0 ? 101 : 0),
            usual: status.usualPercent,
            text: "\(status.usedPercent.map { "\($0) %" } ?? "")  \(left)",
            detail: status.day.map { "day \($0) of \(status.days)\(usual)" } ?? "",
            isOver: status.state == .over)
    }

    private func lines(_ lines: [BlockLine], _ count: Int) -> [PanelPart] {
        if lines.isEmpty { return [.text("no lines")] }
        let rows = lines.map(\.transaction).map { line in
            [
                Cell(line.date.description, .faint), Cell(line.account, .faint),
                Cell(
                    money.amount(line.amount, line.currency), line.amount < 0 ? .negative : .plain),
                Cell(line.description),
            ]
        }
        let columns = [
            Column("date"), Column("account", shrinks: areSeveral), Column("amount", .right),
            Column("description", shrinks: true),
        ]
        var parts: [PanelPart] = [.table(Table(columns: columns, rows: rows))]
        if count > lines.count { parts.append(.text("\(lines.count) of \(count) lines")) }
        return parts
    }

    private func upcoming(_ list: [ForecastPart], _ count: Int) -> [PanelPart] {
        if list.isEmpty { return [.text("nothing is known to come")] }
        let rows = list.map { one in
            [
                Cell(one.due.map { "\($0) late" } ?? one.date.description, .faint),
                Cell(money.amount(one.amount, one.currency), one.amount < 0 ? .negative : .plain),
                Cell(one.text),
            ]
        }
        let columns = [Column("date"), Column("amount", .right), Column("what", shrinks: true)]
        var parts: [PanelPart] = [.table(Table(columns: columns, rows: rows))]
        if count > list.count { parts.append(.text("\(list.count) of \(count)")) }
        return parts
    }

    /// What is expected of the whole, or of the one account, with its band, and where it is lowest.
    private func forecast(_ forecast: Forecast) -> [PanelPart] {
        var parts: [PanelPart] = []
        for course in forecast.wholes {
            let name = course.account ?? "total"
            func series(_ name: String, _ values: [Int128]) -> ColumnChart.Series {
                ColumnChart.Series(
                    name, values: values, texts: values.map { money.amount($0, course.currency) })
            }
            let days = BlockPanels.weekly(course.days)
            let expected = series(name, days.map(\.expected))
            let band = [
                series("80 % from", days.map(\.low80)), series("80 % to", days.map(\.high80)),
            ]
            func end(_ values: [Int128], _ choose: ([Int128]) -> Int128?) -> String {
                money.amount(choose(values) ?? 0, course.currency)
            }
            let all = expected.values + band.flatMap(\.values)
            parts.append(
                .lines(
                    LineChart(
                        labels: days.map { String($0.date.description.dropFirst(5)) },
                        series: [expected], least: end(expected.values) { $0.min() },
                        greatest: end(expected.values) { $0.max() },
                        bounds: LineChart.Bounds(
                            band, least: end(all) { $0.min() }, greatest: end(all) { $0.max() }))))
            if let last = course.days.last {
                let ends = [last.low80, last.high80].map { money.amount($0, course.currency) }
                parts.append(
                    .text(
                        "\(money.amount(last.expected, course.currency)) on \(last.date), with 80 % between \(ends[0]) and \(ends[1])"
                    ))
            }
            if let lowest = course.lowest {
                parts.append(
                    .text(
                        "\(name) is lowest on \(lowest.date): \(money.amount(lowest.expected, course.currency))"
                    ))
            }
        }
        let short = forecast.accounts.compactMap { course in
            course.belowZero.map { "\(course.account ?? "") falls below zero on \($0)" }
        }
        if !short.isEmpty { parts.append(.text(short.joined(separator: "\n"))) }
        return parts.isEmpty ? [.text("there is no account yet")] : parts
    }

    /// Every seventh day, and the last.
    private static func weekly(_ days: [Forecast.Day]) -> [Forecast.Day] {
        let count = days.count
        return days.enumerated().filter { (count - 1 - $0.offset) % 7 == 0 }.map(\.element)
    }
}
