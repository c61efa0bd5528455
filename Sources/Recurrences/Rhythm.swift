package import Model

/// How often something comes again.
package enum Rhythm: String, Sendable, CaseIterable {
    case weekly
    case fortnightly
    case fourWeekly = "four-weekly"
    case monthly
    case twoMonthly = "two-monthly"
    case quarterly
    case halfYearly = "half-yearly"
    case yearly

    /// Whole months from one to the next; 0 where days are counted.
    package var months: Int {
        switch self {
        case .weekly, .fortnightly, .fourWeekly: 0
        case .monthly: 1
        case .twoMonthly: 2
        case .quarterly: 3
        case .halfYearly: 6
        case .yearly: 12
        }
    }

    /// Days from one to the next, about so many where months are counted.
    package var days: Int {
        switch self {
        case .weekly: 7
        case .fortnightly: 14
        case .fourWeekly: 28
        default: months * 365 / 12
        }
    }

    /// As a plan says it.
    package var interval: String {
        switch self {
        case .weekly, .monthly, .quarterly, .yearly: rawValue
        case .fortnightly: "every 2 weeks"
        case .fourWeekly: "every 4 weeks"
        case .twoMonthly: "every 2 months"
        case .halfYearly: "every 6 months"
        }
    }

    /// The day so many periods behind `anchor`; `nil` outside the calendar.
    package func day(_ index: Int, from anchor: CivilDate) -> CivilDate? {
        months > 0
            ? anchor.adding(months: index * months) : anchor.adding(days: index * days)
    }

    /// By how many days an occurrence may be off its day: weekends, holidays and slow banks move it.
    package var slack: Int {
        switch self {
        case .weekly: 3
        case .fortnightly: 3
        case .fourWeekly: 4
        case .monthly: 5
        case .twoMonthly: 7
        case .quarterly: 9
        case .halfYearly, .yearly: 12
        }
    }
}
