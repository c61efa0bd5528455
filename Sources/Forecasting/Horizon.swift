package import Model
package import Queries

/// How far a forecast looks, in words.
package enum Horizon {
    /// The forms, for messages.
    package static let forms =
        "90 days, 12 weeks, 18 months, 5 years, a day such as 2027-06-30, or a period such as 2027"

    package static let usual = "12 months"

    /// The longest, in years: paths and parts of more would say nothing.
    package static let mostYears = 30

    /// The last day that is looked at; `nil` for words that say none, and for days that are over or too far away.
    package static func last(
        _ text: String, today: CivilDate, _ periods: PeriodParser
    ) -> CivilDate? {
        guard let last = lastDay(text, today, periods), last >= today,
            let most = today.adding(months: 12 * mostYears), last <= most
        else { return nil }
        return last
    }

    private static func lastDay(
        _ text: String, _ today: CivilDate, _ periods: PeriodParser
    ) -> CivilDate? {
        let words = text.lowercased().split(separator: " ").map(String.init)
        if words.count == 2, let count = Int(words[0]), count > 0, count < 100_000 {
            switch words[1] {
            case "day", "days": return today.adding(days: count)
            case "week", "weeks": return today.adding(days: 7 * count)
            case "month", "months": return today.adding(months: count)
            case "year", "years": return today.adding(months: 12 * count)
            default: return nil
            }
        }
        return periods.period(text)?.lastDay
    }
}
