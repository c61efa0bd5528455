import Forecasting
import JSONText
import Model
import Queries
import Rendering
import SourceText

/// Several forecasts beside each other, as text, CSV and JSON.
struct ScenarioComparison {
    private let forecasts: [(name: String, forecast: Forecast)]
    private let money: MoneyText
    private let cycle: Cycle

    /// - Parameter forecasts: of one ledger and day.
    init(_ forecasts: [(name: String, forecast: Forecast)], _ money: MoneyText, cycle: Cycle) {
        self.forecasts = forecasts
        self.money = money
        self.cycle = cycle
    }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        Answer(
            "forecast", diagnostics: diagnostics,
            payload: {
                [
                    JSONMember(
                        "forecasts",
                        .array(
                            forecasts.map { name, forecast in
                                .object(
                                    [JSONMember("name", .string(name))]
                                        + ForecastPresentation(
                                            forecast, money, cycle: cycle, showsParts: false
                                        ).payload())
                            }))
                ]
            }, sheet: sheet, text: text)
    }

    private struct Row {
        let currency: CurrencyCode
        let date: CivilDate
        /// By forecast.
        let expected: [Int128?]
    }

    private var rows: [Row] {
        let all = forecasts.map(\.forecast.wholes)
        let currencies = Set(all.flatMap { $0.map(\.currency) }).sorted()
        return currencies.flatMap { code -> [Row] in
            let own = all.map { $0.first { $0.currency == code } }
            let longest = own.compactMap { $0 }.max { $0.days.count < $1.days.count }
            return (longest?.days(atEndsOf: cycle) ?? []).map { end in
                Row(
                    currency: code, date: end.date,
                    expected: own.map { course in
                        course?.days.first { $0.date == end.date }?.expected
                    })
            }
        }
    }

    private func sheet() -> Sheet {
        Sheet(
            header: ["date", "currency"] + forecasts.map(\.name),
            rows: rows.map { row in
                [row.date.description, row.currency.description]
                    + row.expected.map { $0.map { money.number($0, row.currency) } ?? "" }
            })
    }

    private func text() -> [TextBlock] {
        let columns =
            [Column("day")]
            + forecasts.enumerated().map { Column("\($0)", heading: $1.name, .right) }
            + forecasts.dropFirst().enumerated().map {
                Column("-\($0)", heading: "less \(forecasts[0].name)", .right)
            }
        let table = Table(
            columns: columns,
            rows: rows.map { row in
                let first = row.expected.first ?? nil
                return [Cell(row.date.description)]
                    + row.expected.map { units in
                        Cell(
                            units.map { money.amount($0, row.currency) } ?? "",
                            units.map { $0 < 0 } ?? false ? .negative : .plain)
                    }
                    + row.expected.dropFirst().map { units in
                        guard let units, let first else { return Cell("") }
                        return Cell(money.number(units - first, row.currency), .faint)
                    }
            })
        return [.table(table)]
    }
}
