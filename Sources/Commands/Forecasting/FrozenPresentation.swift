import Analysis
import Forecasting
import JSONText
import Model
import Reading
import Rendering
import SourceText

/// A forecast of the past held against what came, as text, CSV and JSON.
struct FrozenPresentation {
    private struct Row {
        let account: String
        let currency: CurrencyCode
        let date: CivilDate
        let expected: Int128
        let low: Int128
        let high: Int128
        /// `nil` for a day that is still to come.
        let came: Int128?

        var isInside: Bool? { came.map { $0 >= low && $0 <= high } }
    }

    private let frozen: ForecastSpec.Frozen
    private let rows: [Row]
    private let money: MoneyText
    let findings: [Diagnostic]

    /// Reads the balances of the days that are over.
    init(_ frozen: ForecastSpec.Frozen, _ ledger: Ledger, today: CivilDate, threads: Int) {
        self.frozen = frozen
        money = MoneyText(ledger)
        let over = Set(frozen.days.map(\.date).filter { $0 <= today }).sorted()
        let balances =
            over.isEmpty
            ? nil : AccountBalances(ledger, at: over, today: today, threads: threads)
        findings = balances?.findings ?? ledger.findings
        rows = frozen.days.map { day in
            func units(_ number: DecimalNumber) -> Int128 {
                Int128(number.scaled(to: ledger.decimals(day.currency)) ?? 0)
            }
            let account = ledger.account(ledger.currentAccountNames[day.account] ?? day.account)
            let came =
                day.date <= today
                ? account.flatMap { balances?.balance(of: $0, at: day.date)[day.currency] } : nil
            return Row(
                account: day.account, currency: day.currency, date: day.date,
                expected: units(day.expected), low: units(day.low80), high: units(day.high80),
                came: came)
        }
    }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        Answer("forecast", diagnostics: diagnostics, payload: payload, sheet: sheet, text: text)
    }

    private func payload() -> [JSONMember] {
        let days = rows.map { row -> JSONValue in
            func amount(_ units: Int128) -> JSONValue { .string(money.number(units, row.currency)) }
            return .object([
                JSONMember("account", .string(row.account)),
                JSONMember("currency", .string(row.currency.description)),
                JSONMember("date", .string(row.date.description)),
                JSONMember("expected", amount(row.expected)), JSONMember("low80", amount(row.low)),
                JSONMember("high80", amount(row.high)),
                JSONMember("came", row.came.map(amount) ?? .null),
                JSONMember("difference", row.came.map { amount($0 - row.expected) } ?? .null),
                JSONMember("inside", row.isInside.map { .bool($0) } ?? .null),
            ])
        }
        return [
            JSONMember("frozen", .string(frozen.date.description)),
            JSONMember("days", .array(days)),
        ]
    }

    private func sheet() -> Sheet {
        Sheet(
            header: [
                "account", "currency", "date", "expected", "low80", "high80", "came", "difference",
            ],
            rows: rows.map { row in
                [row.account, row.currency.description, row.date.description]
                    + [row.expected, row.low, row.high].map { money.number($0, row.currency) }
                    + [row.came, row.came.map { $0 - row.expected }].map {
                        $0.map { money.number($0, row.currency) } ?? ""
                    }
            })
    }

    private func text() -> [TextBlock] {
        let columns = [
            Column("account"), Column("day"), Column("expected", .right),
            Column("from", heading: "80 % from", .right), Column("to", .right),
            Column("came", .right), Column("off", .right), Column("band"),
        ]
        let table = Table(
            columns: columns,
            rows: rows.map { row in
                [
                    Cell(row.account), Cell(row.date.description, .faint),
                    Cell(money.amount(row.expected, row.currency)),
                    Cell(money.number(row.low, row.currency), .faint),
                    Cell(money.number(row.high, row.currency), .faint),
                    Cell(row.came.map { money.amount($0, row.currency) } ?? ""),
                    Cell(row.came.map { money.number($0 - row.expected, row.currency) } ?? ""),
                    Cell(
                        row.isInside.map { $0 ? "inside" : "outside" } ?? "to come",
                        row.isInside == false ? .negative : .plain),
                ]
            })
        let over = rows.compactMap(\.isInside)
        let inside = over.count { $0 }
        var blocks: [TextBlock] = [.line("As expected on \(frozen.date):"), .table(table)]
        if !over.isEmpty {
            blocks.append(
                .line("\(inside) of \(over.count) balances were inside the band of 80 %."))
        }
        return blocks
    }
}
