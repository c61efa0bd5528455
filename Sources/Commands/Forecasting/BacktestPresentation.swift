import Forecasting
import JSONText
import Model
import Rendering
import SourceText

/// A back-test as text, CSV and JSON.
struct BacktestPresentation {
    private let backtest: Backtest
    private let money: MoneyText
    /// Whether CSV tells what came in each month, and not how far off forecasts were.
    private let showsFlows: Bool

    init(_ backtest: Backtest, _ money: MoneyText, showsFlows: Bool) {
        self.backtest = backtest
        self.money = money
        self.showsFlows = showsFlows
    }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        Answer(
            "forecast", diagnostics: diagnostics, payload: payload, sheet: sheet, text: text)
    }

    private static let names = [
        "mase", "crps", "naive_mase", "seasonal_naive_mase", "coverage80", "coverage95",
    ]

    private func figures(_ series: Backtest.Series) -> [String?] {
        [
            series.mase, series.crps, series.naive, series.seasonalNaive, series.coverage80,
            series.coverage95,
        ].map { $0.map { decimalText($0, decimals: 4) } }
    }

    private func payload() -> [JSONMember] {
        let series = backtest.series.map { series -> JSONValue in
            var members = [
                JSONMember("account", .string(series.account)),
                JSONMember("category", category(series)),
                JSONMember("model", .string(series.model)),
                JSONMember("origins", .integer(series.origins)),
            ]
            for (name, figure) in zip(BacktestPresentation.names, figures(series)) {
                members.append(JSONMember(name, .optional(figure)))
            }
            return .object(members)
        }
        return [JSONMember("series", .array(series))]
    }

    /// `null` for all that moves in the account, as the contract says; lines without a category are `(none)`.
    private func category(_ series: Backtest.Series) -> JSONValue {
        switch series.category {
        case .all: .null
        case .named(let name): .string(name ?? "(none)")
        }
    }

    private func label(_ series: Backtest.Series) -> String {
        switch series.category {
        case .all: ""
        case .named(let name): name ?? "(none)"
        }
    }

    private func sheet() -> Sheet {
        if showsFlows { return flows }
        return Sheet(
            header: ["account", "currency", "category", "model", "origins"]
                + BacktestPresentation.names,
            rows: backtest.series.map { series in
                [
                    series.account, series.currency.description, label(series), series.model,
                    "\(series.origins)",
                ] + figures(series).map { $0 ?? "" }
            })
    }

    private var flows: Sheet {
        Sheet(
            header: ["account", "currency", "category", "month", "flow"],
            rows: zip(backtest.series, backtest.values).flatMap { series, values in
                values.flows.enumerated().map { place, flow in
                    [
                        series.account, series.currency.description, label(series),
                        Backtest.month(values.first + place),
                        money.number(flow, series.currency),
                    ]
                }
            })
    }

    private func text() -> [TextBlock] {
        if backtest.series.isEmpty {
            return [.line("no account has lines of \(Backtest.least + 1) whole months yet")]
        }
        let columns = [
            Column("account"), Column("category", shrinks: true), Column("model"),
            Column("error", .right), Column("last month", .right), Column("last year", .right),
            Column("score", .right), Column("80 %", .right), Column("95 %", .right),
        ]
        let rows = backtest.series.map { series -> [Cell] in
            let isAll = series.category == .all
            func ratio(_ value: Int?) -> Cell {
                Cell(
                    value.map { money.decimal(rounded($0, to: 100), decimals: 2) } ?? "–",
                    isAll ? .total : .plain)
            }
            func share(_ value: Int?) -> Cell {
                Cell(value.map { "\(rounded($0, to: 100))" } ?? "–")
            }
            return [
                Cell(series.account, isAll ? .total : .faint), Cell(label(series)),
                Cell(series.model, .faint), ratio(series.mase), ratio(series.naive),
                ratio(series.seasonalNaive), ratio(series.crps), share(series.coverage80),
                share(series.coverage95),
            ]
        }
        return [.table(Table(columns: columns, rows: rows))] + notes
    }

    private func rounded(_ value: Int, to parts: Int) -> Int {
        Int(dividedHalfToEven(Int128(value), by: parts))
    }

    private var notes: [TextBlock] {
        let points = backtest.series.reduce((0, 0, 0)) {
            ($0.0 + $1.banded.points, $0.1 + $1.banded.inside80, $0.2 + $1.banded.inside95)
        }
        func percent(_ count: Int) -> String {
            money.decimal((count * 2_000 + points.0) / (2 * max(points.0, 1)), decimals: 1)
        }
        var lines = [
            TextBlock.line(""),
            .line(
                "error: of the months ahead, in parts of the usual change from month to month; beside it what the last month, and that of a year ago, would have been off."
            ),
            .line("score: the CRPS, in units of the currency; less is better."),
        ]
        if points.0 > 0 {
            lines.append(
                .line(
                    "bands: of \(points.0) months \(percent(points.1)) % were inside the band of 80 %, \(percent(points.2)) % inside that of 95 %."
                ))
        }
        return lines
    }
}
