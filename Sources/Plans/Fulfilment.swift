import Matching
package import Model
import Queries
import Recurrences
import SourceText

/// Which lines fulfil which occurrences of plans: one line one occurrence, as a person says it in `plan:`, else the
/// cheapest assignment by day, amount, category and words.
package struct Fulfilment: Sendable {
    /// By plan and day.
    package private(set) var occurrences: [Occurrence] = []

    private let book: PlanBook
    private let history: History
    private let today: CivilDate

    /// - Parameters:
    ///   - last: the last day for which occurrences are wanted.
    ///   - scenarios: those whose plans count beside the plans of all.
    /// - Complexity: O(occurrences × lines near them).
    package init(
        _ book: PlanBook, _ history: History, scenarios: Set<String> = [], today: CivilDate,
        through last: CivilDate
    ) {
        self.book = book
        self.history = history
        self.today = today
        var wanted: [Wanted] = []
        var firstDays: [String: CivilDate] = [:]
        for line in history.lines where line.status != .expected {
            if firstDays[line.movement.account] == nil {
                firstDays[line.movement.account] = line.movement.date
            }
        }
        for (index, line) in book.lines.enumerated() where !line.isOff {
            if let scenario = line.scenario, !scenarios.contains(scenario) { continue }
            // Before its lines begin, an account says nothing of what came.
            let first = firstDays[line.account] ?? today
            for (nominal, due) in line.occurrences(through: last) where due >= min(first, today) {
                wanted.append(Wanted(line: index, nominal: nominal, due: due))
            }
        }
        assign(wanted)
    }

    private struct Wanted {
        let line: Int
        let nominal: CivilDate
        let due: CivilDate
    }

    private mutating func assign(_ wanted: [Wanted]) {
        if wanted.isEmpty { return }
        var said: [String: Int] = [:]
        var free: [Int] = []
        for (place, line) in history.lines.enumerated() {
            if let plan = line.plan {
                if said[plan] == nil { said[plan] = place }
            } else {
                free.append(place)
            }
        }
        let search = LineSearch(history, free)
        var pairs: [[OneToOne.Pair]] = []
        for occurrence in wanted {
            let line = book.lines[occurrence.line]
            let isDecided =
                line.dropped.contains(occurrence.nominal)
                || said["\(line.reference)@\(occurrence.nominal)"] != nil
            pairs.append(
                isDecided ? [] : search.pairs(line, occurrence.nominal, due: occurrence.due))
        }
        let chosen = OneToOne.choose(
            pairs, columns: history.lines.count, unmatched: PlanLikeness.unmatched)
        for (occurrence, place) in zip(wanted, chosen) {
            let line = book.lines[occurrence.line]
            let known = said["\(line.reference)@\(occurrence.nominal)"]
            occurrences.append(
                Occurrence(
                    line: occurrence.line, nominal: occurrence.nominal, due: occurrence.due,
                    amount: line.amount(on: occurrence.nominal),
                    state: state(occurrence, line, place: known ?? place)))
        }
    }

    private func state(
        _ occurrence: Wanted, _ line: PlanLine, place: Int?
    ) -> Occurrence.State {
        if let place {
            return history.lines[place].status == .expected ? .written(place) : .fulfilled(place)
        }
        if line.dropped.contains(occurrence.nominal) { return .dropped }
        return occurrence.due < today ? .late : .upcoming
    }
}
