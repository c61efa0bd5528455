package import Model

/// What came or went on a day, as the finder of recurrences and forecasts look at it: a line of an account, or a part of
/// one that is split.
package struct Movement: Sendable, Hashable {
    /// The place among all that are looked at; what is found names its evidence by it.
    package var place: Int
    package var date: CivilDate
    package var account: String
    /// Minor units of `currency`, in above zero, out below.
    package var amount: Int64
    package var currency: CurrencyCode
    /// The path; `=account` for a transfer, `nil` for what has no category.
    package var category: String?
    /// The words of the bank, or those of the person.
    package var text: String
    package var contact: String?

    package init(
        place: Int, date: CivilDate, account: String, amount: Int64, currency: CurrencyCode,
        category: String? = nil, text: String, contact: String? = nil
    ) {
        self.place = place
        self.date = date
        self.account = account
        self.amount = amount
        self.currency = currency
        self.category = category
        self.text = text
        self.contact = contact
    }
}
