import Matching
import Model
import Plans
import Recurrences

/// Which occurrences of a recurrence are said by a plan or an expected line already.
struct PlanCoverage {
    private let plans: PlanBook
    private let fulfilment: Fulfilment
    private let history: History
    private let request: ForecastRequest
    /// Of every recurrence, by the place of its first line, the days that are taken.
    private var taken: [Int: Set<CivilDate>] = [:]
    /// Recurrences for which a plan stands as a whole.
    private var replaced: Set<Int> = []

    init(
        _ plans: PlanBook, _ fulfilment: Fulfilment, _ history: History,
        _ request: ForecastRequest, _ recurrences: [Recurrence], _ flows: FlowHistory
    ) {
        self.plans = plans
        self.fulfilment = fulfilment
        self.history = history
        self.request = request
        var lineOf: [Int: Int] = [:]
        for occurrence in fulfilment.occurrences {
            if case .fulfilled(let place) = occurrence.state { lineOf[place] = occurrence.line }
        }
        for recurrence in recurrences {
            guard let first = recurrence.members.first else { continue }
            let last = recurrence.members.suffix(3).map { flows.lines[$0].movement.place }
            let isKept = last.contains { lineOf[$0].map { plans.lines[$0].cycle != nil } ?? false }
            if isKept || isPlanned(recurrence) {
                replaced.insert(first)
            } else {
                taken[first] = said(recurrence)
            }
        }
    }

    /// The days on which nothing but the recurrence says that something comes.
    func openDays(_ recurrence: Recurrence) -> [CivilDate] {
        guard let first = recurrence.members.first, !replaced.contains(first) else { return [] }
        let taken = taken[first] ?? []
        return recurrence.expectedDays(through: request.last).filter { !taken.contains($0) }
    }

    /// Whether a plan that comes again, in force or off, is about the same.
    private func isPlanned(_ recurrence: Recurrence) -> Bool {
        let days = recurrence.expectedDays(
            through: request.today.adding(days: 400) ?? request.today
        ).prefix(3)
        return plans.lines.contains { line in
            guard let period = line.days, isSame(line, recurrence) else { return false }
            // A plan of a scenario that is not asked for replaces nothing.
            if let scenario = line.scenario, !request.scenarios.contains(scenario) { return false }
            let isAlike = likeness(line, recurrence)
            return isAlike
                && days.contains { day in
                    let last = day.adding(days: 45) ?? day
                    let hasEnded = line.until.map { $0 < day } ?? false
                    return hasEnded
                        || line.occurrences(through: last).contains {
                            abs($0.due.day - day.day) <= Int32(min(max(2, period / 3), 15))
                        }
                }
        }
    }

    private func isSame(_ line: PlanLine, _ recurrence: Recurrence) -> Bool {
        line.account == recurrence.account && line.currency == recurrence.currency
            && (line.amount > 0) == (recurrence.amount > 0)
    }

    private func likeness(_ line: PlanLine, _ recurrence: Recurrence) -> Bool {
        PlanLikeness(line, line.amount(on: request.today)).cost(
            amount: recurrence.amount, category: recurrence.category,
            words: TextWords(recurrence.text), days: 0) != nil
    }

    /// The days of a recurrence that plans of one day, and expected lines, stand for; each for one.
    private func said(_ recurrence: Recurrence) -> Set<CivilDate> {
        let reach = Int32(max(2, min(recurrence.rhythm.days / 3, 12)))
        var free = recurrence.expectedDays(through: request.last)
        var found: Set<CivilDate> = []
        func take(near day: CivilDate) {
            let nearest = free.enumerated().min {
                abs($0.element.day - day.day) < abs($1.element.day - day.day)
            }
            guard let nearest, abs(nearest.element.day - day.day) <= reach else { return }
            found.insert(nearest.element)
            free.remove(at: nearest.offset)
        }
        for occurrence in fulfilment.occurrences where occurrence.isOpen {
            let line = plans.lines[occurrence.line]
            if line.cycle == nil, isSame(line, recurrence), likeness(line, recurrence) {
                take(near: occurrence.due)
            }
        }
        let words = TextWords(recurrence.text)
        for line in history.lines
        where line.status == .expected || line.movement.date > request.today {
            let movement = line.movement
            guard movement.account == recurrence.account,
                movement.currency == recurrence.currency,
                (movement.amount > 0) == (recurrence.amount > 0)
            else { continue }
            let cost = PlanLikeness(
                amount: recurrence.amount, category: recurrence.category, words: words
            ).cost(
                amount: movement.amount, category: movement.category,
                words: TextWords(movement.text), days: 0)
            if cost != nil { take(near: movement.date) }
        }
        return found
    }
}
