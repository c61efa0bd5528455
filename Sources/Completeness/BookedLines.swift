import Model
import SourceText

/// Booked lines, found by their amounts and by the balances that they state.
struct BookedLines {
    private let days: [Int32]
    /// The places of the lines of each amount, in the order of days.
    private let placesOfAmount: [Int64: [Int]]
    private let balancesOfDay: [Int32: Set<Int64>]
    /// The days on which lines state balances, in order.
    private let statedDays: [Int32]

    /// - Complexity: O(n log n).
    init(_ lines: [ProofLine]) {
        days = lines.map(\.date.day)
        var places: [Int64: [Int]] = [:]
        var balances: [Int32: Set<Int64>] = [:]
        let booked = lines.indices.filter { lines[$0].status == .booked }
        for place in booked.sorted(by: { (lines[$0].date, $0) < (lines[$1].date, $1) }) {
            let line = lines[place]
            places[line.amount, default: []].append(place)
            if let balance = line.balance { balances[line.date.day, default: []].insert(balance) }
        }
        placesOfAmount = places
        balancesOfDay = balances
        statedDays = balances.keys.sorted()
    }

    /// The places of the lines of one amount that are at most so many days away; the line is one of them.
    func near(_ line: ProofLine, days window: Int32) -> ArraySlice<Int> {
        let places = placesOfAmount[line.amount] ?? []
        let first = places.partitioningIndex { days[$0] >= line.date.day - window }
        let end = places.partitioningIndex { days[$0] > line.date.day + window }
        return places[first..<end]
    }

    /// Whether the balance that a line states follows from none of its day, and of the last day before with one,
    /// by its amount.
    func isUnlinked(_ line: ProofLine) -> Bool {
        guard let balance = line.balance else { return false }
        let before = balance - line.amount
        let count = statedDays.partitioningIndex { $0 >= line.date.day }
        let last = count > 0 ? balancesOfDay[statedDays[count - 1]] : nil
        return ![balancesOfDay[line.date.day], last].contains { $0?.contains(before) ?? false }
    }
}
