/// What an account is.
package enum AccountKind: String, Sendable, CaseIterable {
    case current, savings, card, loan, investment, cash
}

/// Which of the bank's days becomes the line's DATE (S16).
package enum DatePreference: String, Sendable, CaseIterable {
    case booking, value, transaction
}

/// Where an account's balance begins: the amounts at the start of `date` (S5).
package struct Opening: Sendable, Equatable {
    package var date: CivilDate
    /// Minor units by currency; a currency that is not named has no opening.
    package var amounts: [CurrencyCode: Int64]

    package init(date: CivilDate, amounts: [CurrencyCode: Int64]) {
        self.date = date
        self.amounts = amounts
    }
}

/// One account of the ledger, as `accounts/<name>.json` describes it.
package struct Account: Sendable, Equatable {
    /// The file's name without `.json`; the name of the account's folders.
    package var name: String
    package var uid: String
    package var title: String
    package var kind: AccountKind
    /// What a line typed without a currency is in.
    package var currency: CurrencyCode
    /// Every currency the account may hold, `currency` first.
    package var currencies: [CurrencyCode]
    package var iban: String?
    package var number: String?
    package var opening: Opening?
    package var datePreference: DatePreference
    package var isInverted: Bool
    package var order: Int?
    package var isHidden: Bool
    package var isClosed: Bool
    package var formerNames: [String]

    package init(name: String, uid: String, kind: AccountKind, currency: CurrencyCode) {
        self.name = name
        self.uid = uid
        self.kind = kind
        self.currency = currency
        title = name
        currencies = [currency]
        datePreference = .booking
        isInverted = false
        isHidden = false
        isClosed = false
        formerNames = []
    }
}

extension Account {
    /// Accounts with an order come first, by number; then by bytes of the name (M9).
    package static func inDisplayOrder(_ left: Account, _ right: Account) -> Bool {
        switch (left.order, right.order) {
        case (let a?, let b?) where a != b: a < b
        case (.some, nil): true
        case (nil, .some): false
        default: left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
    }
}

extension Account {
    /// IBAN and number, in the form in which they are compared.
    package var numbers: [String] { [iban, number].compactMap { $0 }.map(Account.compactNumber) }

    /// The number of an account without blanks and hyphens, in capitals.
    package static func compactNumber(_ text: String) -> String {
        String(text.uppercased().filter { !$0.isWhitespace && $0 != "-" })
    }
}
