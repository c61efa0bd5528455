package import Model
package import Queries
import SourceText

/// A line of `plans/*.txt`, understood: a rule or a day for what is to come. It makes no line by itself.
package struct PlanLine: Sendable {
    /// Where a due day at a weekend goes; working days are Monday to Friday.
    package enum Weekend: String, Sendable, CaseIterable {
        case before, after, keep
    }

    /// From a day on another amount, for good.
    package struct Step: Sendable, Equatable {
        package let from: CivilDate
        package let amount: Int64
    }

    /// The file's name without `.txt`.
    package let plan: String
    /// The line's number in it, from 1.
    package let number: Int
    package let id: String?
    package let start: CivilDate
    /// As typed; empty for what happens once.
    package let interval: String
    package let cycle: Cycle?
    /// Minor units of `currency`, signed from the holder's wealth.
    package let amount: Int64
    package let currency: CurrencyCode
    /// Their amounts add up to `amount`.
    package let parts: [Part]
    package let text: String
    package let account: String
    /// The last day.
    package let until: CivilDate?
    /// How often it happens in all.
    package let count: Int?
    /// The scenario in which it counts; `nil` for all.
    package let scenario: String?
    package let weekend: Weekend
    /// Kept, and counted nowhere: neither the plan nor the recurrence that it stands for.
    package let isOff: Bool
    /// In the order of their days.
    package let steps: [Step]
    /// Days that are not expected any more.
    package let dropped: Set<CivilDate>

    /// Names the line in `plan:` and in messages: its id, else where it stands.
    package var reference: String { id ?? "\(plan):\(number)" }

    /// The amount of the occurrence of a day.
    package func amount(on day: CivilDate) -> Int64 {
        steps.last { $0.from <= day }?.amount ?? amount
    }

    /// The parts of the occurrence of a day; where a step changed the amount, in the proportions of the line.
    package func parts(on day: CivilDate) -> [Part] { parts.scaled(to: amount(on: day)) }

    /// About how many days lie between two occurrences; `nil` for what happens once.
    package var days: Int? {
        guard let cycle else { return nil }
        let first = cycle.start(of: start)
        return cycle.next(after: first).map { Int($0.day - first.day) }
    }

    /// The days of the occurrences that are due through `last`: the day of the rule, by which an occurrence is known, and
    /// the day on which it is due where that is at a weekend.
    package func occurrences(
        through last: CivilDate
    ) -> [(nominal: CivilDate, due: CivilDate)] {
        // A due day may lie before the day of the rule.
        let end = [last.adding(days: 2) ?? last, until].compactMap { $0 }.min() ?? last
        var days: [CivilDate] = []
        if let cycle {
            if start > end { return [] }
            days = cycle.periods(from: start, through: end).compactMap(\.begin)
                .filter { $0 >= start && $0 <= end }
            if let count { days = Array(days.prefix(count)) }
        } else if start <= end {
            days = [start]
        }
        return days.map { ($0, due($0)) }.filter { $0.due <= last }
    }

    private func due(_ day: CivilDate) -> CivilDate {
        switch weekend {
        case .keep: day
        case .before: day.workday(isLater: false)
        case .after: day.workday(isLater: true)
        }
    }
}

extension [Part] {
    /// The same parts for another sum, in proportion; what rounding leaves is in the last one.
    package func scaled(to sum: Int64) -> [Part] {
        let whole = reduce(Int128(0)) { $0 + Int128($1.amount) }
        if whole == Int128(sum) { return self }
        var rest = Int128(sum)
        return enumerated().map { index, part in
            var share = rest
            if index < count - 1 {
                share =
                    whole == 0
                    ? 0
                    : whole < 0
                        ? dividedHalfToEven(-Int128(part.amount) * Int128(sum), by: -whole)
                        : dividedHalfToEven(Int128(part.amount) * Int128(sum), by: whole)
            }
            rest -= share
            return Part(part.target, Int64(clamping: share))
        }
    }
}
