package import JSONText
package import Model

/// A forecast as its file describes it.
package struct ForecastSpec: Sendable {
    package let title: String?
    package let parent: String?
    package let scenario: String?
    package let horizon: String?
    package let accounts: [String]?
    package let without: [ForecastPart.Source]?
    package let paths: Int?
    package let seed: Int?
    package let frozen: Frozen?

    /// What was expected once.
    package struct Frozen: Sendable {
        package struct Day: Sendable {
            package let account: String
            package let currency: CurrencyCode
            package let date: CivilDate
            package let expected: DecimalNumber
            package let low80: DecimalNumber
            package let high80: DecimalNumber
        }

        package let date: CivilDate
        package let days: [Day]
    }

    /// Reads a file that follows the schema.
    package init(_ json: JSONValue) {
        title = json["title"]?.text
        parent = json["parent"]?.text
        scenario = json["scenario"]?.text
        horizon = json["horizon"]?.text
        accounts = json["accounts"]?.elements?.compactMap(\.text)
        without = json["without"]?.elements?.compactMap {
            $0.text.flatMap(ForecastPart.Source.init(rawValue:))
        }
        paths = json["paths"]?.integer
        seed = json["seed"]?.integer
        frozen = json["frozen"].flatMap(Frozen.init)
    }
}

extension ForecastSpec.Frozen {
    fileprivate init?(_ json: JSONValue) {
        guard let date = json["date"]?.text.flatMap({ CivilDate(iso: $0) }) else { return nil }
        self.date = date
        days = (json["days"]?.elements ?? []).compactMap { day in
            func number(_ key: String) -> DecimalNumber? {
                day[key]?.text.flatMap { DecimalNumber($0) }
            }
            guard let account = day["account"]?.text,
                let currency = day["currency"]?.text.flatMap({ CurrencyCode($0) }),
                let date = day["date"]?.text.flatMap({ CivilDate(iso: $0) }),
                let expected = number("expected"), let low = number("low80"),
                let high = number("high80")
            else { return nil }
            return Day(
                account: account, currency: currency, date: date, expected: expected, low80: low,
                high80: high)
        }
    }
}
