package import Model

/// Reads how time is to be cut, as people type it: `month`, `month from 15`, `fiscal-year`, `payday`,
/// `every 4 weeks from 2026-01-05`, `rolling 30 days`.
package struct CycleParser: Sendable {
    private let today: CivilDate
    private let calendar: LedgerCalendar
    private let paydays: (@Sendable () -> [CivilDate])?

    /// - Parameter paydays: the days on which wages came, asked for only where `payday` is typed; `nil` where nothing
    ///   tells them, and the word stands for nothing.
    package init(
        today: CivilDate, calendar: LedgerCalendar,
        paydays: (@Sendable () -> [CivilDate])? = nil
    ) {
        self.today = today
        self.calendar = calendar
        self.paydays = paydays
    }

    /// The forms, for messages.
    package static let forms =
        "day, week, month, quarter, year, fiscal-month, fiscal-quarter, fiscal-year, last-workday, "
        + "month from 15, every 4 weeks from 2026-01-05, rolling 30 days, payday (where the preference payday says which lines are wages)"

    /// The words that stand for a whole cycle, for completion.
    package static let words = [
        "day", "week", "month", "quarter", "year", "fiscal-month", "fiscal-quarter", "fiscal-year",
        "payday", "last-workday",
    ]

    private static let adverbs: [String: Interval] = [
        "daily": .day, "weekly": .week, "monthly": .month, "quarterly": .quarter, "yearly": .year,
    ]

    /// The cycle that `text` names, or `nil`.
    package func cycle(_ text: String) -> Cycle? {
        let words = text.lowercased().split(separator: " ").map(String.init)
        guard let head = words.first else { return nil }
        if words.count == 1 { return named(head) }
        switch head {
        case "rolling":
            guard words.count == 3, let count = CycleParser.count(words[1]),
                let tomorrow = today.adding(days: 1)
            else { return nil }
            return span(words[2], count, from: tomorrow)
        case "every":
            guard words.count == 5, words[3] == "from", let count = CycleParser.count(words[1]),
                let anchor = CivilDate(iso: words[4])
            else { return nil }
            return span(words[2], count, from: anchor)
        default:
            guard words.count == 3, words[1] == "from",
                let unit = CycleParser.adverbs[head] ?? Interval(rawValue: head)
            else { return nil }
            return anchored(unit, words[2])
        }
    }

    private func named(_ word: String) -> Cycle? {
        if let unit = CycleParser.adverbs[word] ?? Interval(rawValue: word) {
            return Cycle(unit, calendar)
        }
        switch word {
        case "fiscal-month": return .every(months: 1, from: calendar.fiscalAnchor)
        case "fiscal-quarter": return .every(months: 3, from: calendar.fiscalAnchor)
        case "fiscal-year": return .every(months: 12, from: calendar.fiscalAnchor)
        case "last-workday": return .lastWorkday
        case "payday": return paydays.map { .beginning(on: $0()) }
        default: return nil
        }
    }

    /// `month from 15`, `year from 2026-04-06`, `week from 2026-01-07`.
    private func anchored(_ unit: Interval, _ text: String) -> Cycle? {
        var anchor = CivilDate(iso: text)
        if anchor == nil, unit == .month, let day = CycleParser.count(text), day <= 31 {
            // January has every day.
            anchor = CivilDate(year: 1900, month: 1, day: day)
        }
        guard let anchor else { return nil }
        return switch unit {
        case .day: .every(days: 1, from: anchor)
        case .week: .every(days: 7, from: anchor)
        case .month: .every(months: 1, from: anchor)
        case .quarter: .every(months: 3, from: anchor)
        case .year: .every(months: 12, from: anchor)
        }
    }

    private func span(_ unit: String, _ count: Int, from anchor: CivilDate) -> Cycle? {
        switch unit {
        case "day", "days": .every(days: count, from: anchor)
        case "week", "weeks": .every(days: count * 7, from: anchor)
        case "month", "months": .every(months: count, from: anchor)
        case "year", "years": .every(months: count * 12, from: anchor)
        default: nil
        }
    }

    private static func count(_ word: String) -> Int? {
        guard word.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let count = Int(word), count > 0,
            count <= 10_000
        else { return nil }
        return count
    }
}
