package import Model

/// One line that may be one side of a transfer between own accounts.
package struct TransferLeg: Sendable {
    /// The place of its account among all.
    package var account: Int
    package var date: CivilDate
    /// Minor units; what goes out is negative.
    package var amount: Int64
    package var currency: CurrencyCode
    /// What the line and its bank records say.
    package var text: String
    package var partner: Partner
    /// The amount in another currency, where the bank states it.
    package var foreign: Money?
    /// The ids by which other lines name it, the line's own first.
    package var ids: [String]
    /// Ids of lines that are not its other side, as a person decided.
    package var distinct: Set<String>

    /// Who the bank, or a person, says is on the other side.
    package enum Partner: Sendable, Hashable {
        case unknown
        case account(Int)
        case stranger
    }

    /// Minor units of a currency.
    package struct Money: Sendable, Hashable {
        package var amount: Int64
        package var currency: CurrencyCode

        package init(amount: Int64, currency: CurrencyCode) {
            self.amount = amount
            self.currency = currency
        }
    }

    package init(
        account: Int, date: CivilDate, amount: Int64, currency: CurrencyCode, text: String,
        partner: Partner, foreign: Money?, ids: [String], distinct: Set<String>
    ) {
        self.account = account
        self.date = date
        self.amount = amount
        self.currency = currency
        self.text = text
        self.partner = partner
        self.foreign = foreign
        self.ids = ids
        self.distinct = distinct
    }

    /// Whether it hardly matters which of the two is paired.
    func looksLike(_ other: TransferLeg) -> Bool {
        account == other.account && amount == other.amount && text == other.text
    }
}

/// An own account, as texts of transfers may name it.
package struct TransferAccount: Sendable {
    package var isCard: Bool
    /// Its name, its title, and the end of its number: each as texts have it.
    package var names: [String]

    package init(isCard: Bool, names: [String]) {
        self.isCard = isCard
        self.names = names
    }
}
