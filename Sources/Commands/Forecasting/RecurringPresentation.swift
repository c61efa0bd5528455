import Forecasting
import JSONText
import Model
import Plans
import Recurrences
import Rendering
import SourceText

/// What comes again as text, CSV and JSON.
struct RecurringPresentation {
    private let found: [RecurringRun.Found]
    private let money: MoneyText

    init(_ found: [RecurringRun.Found], _ money: MoneyText) {
        self.found = found
        self.money = money
    }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        Answer(
            "recurring", diagnostics: diagnostics, payload: payload, sheet: sheet, text: text)
    }

    private func payload() -> [JSONMember] {
        [JSONMember("recurrences", .array(found.map(json)))]
    }

    private func json(_ item: RecurringRun.Found) -> JSONValue {
        let recurrence = item.recurrence
        func amount(_ units: Int64) -> JSONValue {
            .string(money.number(units, recurrence.currency))
        }
        func ids(_ lines: [HistoryLine]) -> JSONValue {
            .array(lines.map { .optional($0.id) })
        }
        let changes = recurrence.changes.map { change -> JSONValue in
            .object([
                JSONMember("date", .string(change.date.description)),
                JSONMember("before", amount(change.before)),
                JSONMember("after", amount(change.after)),
            ])
        }
        return .object([
            JSONMember("ref", .optional(item.reference)),
            JSONMember("account", .string(recurrence.account)),
            JSONMember("text", .string(recurrence.text)),
            JSONMember("contact", .optional(recurrence.contact)),
            JSONMember("category", .optional(recurrence.category)),
            JSONMember("interval", .string(recurrence.rhythm.interval)),
            JSONMember("amount", amount(recurrence.amount)),
            JSONMember("currency", .string(recurrence.currency.description)),
            JSONMember("form", .string(recurrence.form.rawValue)),
            JSONMember("least", amount(recurrence.range.lowerBound)),
            JSONMember("most", amount(recurrence.range.upperBound)),
            JSONMember("first", .optional(recurrence.days.first?.description)),
            JSONMember("last", .optional(recurrence.days.last?.description)),
            JSONMember("count", .integer(recurrence.members.count)),
            JSONMember("next", .optional(recurrence.next?.description)),
            JSONMember("state", .string(recurrence.state.rawValue)),
            JSONMember("confidence", .integer(recurrence.confidence)),
            JSONMember(
                "skipped", .array(recurrence.skipped.map { .string($0.description) })),
            JSONMember("doubled", ids(item.doubled)), JSONMember("changes", .array(changes)),
            JSONMember("trial", .bool(recurrence.hadTrial)),
            JSONMember("plan", .optional(item.plan?.reference)),
            JSONMember("evidence", ids(item.lines)),
        ])
    }

    private func sheet() -> Sheet {
        Sheet(
            header: [
                "ref", "account", "text", "category", "interval", "amount", "currency", "form",
                "first", "last", "count", "next", "state", "confidence", "skipped", "doubled",
                "plan",
            ],
            rows: found.map { item in
                let recurrence = item.recurrence
                return [
                    item.reference ?? "", recurrence.account, recurrence.text,
                    recurrence.category ?? "", recurrence.rhythm.interval,
                    money.number(recurrence.amount, recurrence.currency),
                    recurrence.currency.description, recurrence.form.rawValue,
                    recurrence.days.first?.description ?? "",
                    recurrence.days.last?.description ?? "", "\(recurrence.members.count)",
                    recurrence.next?.description ?? "", recurrence.state.rawValue,
                    "\(recurrence.confidence)", "\(recurrence.skipped.count)",
                    "\(recurrence.doubled.count)", item.plan?.reference ?? "",
                ]
            })
    }

    private func text() -> [TextBlock] {
        if found.isEmpty { return [.line("nothing comes again")] }
        let columns = [
            Column("ref"), Column("account"), Column("text", shrinks: true), Column("interval"),
            Column("amount", .right), Column("next"), Column("sure", .right),
            Column("note", shrinks: true),
        ]
        let sorted = found.enumerated().sorted { left, right in
            let (a, b) = (left.element.recurrence.next, right.element.recurrence.next)
            return a != b ? a ?? .last < b ?? .last : left.offset < right.offset
        }.map(\.element)
        let rows = sorted.map { item -> [Cell] in
            let recurrence = item.recurrence
            let about = recurrence.form == .variable ? "~" : ""
            return [
                Cell(item.reference ?? "", .faint), Cell(recurrence.account),
                Cell(recurrence.text), Cell(recurrence.rhythm.interval),
                Cell(
                    about + money.amount(recurrence.amount, recurrence.currency),
                    recurrence.amount < 0 ? .negative : .plain),
                Cell(recurrence.next?.description ?? ""),
                Cell("\(recurrence.confidence) %"), Cell(notes(item).joined(separator: "; ")),
            ]
        }
        return [.table(Table(columns: columns, rows: rows))]
    }

    /// What is worth knowing of it.
    private func notes(_ item: RecurringRun.Found) -> [String] {
        let recurrence = item.recurrence
        var notes: [String] = []
        if let plan = item.plan { notes.append("plan \(plan.reference)") }
        switch recurrence.state {
        case .active: break
        case .missing: notes.append("one is missing")
        case .stopped:
            notes.append("stopped after \(recurrence.days.last?.description ?? "")")
        }
        if recurrence.hadTrial { notes.append("began with a trial") }
        if let change = recurrence.changes.last {
            let was = money.number(change.before, recurrence.currency)
            notes.append("\(was) until \(change.date)")
        }
        if !recurrence.skipped.isEmpty { notes.append("\(recurrence.skipped.count) skipped") }
        if !recurrence.doubled.isEmpty { notes.append("\(recurrence.doubled.count) doubled") }
        return notes
    }
}
