import Analysis
import JSONText
import Model
import Pages
import Queries
import Rendering
import Reports
import SourceText

/// A report as text, CSV and JSON.
struct ReportPresentation {
    private let table: ReportTable
    private let money: MoneyText
    /// The name of a report that has one.
    private let name: String?
    private let showsTotals: Bool

    init(_ table: ReportTable, _ money: MoneyText, name: String?, showsTotals: Bool = true) {
        self.table = table
        self.money = money
        self.name = name
        self.showsTotals = showsTotals
    }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        var answer = Answer(
            "report", diagnostics: diagnostics, payload: payload, sheet: sheet, text: text)
        answer.page = {
            let title = table.spec.title ?? name ?? "Report by \(table.grouping.name)"
            return PanelPage.page(
                title: title, subtitle: titleLine ?? "", language: "en", columns: 1,
                [Panel(title, parts: [.table(textTable())])])
        }
        return answer
    }

    private var sections: [ReportTable.Section] {
        table.sections + [table.net, table.changes].compactMap { $0 }
    }

    // JSON

    func payload() -> [JSONMember] {
        [
            JSONMember("name", .optional(name)),
            JSONMember("title", .optional(table.spec.title)),
            JSONMember("content", .string(table.spec.content.rawValue)),
            JSONMember("by", .string(table.grouping.name)),
            JSONMember("currency", .optional(table.spec.currency)),
            JSONMember(
                "columns",
                .array(
                    table.columns.map { column in
                        .object([
                            JSONMember("measure", .string(column.measure.rawValue)),
                            JSONMember("role", .string(column.role.rawValue)),
                            JSONMember("begin", .optional(column.period.begin?.description)),
                            JSONMember("end", .optional(column.period.end?.description)),
                        ])
                    })),
            JSONMember("sections", .array(table.sections.map(json))),
            JSONMember("net", table.net.map { .array($0.totals.map(json)) } ?? .null),
            JSONMember("change", table.changes.map(json) ?? .null),
        ]
    }

    private func json(_ section: ReportTable.Section) -> JSONValue {
        .object([
            JSONMember("name", .optional(section.name)),
            JSONMember(
                "rows",
                .array(
                    section.rows.map { row in
                        .object([
                            JSONMember("name", .optional(row.key?.name)),
                            JSONMember("rest", .integer(row.restCount)),
                            JSONMember("depth", .integer(row.depth)),
                            JSONMember("kind", .optional(row.kind?.rawValue)),
                            JSONMember("values", .array(row.values.map(json))),
                        ])
                    })),
            JSONMember("totals", .array(section.totals.map(json))),
        ])
    }

    private func json(_ value: ReportValue) -> JSONValue {
        switch value {
        case .money(let totals): money.json(totals)
        case .count(let count): .integer(count)
        case .percent(let shares):
            .object(
                shares.map {
                    JSONMember($0.currency.description, .string(decimalText($0.units, decimals: 1)))
                })
        case .absent: .null
        }
    }

    // CSV: one row a section, name and currency

    private func sheet() -> Sheet {
        var sheet = Sheet(
            header: ["section", "name", "depth", "kind", "currency"]
                + table.columns.map { heading($0) })
        for section in sections {
            for row in section.rows {
                sheet.rows += lines(
                    row.values,
                    [section.name ?? "", row.text, "\(row.depth)", row.kind?.rawValue ?? ""])
            }
            if section.name != nil {
                let name = section.rows.isEmpty ? "" : "total"
                sheet.rows += lines(section.totals, [section.name ?? "", name, "", ""])
            }
        }
        return sheet
    }

    /// The fields of a row, one line a currency.
    private func lines(_ values: [ReportValue], _ head: [String]) -> [[String]] {
        var codes: Set<CurrencyCode> = []
        for value in values {
            switch value {
            case .money(let totals), .percent(let totals): codes.formUnion(totals.map(\.currency))
            case .count, .absent: continue
            }
        }
        if codes.isEmpty { codes = [money.firstCurrency] }
        return codes.sorted().enumerated().map { place, code in
            head + [code.description]
                + values.map { value in
                    switch value {
                    case .money(let totals): money.number(totals[code] ?? 0, code)
                    case .percent(let shares):
                        shares[code].map { decimalText($0, decimals: 1) } ?? ""
                    case .count(let count): place == 0 ? "\(count)" : ""
                    case .absent: ""
                    }
                }
        }
    }

    // Text

    private func heading(_ column: ReportTable.Column) -> String {
        let measure = table.spec.measures.count > 1 || column.measure != .sum
        let words: [String?] =
            switch column.role {
            case .actual: [column.label, measure ? column.measure.rawValue : nil]
            case .compared: [table.spec.comparison?.heading]
            case .difference: ["difference"]
            case .change: ["%"]
            case .total:
                ["total", measure && column.measure != .sum ? column.measure.rawValue : nil]
            case .average:
                ["mean", measure && column.measure != .sum ? column.measure.rawValue : nil]
            }
        let text = words.compactMap { $0 }.joined(separator: " ")
        return text.isEmpty ? "amount" : text
    }

    private func shownName(_ row: ReportTable.Row, isIndented: Bool) -> String {
        var name = row.text
        if table.spec.isTree, case .named? = row.key {
            name = name.split(separator: "/").last.map(String.init) ?? name
        }
        let depth = row.depth - 1 + (isIndented ? 1 : 0)
        return String(repeating: "  ", count: depth) + name
    }

    func text() -> [TextBlock] {
        var blocks: [TextBlock] = []
        if let title = titleLine { blocks.append(.line(title)) }
        blocks.append(.table(textTable()))
        return blocks + table.notes.map { .line($0) }
    }

    /// The heading with the days that the report is of.
    private var titleLine: String? {
        guard let title = table.spec.title else { return nil }
        guard let first = table.periods.first, let last = table.periods.last else { return title }
        if table.spec.content == .balance {
            return last.lastDay.map { "\(title), \($0)" } ?? title
        }
        let days = [first.begin?.description, last.lastDay?.description].compactMap { $0 }
        return days.isEmpty ? title : "\(title), \(days.joined(separator: " to "))"
    }

    func textTable() -> Table {
        var rows: [[Cell]] = []
        let isSectioned = table.sections.contains { $0.name != nil } || table.changes != nil
        for section in sections where section.name != "net" || isSectioned {
            let isNet = section.name == "net"
            if let name = section.name, !isNet {
                if !rows.isEmpty { rows.append(blankRow) }
                rows.append(blankRow.dropLast() + [Cell(name, .heading)])
            }
            for row in section.rows {
                rows.append(
                    row.values.map { cell($0) }
                        + [Cell(shownName(row, isIndented: section.name != nil))])
            }
            if isSectioned, showsTotals {
                if isNet { rows.append(blankRow) }
                rows.append(
                    section.totals.map { cell($0, .total) }
                        + [Cell(isNet ? "net" : "total", .total)])
            }
        }
        var footer: [[Cell]] = []
        if !isSectioned, showsTotals, let section = table.sections.first, !section.rows.isEmpty {
            footer = [section.totals.map { cell($0, .total) } + [Cell("")]]
        }
        let columns = table.columns.map { Column(heading($0), .right) }
        return Table(
            columns: columns + [
                Column("name", heading: table.grouping.name, shrinks: true)
            ], rows: rows, footer: footer, hasHeading: columns.count > 1)
    }

    private var blankRow: [Cell] { Array(repeating: Cell(""), count: table.columns.count + 1) }

    private func cell(_ value: ReportValue, _ role: Role = .plain) -> Cell {
        switch value {
        case .money(let totals): money.cell(totals, role: role)
        case .count(let count): Cell("\(count)", role)
        case .percent(let shares):
            Cell(
                shares.map { money.decimal($0.units, decimals: 1) + " %" }.joined(separator: "\n"),
                role)
        case .absent: Cell("")
        }
    }
}
