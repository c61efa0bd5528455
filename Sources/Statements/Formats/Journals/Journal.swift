package import Model

/// A journal of double entry: transactions whose postings, to accounts named by levels, add up to nothing.
package struct Journal: Sendable {
    package var transactions: [JournalTransaction] = []
    /// Balances that stand on their own, at the start of their day (beancount's `balance`), in the order of days.
    package var statedBalances: [JournalBalance] = []
    /// What each account is, where the journal or the account's name says it.
    package var kinds = JournalAccountKinds()
}

/// One transaction: a day, who and what, and its postings.
package struct JournalTransaction: Sendable {
    /// The line of the file where it begins; the first is 1.
    package var line: Int
    package var date: CivilDate
    /// The day on which it took effect, where the journal gives it beside the date.
    package var secondDate: CivilDate?
    package var isPending = false
    package var code: String?
    package var payee: String?
    package var note: String?
    package var postings: [JournalPosting] = []
    /// As it stands in the file.
    package var raw = ""

    /// As it stands in the file, for one posting: of a transaction with very many the head and how many there are.
    func raw(for posting: JournalPosting) -> String {
        guard postings.count > 50 else { return raw }
        let head = raw.prefix { !$0.isNewline }
        return "\(head)\n    \(posting.account)  ; one of \(postings.count) postings"
    }
}

/// What one account takes of a transaction.
package struct JournalPosting: Sendable {
    /// Whether a posting takes part in what has to add up.
    package enum Form: Sendable {
        case real
        /// In brackets: balanced among its like.
        case balancedVirtual
        /// In parentheses: not balanced at all.
        case virtual
    }

    package var line: Int
    package var account: String
    package var form = Form.real
    /// Its own day, where it has one.
    package var date: CivilDate?
    package var isPending = false
    /// As typed, then as the other postings leave it: none while it is open, several where others are in several
    /// commodities.
    package var amounts: [JournalAmount] = []
    /// What the amount counts for in the sum of the transaction, where it has a cost or a price.
    package var weight: JournalWeight?
    /// Whether it has a cost, as securities have.
    package var hasCost = false
    /// Whether it has a cost that is not written, but that of lots bought before.
    package var isCostOpen = false
    package var assertion: JournalAssertion?
}

/// An amount in a currency, a security or anything else that is counted.
package struct JournalAmount: Sendable, Equatable {
    package var number: WideDecimal
    /// Empty where the journal names none.
    package var commodity: String
    /// How many decimals are typed; 0 where the amount is worked out.
    var typedDecimals = 0
}

/// A cost or price beside an amount.
package struct JournalWeight: Sendable {
    /// Of one unit, or of the whole where `isTotal`.
    package var price: JournalAmount
    package var isTotal: Bool

    /// What `amount` is worth at it; `nil` for too many digits.
    func value(of amount: WideDecimal) -> JournalAmount? {
        let number = isTotal ? price.number.with(signOf: amount) : amount * price.number
        return number.map { JournalAmount(number: $0, commodity: price.commodity) }
    }
}

/// A balance stated behind a posting.
package struct JournalAssertion: Sendable {
    package var amount: JournalAmount
    /// Whether it counts the accounts below (`=*`).
    package var withSubaccounts: Bool
    /// Whether no other commodity may be left (`==`).
    package var isSole: Bool
}

/// A balance at the start of a day.
package struct JournalBalance: Sendable {
    package var line: Int
    package var date: CivilDate
    package var account: String
    package var amount: JournalAmount
    /// The account from which what is missing is taken before it (beancount's `pad`).
    package var pad: (account: String, line: Int, date: CivilDate)?
}
