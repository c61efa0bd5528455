import Model
package import Queries

/// One budget line in one of its periods. Amounts are minor units of the line's currency, all told unsigned (S15): what
/// was spent or received is above zero, and below where refunds outweigh it.
package struct BudgetStatus: Sendable {
    package internal(set) var line: BudgetLine
    package let period: Period
    /// What the line sets aside in this period.
    package let amount: Int128
    /// What earlier periods left.
    package let carried: Int128
    /// What single amounts brought, and took.
    package let moved: Int128
    /// What was spent or received.
    package let actual: Int128
    /// The same in percent of what was used by this day in periods before, in the mean; `nil` without such periods.
    package let usualPercent: Int?
    /// The day of the period that today is, from 1; `nil` where today lies in another period.
    package let day: Int?
    /// How many days the period has.
    package let days: Int

    package var available: Int128 { amount + carried + moved }
    package var remaining: Int128 { available - actual }

    /// What is used of what is available, in percent, rounded half to even; `nil` where nothing is available.
    package var usedPercent: Int? { BudgetStatus.percent(actual, of: available) }

    package enum State: String, Sendable {
        case ok
        /// More was used than by this day in periods before, by ten points and more.
        case ahead
        /// More was spent than there was.
        case over
        /// Less was received than the period should have brought, and the period is over.
        case short
        /// All that should come has come.
        case reached
    }

    package var state: State {
        if line.kind == .income {
            if remaining <= 0 { return .reached }
            return day == nil && isPast ? .short : .ok
        }
        if remaining < 0 { return .over }
        if let used = usedPercent, let usual = usualPercent, used >= usual + 10 { return .ahead }
        return .ok
    }

    /// Whether the period is over.
    package let isPast: Bool

    static func percent(_ part: Int128, of whole: Int128) -> Int? {
        guard whole > 0, let hundred = part.multipliedExactly(by: 100) else { return nil }
        return Int(clamping: dividedHalfToEven(hundred, by: whole))
    }
}

extension Int128 {
    fileprivate func multipliedExactly(by other: Int128) -> Int128? {
        let (product, isOverflow) = multipliedReportingOverflow(by: other)
        return isOverflow ? nil : product
    }
}
