import Forecasting
import JSONText
import Model
import Queries
import Schemas

/// A forecast's balances at the ends of months, as a file keeps them.
struct ForecastFreezing {
    private let forecast: Forecast
    private let money: MoneyText

    init(_ forecast: Forecast, _ money: MoneyText) {
        self.forecast = forecast
        self.money = money
    }

    /// The file's bytes.
    ///
    /// - Parameter title: what it was made of.
    func file(uid: String, title: String) -> [UInt8] {
        let month = Cycle.every(months: 1, from: .first)
        let days = forecast.accounts.flatMap { course in
            course.days(atEndsOf: month).map { day -> JSONValue in
                func amount(_ units: Int128) -> JSONValue {
                    .string(
                        decimalText(units, decimals: money.decimals(course.currency)))
                }
                return .object([
                    JSONMember("account", .string(course.account ?? "")),
                    JSONMember("currency", .string(course.currency.description)),
                    JSONMember("date", .string(day.date.description)),
                    JSONMember("expected", amount(day.expected)),
                    JSONMember("low80", amount(day.low80)),
                    JSONMember("high80", amount(day.high80)),
                ])
            }
        }
        return JSONWriter.file(
            .object([
                JSONMember("uid", .string(uid)), JSONMember("title", .string(title)),
                JSONMember(
                    "frozen",
                    .object([
                        JSONMember("date", .string(forecast.from.description)),
                        JSONMember("days", .array(days)),
                    ])),
            ]))
    }
}
