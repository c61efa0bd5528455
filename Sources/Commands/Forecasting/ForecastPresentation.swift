import Forecasting
import JSONText
import Model
import Queries
import Rendering
import SourceText

/// A forecast as text, CSV and JSON.
struct ForecastPresentation {
    private let forecast: Forecast
    private let money: MoneyText
    /// The periods at whose ends balances are told; `nil` for every day in JSON and CSV, and the last in text.
    private let cycle: Cycle?
    private let showsParts: Bool

    init(_ forecast: Forecast, _ money: MoneyText, cycle: Cycle?, showsParts: Bool) {
        self.forecast = forecast
        self.money = money
        self.cycle = cycle
        self.showsParts = showsParts
    }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        let isShort = forecast.accounts.contains { $0.belowZero != nil }
        return Answer(
            "forecast", status: isShort ? .findings : .done, diagnostics: diagnostics,
            payload: payload, sheet: sheet, text: text)
    }

    /// The days whose balances are told.
    private func days(_ course: Forecast.Course) -> [Forecast.Day] {
        cycle.map { course.days(atEndsOf: $0) } ?? course.days
    }

    // JSON

    func payload() -> [JSONMember] {
        [
            JSONMember("from", .string(forecast.from.description)),
            JSONMember("to", .string(forecast.to.description)),
            JSONMember("scenario", .optional(forecast.scenario)),
            JSONMember("paths", .integer(forecast.paths)),
            JSONMember("seed", .integer(Int(clamping: forecast.seed))),
            JSONMember("accounts", .array(forecast.accounts.map(json))),
            JSONMember("totals", .array(forecast.totals.map(json))),
            JSONMember("parts", .array(forecast.parts.map(json))),
        ]
    }

    private func json(_ course: Forecast.Course) -> JSONValue {
        func amount(_ units: Int128) -> JSONValue {
            .string(money.number(units, course.currency))
        }
        let days = days(course).map { day -> JSONValue in
            .object([
                JSONMember("date", .string(day.date.description)),
                JSONMember("expected", amount(day.expected)),
                JSONMember("low80", amount(day.low80)), JSONMember("high80", amount(day.high80)),
                JSONMember("low95", amount(day.low95)), JSONMember("high95", amount(day.high95)),
            ])
        }
        let lowest = course.lowest.map { day -> JSONValue in
            .object([
                JSONMember("date", .string(day.date.description)),
                JSONMember("amount", amount(day.expected)),
            ])
        }
        var members = [
            JSONMember("currency", .string(course.currency.description)),
            JSONMember("start", amount(course.start)), JSONMember("days", .array(days)),
            JSONMember("lowest", lowest ?? .null),
            JSONMember("below_zero", .optional(course.belowZero?.description)),
        ]
        if let account = course.account {
            members.insert(JSONMember("account", .string(account)), at: 0)
        }
        return .object(members)
    }

    private func json(_ part: ForecastPart) -> JSONValue {
        .object([
            JSONMember("date", .string(part.date.description)),
            JSONMember("account", .string(part.account)),
            JSONMember("amount", .string(money.number(part.amount, part.currency))),
            JSONMember("currency", .string(part.currency.description)),
            JSONMember("category", .optional(part.category)),
            JSONMember("source", .string(part.source.rawValue)),
            JSONMember("ref", .optional(part.ref)), JSONMember("text", .string(part.text)),
        ])
    }

    // CSV

    private func sheet() -> Sheet {
        if showsParts {
            return Sheet(
                header: [
                    "date", "account", "amount", "currency", "category", "source", "ref", "text",
                ],
                rows: forecast.parts.map { part in
                    [
                        part.date.description, part.account,
                        money.number(part.amount, part.currency), part.currency.description,
                        part.category ?? "", part.source.rawValue, part.ref ?? "", part.text,
                    ]
                })
        }
        let rows = (forecast.accounts + forecast.totals).flatMap { course in
            days(course).map { day in
                [course.account ?? "", course.currency.description, day.date.description]
                    + [day.expected, day.low80, day.high80, day.low95, day.high95]
                    .map { money.number($0, course.currency) }
            }
        }
        return Sheet(
            header: [
                "account", "currency", "date", "expected", "low80", "high80", "low95", "high95",
            ], rows: rows)
    }

    // Text

    private func text() -> [TextBlock] {
        if forecast.accounts.isEmpty { return [] }
        if showsParts { return [partTable] }
        var blocks: [TextBlock] = []
        if let cycle { blocks.append(courseTable(cycle)) } else { blocks.append(summary) }
        let notes = forecast.accounts.compactMap(note)
        if !notes.isEmpty { blocks.append(.line("")) }
        return blocks + notes.flatMap { $0 }
    }

    /// Each account now and at the end.
    private var summary: TextBlock {
        let columns = [
            Column("account", shrinks: true), Column("now", .right),
            Column("end", heading: forecast.to.description, .right),
            Column("from", heading: "80 % from", .right), Column("to", .right),
            Column("lowest", .right), Column("day", heading: "on"),
        ]
        return .table(
            Table(
                columns: columns, rows: forecast.accounts.map(summaryRow),
                footer: forecast.totals.map(summaryRow)))
    }

    private func summaryRow(_ course: Forecast.Course) -> [Cell] {
        guard let last = course.days.last, let lowest = course.lowest else { return [] }
        let isTotal = course.account == nil
        func cell(_ units: Int128) -> Cell {
            Cell(
                money.amount(units, course.currency),
                units < 0 && !course.isDebt ? .negative : isTotal ? .total : .plain)
        }
        func bound(_ units: Int128) -> Cell {
            Cell(
                money.number(units, course.currency),
                units < 0 && !course.isDebt ? .negative : .plain)
        }
        return [
            Cell(course.account ?? "", isTotal ? .total : .plain), cell(course.start),
            cell(last.expected), bound(last.low80), bound(last.high80), bound(lowest.expected),
            Cell(lowest.date.description, .faint),
        ]
    }

    /// The balance of each account at the end of each period.
    private func courseTable(_ cycle: Cycle) -> TextBlock {
        let courses = forecast.accounts + forecast.totals
        var columns = [Column("day")]
        for (place, course) in courses.enumerated() {
            columns.append(
                Column(
                    "\(place)",
                    heading: course.account.map { name in
                        forecast.accounts.count { $0.account == name } > 1
                            ? "\(name) \(course.currency)" : name
                    } ?? "\(course.currency)", .right))
        }
        let told = courses.map(days)
        let rows = (told.first ?? []).indices.map { place in
            [Cell(told[0][place].date.description)]
                + zip(courses, told).map { course, days in
                    let units = days[place].expected
                    return Cell(
                        money.number(units, course.currency),
                        units < 0 && !course.isDebt ? .negative : .plain)
                }
        }
        return .table(Table(columns: columns, rows: rows))
    }

    /// Where an account falls below zero, and what does it.
    private func note(_ course: Forecast.Course) -> [TextBlock]? {
        guard let account = course.account, let lowest = course.lowest,
            let day = course.belowZero
        else { return nil }
        var lines: [TextBlock] = [
            .line(
                "\(account) falls below zero on \(day), and is lowest on \(lowest.date) with \(money.amount(lowest.expected, course.currency))."
            )
        ]
        let largest = forecast.parts.enumerated().filter { _, part in
            part.account == account && part.currency == course.currency
                && part.amount < 0 && part.date <= lowest.date
                && part.date.day > lowest.date.day - 31
        }.sorted {
            $0.element.amount != $1.element.amount
                ? $0.element.amount < $1.element.amount : $0.offset < $1.offset
        }.prefix(3).map(\.element)
        for part in largest {
            lines.append(
                .line(
                    "  \(part.date)  \(money.amount(part.amount, part.currency))  \(ForecastPresentation.what(part))"
                ))
        }
        return lines
    }

    /// What a part is, in words.
    static func what(_ part: ForecastPart) -> String {
        let words = [part.text, part.category ?? ""].filter { !$0.isEmpty }
        return "\(words.joined(separator: ", ")) (\(part.source.rawValue))"
    }

    private var partTable: TextBlock {
        .table(
            Table(
                columns: [
                    Column("date"), Column("account"), Column("amount", .right),
                    Column("category", shrinks: true), Column("source"),
                    Column("text", shrinks: true),
                ],
                rows: forecast.parts.map { part in
                    [
                        Cell(part.date.description), Cell(part.account),
                        Cell(
                            money.amount(part.amount, part.currency),
                            part.amount < 0 ? .negative : .plain),
                        Cell(part.category ?? "(none)"), Cell(part.source.rawValue, .faint),
                        Cell(part.text),
                    ]
                }))
    }
}
