package import Model

/// Reads periods as people type them: `2026`, `2026-11`, `2026Q4`, `2026-11-03`, `A..B`, `today`,
/// `last month`, `last 30 days`.
package struct PeriodParser: Sendable {
    private let today: CivilDate
    private let cycles: CycleParser

    /// - Parameter paydays: the days on which wages came, asked for only where `payday` is typed.
    package init(
        today: CivilDate, calendar: LedgerCalendar,
        paydays: (@Sendable () -> [CivilDate])? = nil
    ) {
        self.today = today
        cycles = CycleParser(today: today, calendar: calendar, paydays: paydays)
    }

    /// The forms, for messages.
    package static let forms =
        "2026, 2026-11, 2026Q4, 2026-11-03, 2026-01..2026-07, today, last month, last 30 days, "
        + "this fiscal-year, last payday"

    /// The period that `text` names, or `nil`.
    package func period(_ text: String) -> Period? {
        let text = text.lowercased().trimmed
        guard let dots = text.range(ofDots: ()) else { return single(text) }
        let left = String(text[..<dots.lowerBound]).trimmed
        let right = String(text[dots.upperBound...]).trimmed
        var result = Period()
        if !left.isEmpty {
            guard let begin = single(left)?.begin else { return nil }
            result.begin = begin
        }
        if !right.isEmpty {
            guard let end = single(right)?.begin else { return nil }
            result.end = end
        }
        if let begin = result.begin, let end = result.end, begin > end { return nil }
        return result
    }

    /// The first day of the period that `text` names, as `-b` and `-e` take it.
    package func day(_ text: String) -> CivilDate? {
        single(text.lowercased().trimmed)?.begin
    }

    private func single(_ text: String) -> Period? {
        if let date = CivilDate(iso: text) { return Period(begin: date, end: date.adding(days: 1)) }
        return numeric(text) ?? relative(text.split(separator: " ").map(String.init))
    }

    private func numeric(_ text: String) -> Period? {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ $0 &- 0x30 < 10 })
            else { return nil }
            return Int(String(decoding: bytes[range], as: UTF8.self))
        }
        guard let year = number(0..<4) else { return nil }
        if bytes.count == 4 { return months(year, 1, 12) }
        if bytes.count == 7, bytes[4] == UInt8(ascii: "-"), let month = number(5..<7) {
            return months(year, month, 1)
        }
        let hasHyphen = bytes.count == 7 && bytes[4] == UInt8(ascii: "-")
        let q = hasHyphen ? 5 : 4
        if bytes.count == q + 2, bytes[q] == UInt8(ascii: "q"), let quarter = number(q + 1..<q + 2),
            (1...4).contains(quarter)
        {
            return months(year, quarter * 3 - 2, 3)
        }
        return nil
    }

    private func months(_ year: Int, _ month: Int, _ count: Int) -> Period? {
        guard let begin = CivilDate(year: year, month: month, day: 1) else { return nil }
        return Period(begin: begin, end: begin.adding(months: count))
    }

    private func relative(_ words: [String]) -> Period? {
        switch words {
        case ["today"]: return days(0)
        case ["yesterday"]: return days(-1)
        case ["tomorrow"]: return days(1)
        default: break
        }
        if words.count == 3, words[0] == "last" || words[0] == "next", let count = Int(words[1]),
            count > 0, count <= 100_000
        {
            return span(words[2], words[0] == "last" ? -count : count)
        }
        guard words.count == 2, ["this", "next", "last"].contains(words[0]),
            CycleParser.words.contains(words[1]), let cycle = cycles.cycle(words[1])
        else { return nil }
        let this = cycle.period(of: today)
        switch words[0] {
        case "next": return this.end.map { cycle.period(of: $0) }
        case "last": return this.begin.flatMap { cycle.period(before: $0) }
        default: return this
        }
    }

    private func days(_ offset: Int) -> Period? {
        guard let day = today.adding(days: offset) else { return nil }
        return Period(begin: day, end: day.adding(days: 1))
    }

    /// `last 30 days` ends with today; `next 30 days` begins tomorrow.
    private func span(_ unit: String, _ count: Int) -> Period? {
        let tomorrow = today.adding(days: 1)
        guard let edge = tomorrow else { return nil }
        let other: CivilDate? =
            switch unit {
            case "day", "days": edge.adding(days: count)
            case "week", "weeks": edge.adding(days: count * 7)
            case "month", "months": edge.adding(months: count)
            case "year", "years": edge.adding(months: count * 12)
            default: nil
            }
        guard let other else { return nil }
        return count < 0 ? Period(begin: other, end: edge) : Period(begin: edge, end: other)
    }
}

extension String {
    /// Without the blanks at both ends.
    var trimmed: String {
        var view = Substring(self)
        while view.first == " " { view.removeFirst() }
        while view.last == " " { view.removeLast() }
        return String(view)
    }

    /// Where `..` stands.
    fileprivate func range(ofDots: Void) -> Range<String.Index>? {
        var index = startIndex
        while index < endIndex {
            let next = self.index(after: index)
            if self[index] == ".", next < endIndex, self[next] == "." {
                return index..<self.index(after: next)
            }
            index = next
        }
        return nil
    }
}
