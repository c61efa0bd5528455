/// One line of a transactions file with its meaning.
///
/// Amounts are minor units of `currency`. `parts` has at least one member and adds up to `amount`.
package struct Transaction: Sendable, Hashable {
    package var account: String
    package var date: CivilDate
    package var status: Status
    package var amount: Int64
    package var currency: CurrencyCode
    /// How many digits of the amounts are decimals.
    package var decimals: Int
    package var parts: [Part]
    package var description: String
    package var attributes: Attributes
    /// The path of the file inside the ledger, and the line's number in it, from 1.
    package var file: String
    package var line: Int

    package init(
        account: String, date: CivilDate, status: Status, amount: Int64, currency: CurrencyCode,
        decimals: Int = 2, parts: [Part], description: String, attributes: Attributes, file: String,
        line: Int
    ) {
        self.account = account
        self.date = date
        self.status = status
        self.amount = amount
        self.currency = currency
        self.decimals = decimals
        self.parts = parts
        self.description = description
        self.attributes = attributes
        self.file = file
        self.line = line
    }

    package var id: String? { attributes["id"] }
    package var note: String? { attributes["note"] }
    package var contact: String? { attributes["contact"] }
    package var tags: [String] { attributes.tags }

    /// Whether the whole line stays out of reports (S11).
    package var isIgnored: Bool { attributes.isIgnored }

    /// `id` and every `aka`.
    package var identities: [String] { attributes.identities }

    package func date(_ key: String) -> CivilDate? { attributes[key].flatMap(CivilDate.init(iso:)) }
}

/// Which of a transaction's days a report goes by (`--date`, S16).
package enum DateChoice: Sendable, Equatable {
    case own, booking, value

    package func date(of transaction: Transaction) -> CivilDate {
        let preferred: CivilDate? =
            switch self {
            case .own: transaction.date
            case .booking: transaction.date("booking-date") ?? transaction.date("bank-date")
            case .value: transaction.date("value-date") ?? transaction.date("bank-date")
            }
        return preferred ?? transaction.date
    }
}
