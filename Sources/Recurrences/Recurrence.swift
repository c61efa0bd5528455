package import Model

/// Something that came again and again, found in the lines themselves.
package struct Recurrence: Sendable, Hashable {
    /// How its amounts behave.
    package enum AmountForm: String, Sendable {
        /// The same each time.
        case fixed
        /// The same for some time, then another for good.
        case drifting
        /// Another each time.
        case variable
    }

    package enum State: String, Sendable {
        /// The next one is still to come.
        case active
        /// One that was due has not come.
        case missing
        /// It has not come for so long that no more are expected.
        case stopped
    }

    /// An amount that changed for good.
    package struct Change: Sendable, Hashable {
        package let date: CivilDate
        package let before: Int64
        package let after: Int64
    }

    package let account: String
    package let currency: CurrencyCode
    /// Of the last line.
    package let category: String?
    package let text: String
    package let contact: String?
    package let rhythm: Rhythm
    /// The day of the slot 0, from which the others are counted.
    package let anchor: CivilDate
    /// The lines that make it up, one of each slot, in order.
    package let members: [Int]
    /// The days of these lines.
    package let days: [CivilDate]
    package let form: AmountForm
    /// What the next one is expected to be, in minor units.
    package let amount: Int64
    /// The smallest and the largest so far.
    package let range: ClosedRange<Int64>
    package let state: State
    /// The next day that is expected; `nil` for what has stopped.
    package let next: CivilDate?
    /// The slot of `next`, or of the first that would follow.
    let nextSlot: Int
    /// The days on which one was due between the first and the last, and none came.
    package let skipped: [CivilDate]
    /// Lines that came a second time in one slot.
    package let doubled: [Int]
    /// Changes of the amount for good, in order; empty where it is variable.
    package let changes: [Change]
    /// Whether it began with amounts far below those that followed, or nothing.
    package let hadTrial: Bool
    /// How sure it is, in percent: the share of slots in which one came, less what days and amounts are off.
    package let confidence: Int
    /// Where a due day at a weekend goes: days later, earlier below zero, nowhere at 0.
    let weekendShift: Int

    /// The days on which more are expected, from the next one on through `last`.
    package func expectedDays(through last: CivilDate) -> [CivilDate] {
        guard state != .stopped else { return [] }
        var days: [CivilDate] = []
        for slot in nextSlot... {
            guard let nominal = rhythm.day(slot, from: anchor), nominal <= last else { break }
            let day = shifted(nominal)
            if day <= last { days.append(day) }
        }
        return days
    }

    private func shifted(_ day: CivilDate) -> CivilDate {
        weekendShift == 0 ? day : day.workday(isLater: weekendShift > 0)
    }

    /// What a plan's `weekend:` would say; `nil` where due days at weekends stay.
    package var weekendRule: String? {
        weekendShift == 0 ? nil : weekendShift > 0 ? "after" : "before"
    }

    /// The day of the rule from which a plan would go on; `nil` outside the calendar.
    package var planStart: CivilDate? { rhythm.day(nextSlot, from: anchor) }
}
