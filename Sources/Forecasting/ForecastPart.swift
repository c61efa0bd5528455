package import Model

/// Something that a forecast expects on a day in an account.
package struct ForecastPart: Sendable, Hashable {
    /// What says so.
    package enum Source: String, Sendable, CaseIterable {
        /// A line that a person wrote as expected.
        case expected
        /// An occurrence of a plan.
        case plan
        /// Something that came again and again.
        case recurrence
        /// What is left of a budget.
        case budget
        /// The settlement of a card.
        case card
        /// An instalment of a loan.
        case loan
        /// What is usual besides, by the statistics of the past.
        case model
    }

    package var date: CivilDate
    /// The day on which it was due, where that is over and it is late.
    package var due: CivilDate?
    package var account: String
    /// Minor units of `currency`, in above zero, out below.
    package var amount: Int64
    package var currency: CurrencyCode
    /// The path; `=account` for a transfer, `ignored` for a share that is not the holder's, `nil` for none.
    package var category: String?
    package var source: Source
    /// What it comes from: a plan's reference and `@` and the day, a line's id, a budget and its line, a model.
    package var ref: String?
    package var text: String
    /// Whether it is what a transfer brings the other account, beside the part that says what it takes.
    package internal(set) var isOtherSide = false

    /// The other account of a transfer.
    var otherAccount: String? {
        category.flatMap { $0.hasPrefix("=") ? String($0.dropFirst()) : nil }
    }
}

extension [ForecastPart] {
    /// What comes as one, told as one: the parts of a split added up, and of a transfer the side that gives.
    package var items: [ForecastPart] {
        var items: [ForecastPart] = []
        for part in self where !part.isOtherSide {
            if let last = items.last, last.isOne(with: part) {
                let (sum, isOverflow) = last.amount.addingReportingOverflow(part.amount)
                if !isOverflow {
                    items[items.count - 1].amount = sum
                    continue
                }
            }
            items.append(part)
        }
        return items
    }
}

extension ForecastPart {
    fileprivate func isOne(with other: ForecastPart) -> Bool {
        date == other.date && account == other.account && currency == other.currency
            && source == other.source && ref == other.ref && text == other.text
            && source != .model && source != .budget
    }
}

/// An account in one of its currencies.
package struct AccountKey: Sendable, Hashable {
    package let account: String
    package let currency: CurrencyCode

    package init(_ account: String, _ currency: CurrencyCode) {
        self.account = account
        self.currency = currency
    }
}

/// What moves in an account for a category.
package struct SeriesKey: Sendable, Hashable {
    package let account: AccountKey
    package let category: String?
}

extension CivilDate {
    /// The months since the year 0, which follow one another without a gap.
    var monthIndex: Int {
        let (year, month, _) = components
        return year * 12 + month - 1
    }

    /// The first month that is not complete at the end of this day: a month is complete on its last one.
    var firstOpenMonth: Int {
        adding(days: 1).map { max(monthIndex, $0.monthIndex) } ?? monthIndex + 1
    }

    /// A day of a month, or the month's last where it is shorter.
    static func inMonth(_ index: Int, day: Int) -> CivilDate {
        let (year, month) = (index / 12, index % 12 + 1)
        let last = CivilDate.daysInMonth(month, of: year)
        return CivilDate(year: year, month: month, day: min(day, last)) ?? .last
    }
}
