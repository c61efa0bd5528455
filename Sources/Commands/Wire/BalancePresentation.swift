import Analysis
import JSONText
import Model
import Queries
import Reading
import Rendering
import SourceText

/// A balance report as text, CSV and JSON.
struct BalancePresentation {
    private let report: BalanceReport
    private let money: MoneyText
    private let options: ReportOptions
    private let codes: [CurrencyCode]
    private let cycle: Cycle?

    init(
        _ report: BalanceReport, _ money: MoneyText, _ options: ReportOptions, _ cycle: Cycle?
    ) {
        self.cycle = cycle
        self.report = report
        self.options = options
        self.money = money
        codes = money.codes
    }

    private var isFlow: Bool { report.measure == .change }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        Answer(
            "balance", diagnostics: diagnostics, payload: payload, sheet: sheet,
            text: { [.rows(table())] })
    }

    // JSON

    private func payload() -> [JSONMember] {
        let total = BalanceReport.sum(report.totals)
        return [
            JSONMember("by", .string(report.grouping.name)),
            JSONMember("measure", .string(report.measure.rawValue)),
            JSONMember(
                "periods",
                .array(
                    report.periods.map { period in
                        .object([
                            JSONMember("begin", .optional(period.begin?.description)),
                            JSONMember("end", .optional(period.end?.description)),
                        ])
                    })),
            JSONMember("rows", .array(report.rows.map(row))),
            JSONMember("totals", .array(report.totals.map(money.json))),
            JSONMember("total", isFlow ? money.json(total) : .null),
        ]
    }

    private func row(_ row: BalanceReport.Row) -> JSONValue {
        .object([
            JSONMember("name", .optional(row.key.name)),
            JSONMember("depth", .integer(row.depth)),
            JSONMember("kind", .optional(row.kind?.rawValue)),
            JSONMember("amounts", .array(row.amounts.map(money.json))),
            JSONMember("total", isFlow ? money.json(row.total) : .null),
            JSONMember("average", isFlow ? money.json(report.average(row.total)) : .null),
        ])
    }

    // CSV: one row a name and currency

    private func sheet() -> Sheet {
        var header = ["name", "depth", "kind", "currency"]
        header += report.periods.map(label)
        if isFlow { header += ["total", "average"] }
        var sheet = Sheet(header: header)
        for row in report.rows {
            let total = row.total
            for code in codes where row.amounts.contains(where: { $0[code] != nil }) {
                var fields = [
                    row.key.name ?? "", "\(row.depth)", row.kind?.rawValue ?? "", code.description,
                ]
                fields += row.amounts.map { number($0[code], code) }
                if isFlow {
                    fields.append(number(total[code], code))
                    fields.append(number(report.average(total)[code], code))
                }
                sheet.rows.append(fields)
            }
        }
        return sheet
    }

    private func number(_ units: Int128?, _ code: CurrencyCode) -> String {
        money.number(units ?? 0, code)
    }

    /// The name of a column: the period it covers.
    private func label(_ period: Period) -> String {
        period.label(in: cycle, isOnly: report.periods.count == 1) ?? "amount"
    }

    // Text

    private func table() -> StreamedRows {
        var columns = report.periods.map { Column(label($0), .right) }
        if isFlow && options.showsTotal { columns.append(Column("total", .right)) }
        if isFlow && options.showsAverage { columns.append(Column("average", .right)) }
        columns.append(Column("name", heading: report.grouping.name, shrinks: true))
        var rows = report.rows.map { BalanceRows.Row(amounts: amounts($0.amounts), name: name($0)) }
        let hasFooter = options.showsTotals && !rows.isEmpty
        if hasFooter { rows.append(BalanceRows.Row(amounts: amounts(report.totals), name: "")) }
        return StreamedRows(
            columns: columns,
            source: BalanceRows(
                rows: rows, columns: columns.count - 1, footerCount: hasFooter ? 1 : 0,
                money: money),
            hasHeading: cycle != nil || columns.count > 2,
            footerCount: hasFooter ? 1 : 0)
    }

    /// The amounts of a row, with what the options put behind them.
    private func amounts(_ amounts: [Totals]) -> [Totals] {
        var amounts = amounts
        guard isFlow, options.showsTotal || options.showsAverage else { return amounts }
        let total = BalanceReport.sum(amounts)
        if options.showsTotal { amounts.append(total) }
        if options.showsAverage { amounts.append(report.average(total)) }
        return amounts
    }

    private func name(_ row: BalanceReport.Row) -> String {
        guard let name = row.key.name else { return "(none)" }
        if report.grouping == .account { return name }
        guard report.isTree, case .named = row.key else { return name }
        let last = name.split(separator: "/").last.map(String.init) ?? name
        return String(repeating: "  ", count: row.depth - 1) + last
    }
}
