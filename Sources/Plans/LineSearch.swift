import Matching
import Model
import Recurrences
import SourceText

/// Finds the lines that may be an occurrence of a plan, and says how far off they are.
struct LineSearch {
    private struct Key: Hashable {
        let account: String
        let currency: CurrencyCode
        let isIn: Bool
    }

    private struct Candidate {
        let place: Int
        let day: Int32
        let amount: Int64
        let category: String?
        let words: TextWords
    }

    private var candidates: [Key: [Candidate]] = [:]

    /// - Parameter places: the lines that may be chosen, in order.
    init(_ history: History, _ places: [Int]) {
        for place in places {
            let movement = history.lines[place].movement
            let key = Key(
                account: movement.account, currency: movement.currency,
                isIn: movement.amount > 0)
            candidates[key, default: []].append(
                Candidate(
                    place: place, day: movement.date.day, amount: movement.amount,
                    category: movement.category, words: TextWords(movement.text)))
        }
    }

    /// The lines near an occurrence that may be it.
    func pairs(_ plan: PlanLine, _ nominal: CivilDate, due: CivilDate) -> [OneToOne.Pair] {
        let amount = plan.amount(on: nominal)
        let key = Key(account: plan.account, currency: plan.currency, isIn: amount > 0)
        guard let lines = candidates[key] else { return [] }
        let (before, after) = LineSearch.window(plan)
        let first = lines.partitioned { $0.day >= due.day - before }
        let likeness = PlanLikeness(plan, amount)
        var pairs: [OneToOne.Pair] = []
        for candidate in lines[first...] {
            if candidate.day > due.day + after { break }
            let cost = likeness.cost(
                amount: candidate.amount, category: candidate.category, words: candidate.words,
                days: Int(abs(candidate.day - due.day)))
            if let cost { pairs.append(OneToOne.Pair(column: candidate.place, cost: cost)) }
        }
        return pairs
    }

    /// How many days a line may come before its day, and behind it.
    private static func window(_ plan: PlanLine) -> (before: Int32, after: Int32) {
        guard let days = plan.days else { return (15, 60) }
        return (Int32(min(days / 3, 10)), Int32(min(days * 2 / 3, 45)))
    }
}
