package import Model

/// Answers that end at a limit which banks do not name.
package enum CutAnswer {
    /// The ages of a first row, in days, at which banks cut without a word: 90 days and the day before and after.
    private static let ages = 88...91

    /// How many rows some services give at most, without a word and without further pages.
    private static let rows = 1_000

    /// Whether an answer has just as many rows as services give at most, so that others may be missing.
    package static func isFull(_ count: Int) -> Bool { count > 0 && count % rows == 0 }

    /// The first day that can count as told, where the answer begins just at a known limit although more was asked for;
    /// `nil` where nothing points to that.
    ///
    /// - Parameter days: the booking days of the rows.
    package static func first(
        _ days: [CivilDate], asked: CivilDate, today: CivilDate
    ) -> CivilDate? {
        guard let first = days.min(), first > asked, Int(today.day - asked.day) > ages.upperBound,
            ages.contains(Int(today.day - first.day))
        else { return nil }
        return first
    }
}
