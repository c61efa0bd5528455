package import Model

/// What a report shows of a group in a period.
package enum Measure: String, Sendable, CaseIterable {
    case sum, count
    /// The sum ÷ the number of parts.
    case average
    case median
    /// In percent of the section's or the report's sum.
    case share
    /// The sum of this period and those before.
    case cumulative
}

/// What a report's figures are held against.
package enum Comparison: String, Sendable, CaseIterable {
    /// The period of the same length before.
    case previous
    case lastYear = "last-year"
    case budget
}

/// What a report's rows may be ordered by.
package struct ReportOrder: Sendable, Equatable {
    package enum Field: String, Sendable, CaseIterable {
        case name
        /// With their signs: the greatest spending first, ascending.
        case amount
        /// Without their signs.
        case size
        case count
    }

    package var field: Field
    package var isDescending: Bool

    /// `size` or `-size`.
    package init?(_ text: String) {
        isDescending = text.hasPrefix("-")
        guard let field = Field(rawValue: isDescending ? String(text.dropFirst()) : text) else {
            return nil
        }
        self.field = field
    }

    package var text: String { (isDescending ? "-" : "") + field.rawValue }
}

/// A report as it is asked for: in words, so that a file can hold it.
package struct ReportSpec: Sendable, Equatable {
    package enum Content: String, Sendable, CaseIterable {
        /// What came in and went out.
        case flow
        /// What is held at the end of each period.
        case balance
    }

    package var title: String?
    package var content = Content.flow
    /// The word of a grouping.
    package var by = "category"
    package var terms: [String] = []
    package var period: String?
    /// How the columns cut time.
    package var every: String?
    /// How many columns there are, the last of which is today's; instead of a period.
    package var last: Int?
    package var depth: Int?
    package var isTree = false
    /// Income and expense, or assets and debts, each by itself.
    package var hasSections = false
    package var measures: [Measure] = [.sum]
    package var comparison: Comparison?
    /// Which of a line's days counts.
    package var dateChoice = DateChoice.own
    package var includesIgnored = false
    package var includesTransfers = false
    package var order: ReportOrder?
    /// How many rows are shown by themselves; the rest is one row.
    package var top: Int?
    /// The currency in which everything is told; each in its own without it.
    package var currency: String?
    /// The day whose price counts: `day`, `end`, `today` or a date; `end` without it.
    package var rate: String?
    package var hasTotal = false
    package var hasAverage = false

    package init() {}

    /// Whether changes of what is held are told beside it: what flowed, and what assets gained by themselves.
    package var explainsChange: Bool { content == .balance && every != nil && hasSections }
}

/// Why a report cannot be made as it is asked for.
package struct ReportProblem: Error, Sendable {
    /// The member of the report's file, and the option without its dashes.
    package let field: String
    package let value: String
    package let message: String
    package let remedy: String

    init(_ field: String, _ value: String, _ message: String, remedy: String) {
        self.field = field
        self.value = value
        self.message = message
        self.remedy = remedy
    }
}
