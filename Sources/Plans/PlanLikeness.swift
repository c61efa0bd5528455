package import Matching
import Model

/// How like a line is to what a plan says.
package struct PlanLikeness {
    /// What an occurrence without a line costs; no pair costs more.
    package static let unmatched = 400

    private let amount: Int64
    private let category: String?
    private let words: TextWords

    /// - Parameter amount: the plan's on the day in question, in minor units.
    package init(_ plan: PlanLine, _ amount: Int64) {
        self.init(
            amount: amount, category: plan.parts.first?.target.category,
            words: TextWords(plan.text))
    }

    package init(amount: Int64, category: String?, words: TextWords) {
        self.amount = amount
        self.category = category
        self.words = words
    }

    /// What the pair costs, from 0; `nil` where the line cannot be it.
    ///
    /// Words that are alike allow the amount to be off by half, the same category alone by a quarter and ten days; a line without a
    /// category must have the very amount and be at most three days off.
    package func cost(
        amount other: Int64, category otherCategory: String?, words otherWords: TextWords,
        days: Int
    ) -> Int? {
        let difference = (Int128(amount) - Int128(other)).magnitude
        let percent =
            amount == 0
            ? (other == 0 ? 0 : 100) : Int(clamping: difference * 100 / UInt128(amount.magnitude))
        let isAlike = words.likeness(otherWords) >= 700
        let isSameCategory = category != nil && category == otherCategory
        let isPossible =
            isAlike && percent <= 50 || isSameCategory && percent <= 25 && days <= 10
            || otherCategory == nil && difference == 0 && days <= 3
        guard isPossible else { return nil }
        let cost =
            days * 6 + percent * 2 + (difference == 0 ? 0 : 10) + (isAlike ? 0 : 40)
            + (isSameCategory ? 0 : 40)
        return min(cost, PlanLikeness.unmatched - 1)
    }
}
