import Budgets
import JSONText
import Model
import Queries
import Rendering
import SourceText

/// Budgets as text, CSV and JSON.
struct BudgetPresentation {
    private let report: BudgetReport
    private let statuses: [BudgetStatus]
    private let money: MoneyText

    init(_ report: BudgetReport, _ money: MoneyText, showsOver: Bool) {
        self.report = report
        self.money = money
        statuses = report.statuses.filter { !showsOver || $0.state == .over }
    }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        Answer(
            "budget", status: report.isOver ? .findings : .done, diagnostics: diagnostics,
            payload: payload, sheet: sheet, text: text)
    }

    private func number(_ units: Int128, _ status: BudgetStatus) -> String {
        money.number(units, status.line.currency)
    }

    func payload() -> [JSONMember] {
        [JSONMember("budgets", .array(statuses.map(json)))]
    }

    private func json(_ status: BudgetStatus) -> JSONValue {
        func integer(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
        return .object([
            JSONMember("budget", .string(status.line.budget)),
            JSONMember("line", .integer(status.line.number)),
            JSONMember("category", .string(status.line.category)),
            JSONMember("kind", .string(status.line.kind.rawValue)),
            JSONMember("account", .optional(status.line.account)),
            JSONMember("begin", .optional(status.period.begin?.description)),
            JSONMember("end", .optional(status.period.end?.description)),
            JSONMember("currency", .string(status.line.currency.description)),
            JSONMember("amount", .string(number(status.amount, status))),
            JSONMember("carried", .string(number(status.carried, status))),
            JSONMember("moved", .string(number(status.moved, status))),
            JSONMember("available", .string(number(status.available, status))),
            JSONMember("actual", .string(number(status.actual, status))),
            JSONMember("remaining", .string(number(status.remaining, status))),
            JSONMember("used_percent", integer(status.usedPercent)),
            JSONMember("day", integer(status.day)),
            JSONMember("days", .integer(status.days)),
            JSONMember("usual_percent", integer(status.usualPercent)),
            JSONMember("state", .string(status.state.rawValue)),
        ])
    }

    private func sheet() -> Sheet {
        Sheet(
            header: [
                "budget", "category", "kind", "account", "begin", "end", "currency", "amount",
                "carried", "moved", "available", "actual", "remaining", "used_percent", "day",
                "days", "usual_percent", "state",
            ],
            rows: statuses.map { status in
                let line = status.line
                return [
                    line.budget, line.category, line.kind.rawValue, line.account ?? "",
                    status.period.begin?.description ?? "",
                    status.period.end?.description ?? "", line.currency.description,
                    number(status.amount, status), number(status.carried, status),
                    number(status.moved, status), number(status.available, status),
                    number(status.actual, status), number(status.remaining, status),
                    status.usedPercent.map { "\($0)" } ?? "",
                    status.day.map { "\($0)" } ?? "", "\(status.days)",
                    status.usualPercent.map { "\($0)" } ?? "", status.state.rawValue,
                ]
            })
    }

    // Text

    private func text() -> [TextBlock] {
        guard !statuses.isEmpty else { return notes }
        let hasCarried = statuses.contains { $0.carried != 0 }
        let hasMoved = statuses.contains { $0.moved != 0 }
        let hasFiles = Set(statuses.map(\.line.budget)).count > 1
        var columns = [Column("category", shrinks: true)]
        if hasFiles { columns.insert(Column("budget"), at: 0) }
        columns += [Column("period"), Column("amount", .right)]
        if hasCarried { columns.append(Column("carried", .right)) }
        if hasMoved { columns.append(Column("moved", .right)) }
        columns += [
            Column("actual", .right), Column("remaining", heading: "left", .right),
            Column("used", .right), Column("pace"),
        ]
        let rows = statuses.map { status -> [Cell] in
            let code = status.line.currency
            var cells = [
                Cell(status.line.category + (status.line.account.map { " (\($0))" } ?? ""))
            ]
            if hasFiles { cells.insert(Cell(status.line.budget), at: 0) }
            cells += [Cell(period(status), .faint), Cell(money.amount(status.amount, code))]
            if hasCarried { cells.append(Cell(number(status.carried, status))) }
            if hasMoved { cells.append(Cell(number(status.moved, status))) }
            let isOver = status.state == .over
            cells += [
                Cell(number(status.actual, status)),
                Cell(number(status.remaining, status), isOver ? .negative : .plain),
                Cell(status.usedPercent.map { "\($0) %" } ?? ""), Cell(pace(status)),
            ]
            return cells
        }
        return [.table(Table(columns: columns, rows: rows))] + notes
    }

    /// `2026-11` for a month of the calendar, else the first and the last day.
    private func period(_ status: BudgetStatus) -> String {
        guard let begin = status.period.begin, let last = status.period.lastDay else { return "" }
        let cycle = status.line.cycle
        if cycle?.unit != nil, let label = status.period.label(in: cycle, isOnly: false) {
            return label
        }
        return "\(begin) to \(last)"
    }

    /// `day 22 of 30, usually 70 %`.
    private func pace(_ status: BudgetStatus) -> String {
        var words: [String] = []
        switch status.state {
        case .over: words.append("overspent")
        case .ahead: words.append("ahead")
        case .short: words.append("short")
        case .reached: words.append("reached")
        case .ok: break
        }
        if let day = status.day {
            let usual = status.usualPercent.map { ", usually \($0) %" } ?? ""
            words.append("day \(day) of \(status.days)\(usual)")
        }
        return words.joined(separator: ": ")
    }

    private var notes: [TextBlock] {
        report.foreign.map { category, sums in
            .line(
                "not counted in \(category), because it is in another currency: \(money.field(sums)); -X counts it"
            )
        }
    }
}
