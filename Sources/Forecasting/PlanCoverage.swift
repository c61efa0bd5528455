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
    /// The plan that stands for a recurrence as a whole, by its place in the book.
    private var replaced: [Int: Int] = [:]

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
        let kept = recurrences.map { recurrence -> Int? in
            recurrence.members.suffix(3).compactMap { lineOf[flows.lines[$0].movement.place] }
                .first { plans.lines[$0].cycle != nil }
        }
        // One plan stands for one recurrence, unless lines of several have fulfilled it.
        let chosen = OneToOne.choose(
            recurrences.enumerated().map { kept[$0] == nil ? pairs($1) : [] },
            columns: plans.lines.count, unmatched: PlanLikeness.unmatched)
        for (place, recurrence) in recurrences.enumerated() {
            guard let first = recurrence.members.first, let plan = kept[place] ?? chosen[place]
            else { continue }
            replaced[first] = plan
        }
        taken = said(recurrences)
    }

    /// The line of `plans/` that stands for a recurrence.
    func plan(for recurrence: Recurrence) -> PlanLine? {
        recurrence.members.first.flatMap { replaced[$0] }.map { plans.lines[$0] }
    }

    /// The days on which nothing but the recurrence says that something comes.
    func openDays(_ recurrence: Recurrence) -> [CivilDate] {
        guard let first = recurrence.members.first, replaced[first] == nil else { return [] }
        let taken = taken[first] ?? []
        return recurrence.expectedDays(through: request.last).filter { !taken.contains($0) }
    }

    /// The plans that may stand for a recurrence: those that come as often, in force or off, and are about the same.
    private func pairs(_ recurrence: Recurrence) -> [OneToOne.Pair] {
        let days = recurrence.expectedDays(
            through: request.today.adding(days: 400) ?? request.today
        ).prefix(3)
        return plans.lines.enumerated().compactMap { place, line in
            guard let period = line.days, isSame(line, recurrence),
                abs(period - recurrence.rhythm.days) * 5 <= recurrence.rhythm.days
            else { return nil }
            // A plan of a scenario that is not asked for replaces nothing.
            if let scenario = line.scenario, !request.scenarios.contains(scenario) { return nil }
            guard let cost = cost(line, recurrence) else { return nil }
            let reach = Int32(min(max(2, period / 3), 15))
            let isNear = days.contains { day in
                let hasEnded = line.until.map { $0 < day } ?? false
                return hasEnded
                    || line.occurrences(through: day.adding(days: 45) ?? day).contains {
                        abs($0.due.day - day.day) <= reach
                    }
            }
            return isNear ? OneToOne.Pair(column: place, cost: cost) : nil
        }
    }

    private func isSame(_ line: PlanLine, _ recurrence: Recurrence) -> Bool {
        line.account == recurrence.account && line.currency == recurrence.currency
            && (line.amount > 0) == (recurrence.amount > 0)
    }

    private func cost(_ line: PlanLine, _ recurrence: Recurrence) -> Int? {
        let amount = line.amount(on: request.today)
        let isAlike =
            TextWords(line.text).likeness(TextWords(recurrence.text)) >= 700
            || (Int128(amount) - Int128(recurrence.amount)).magnitude * 10
                <= Int128(recurrence.amount).magnitude
        guard isAlike else { return nil }
        return PlanLikeness(line, amount).cost(
            amount: recurrence.amount, category: recurrence.category,
            words: TextWords(recurrence.text), days: 0)
    }

    /// What plans and persons say of days to come.
    private var sayings: [Movement] {
        let planned = fulfilment.occurrences.filter(\.isOpen).map { occurrence -> Movement in
            let line = plans.lines[occurrence.line]
            return Movement(
                place: occurrence.line, date: occurrence.due, account: line.account,
                amount: occurrence.amount, currency: line.currency,
                category: line.parts.first?.target.category, text: line.text)
        }
        let written = history.lines.filter {
            $0.status == .expected || $0.movement.date > request.today
        }
        return planned + written.map(\.movement)
    }

    /// The days of recurrences, by the places of their first lines, for which something else stands: each saying for one.
    private func said(_ recurrences: [Recurrence]) -> [Int: Set<CivilDate>] {
        var days: [(recurrence: Int, day: CivilDate)] = []
        for (place, recurrence) in recurrences.enumerated() {
            guard let first = recurrence.members.first, replaced[first] == nil else { continue }
            days += recurrence.expectedDays(through: request.last).map { (place, $0) }
        }
        if days.isEmpty { return [:] }
        let byDay = days.indices.sorted { days[$0].day < days[$1].day }
        let words = recurrences.map { TextWords($0.text) }
        let sayings = sayings
        let pairs = sayings.map { saying -> [OneToOne.Pair] in
            let own = TextWords(saying.text)
            let first = byDay.partitioned { days[$0].day.day >= saying.date.day - 12 }
            var pairs: [OneToOne.Pair] = []
            for column in byDay[first...] {
                let (place, day) = days[column]
                if day.day > saying.date.day + 12 { break }
                let recurrence = recurrences[place]
                let distance = Int(abs(day.day - saying.date.day))
                guard recurrence.account == saying.account,
                    recurrence.currency == saying.currency,
                    (recurrence.amount > 0) == (saying.amount > 0),
                    distance <= max(2, min(recurrence.rhythm.days / 3, 12))
                else { continue }
                let cost = PlanLikeness(
                    amount: recurrence.amount, category: recurrence.category, words: words[place]
                ).cost(
                    amount: saying.amount, category: saying.category, words: own, days: distance)
                if let cost { pairs.append(OneToOne.Pair(column: column, cost: cost)) }
            }
            return pairs
        }
        let chosen = OneToOne.choose(
            pairs, columns: days.count, unmatched: PlanLikeness.unmatched)
        var taken: [Int: Set<CivilDate>] = [:]
        for case let column? in chosen {
            let (place, day) = days[column]
            guard let first = recurrences[place].members.first else { continue }
            taken[first, default: []].insert(day)
        }
        return taken
    }
}
