import Matching
import SourceText

/// On which days an amount occurs, to see quickly that nothing near a day can be meant.
struct DaysByAmount: Sendable {
    private var days: [Int64: [Int32]] = [:]
    /// Days on which any amount may be meant.
    private var anyAmount: [Int32] = []

    mutating func add(_ day: Int32, _ amount: Int64) { days[amount, default: []].append(day) }

    mutating func addToAll(_ day: Int32) { anyAmount.append(day) }

    /// Must be called once after the last day was added.
    mutating func sort() {
        for amount in days.keys { days[amount]?.sort() }
        anyAmount.sort()
    }

    var isEmpty: Bool { days.isEmpty && anyAmount.isEmpty }

    /// Whether the amount occurs within twice the window of days of matching: a line's own day may be a
    /// person's, away from the bank's.
    func isNear(_ day: Int32, _ amount: Int64) -> Bool {
        isNear(day, in: anyAmount) || days[amount].map { isNear(day, in: $0) } ?? false
    }

    /// Whether anything occurs near the day.
    func isNear(_ day: Int32) -> Bool {
        isNear(day, in: anyAmount) || days.values.contains { isNear(day, in: $0) }
    }

    private func isNear(_ day: Int32, in days: [Int32]) -> Bool {
        let first = days.partitioningIndex { $0 >= day - 2 * MatchCost.window }
        return first < days.count && days[first] <= day + 2 * MatchCost.window
    }
}
