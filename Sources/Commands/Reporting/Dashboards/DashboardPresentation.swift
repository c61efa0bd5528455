import Analysis
import Budgets
import Dashboards
import Forecasting
import JSONText
import Model
import Pages
import Queries
import Reading
import Rendering
import Reports
import SourceText

/// A dashboard as a screen, a page, CSV and JSON.
struct DashboardPresentation {
    private let name: String
    private let spec: DashboardSpec
    private let blocks: [DashboardBlock]
    private let panels: BlockPanels
    private let books: [ReportBook]
    private let today: CivilDate

    init(
        name: String, _ spec: DashboardSpec, _ blocks: [DashboardBlock], _ outside: OutsideBlocks,
        _ books: [ReportBook], today: CivilDate
    ) {
        self.name = name
        self.spec = spec
        self.blocks = blocks
        self.books = books
        self.today = today
        panels = BlockPanels(
            MoneyText(books.map(\.ledger), also: spec.currency), outside,
            areSeveral: books.count > 1, today: today)
    }

    func answer(diagnostics: [Diagnostic], screen: PanelScreen) -> Answer {
        var answer = Answer(
            "dashboard", diagnostics: diagnostics, payload: payload, sheet: sheet,
            text: {
                let text = screen.text(title: heading, blocks.map(panels.panel))
                return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                    .map { .drawn(String($0)) }
            })
        answer.page = {
            PanelPage.page(
                title: spec.title, subtitle: subtitle, language: "en", columns: spec.columns,
                blocks.map(panels.panel))
        }
        return answer
    }

    /// The name of the ledger, or those of several.
    private var ledgers: String? {
        if books.count == 1 { return books[0].ledger.name }
        return books.compactMap(\.name).joined(separator: ", ")
    }

    private var subtitle: String {
        [ledgers, spec.period, "\(today)"].compactMap { $0 }.joined(separator: " · ")
    }

    private var heading: String { "\(spec.title) · \(subtitle)".harmless }

    private func payload() -> [JSONMember] {
        [
            JSONMember("name", .string(name)), JSONMember("title", .string(spec.title)),
            JSONMember("blocks", .array(blocks.map(json))),
        ]
    }

    private func json(_ block: DashboardBlock) -> JSONValue {
        var members = [
            JSONMember("type", .string(block.spec.type.rawValue)),
            JSONMember("title", .string(panels.title(block))),
        ]
        let money = panels.money
        switch block.content {
        case .report(let table):
            // The block's title stands there already.
            members += ReportPresentation(table, money, name: block.spec.name).payload()
                .filter { $0.key != "title" }
        case .budget(let report):
            members += BudgetPresentation(report, money, showsOver: false).payload()
        case .lines(let lines, let count):
            let wires = books.map { TransactionWire($0.ledger) }
            members.append(
                JSONMember(
                    "transactions", .array(lines.map { wires[$0.book].json($0.transaction) })))
            members.append(JSONMember("count", .integer(count)))
        case .upcoming(let list, _):
            members.append(
                JSONMember(
                    "upcoming",
                    .array(
                        list.map { one in
                            .object([
                                JSONMember("date", .string((one.due ?? one.date).description)),
                                JSONMember("account", .string(one.account)),
                                JSONMember(
                                    "amount", .string(money.number(one.amount, one.currency))),
                                JSONMember("currency", .string(one.currency.description)),
                                JSONMember("category", .optional(one.category)),
                                JSONMember("source", .string(one.source.rawValue)),
                                JSONMember("text", .string(one.text)),
                            ])
                        })))
        case .forecast(let forecasts):
            members.append(
                JSONMember(
                    "forecasts",
                    .array(
                        forecasts.map { forecast in
                            .object(
                                ForecastPresentation(forecast, money, cycle: nil, showsParts: false)
                                    .payload())
                        })))
        case .note(let text), .failed(let text): members.append(JSONMember("text", .string(text)))
        case .outside, .attention:
            members.append(JSONMember("lines", .strings(panels.outsideLines(block.spec.type))))
        }
        return .object(members)
    }

    /// Every block's figures below each other, each row with the block's title.
    private func sheet() -> Sheet {
        var sheet = Sheet(header: ["block", "type", "name", "column", "value", "currency"])
        for block in blocks {
            guard case .report(let table) = block.content else { continue }
            for section in table.sections {
                for row in section.rows {
                    for (column, sums) in zip(table.periods, row.sums) {
                        for entry in sums {
                            sheet.rows.append([
                                panels.title(block), block.spec.type.rawValue,
                                row.key?.name ?? "",
                                column.begin?.description ?? "",
                                panels.money.number(entry.units, entry.currency),
                                entry.currency.description,
                            ])
                        }
                    }
                }
            }
        }
        return sheet
    }
}
