package import Model

/// A line of an account as a proof sees it; amounts are minor units of one currency.
package struct ProofLine: Sendable {
    /// The line's ids, its own first; empty for a line that was typed without one.
    package var ids: [String]
    /// The day on which the bank booked it, as far as that is known: never a person's.
    package var date: CivilDate
    package var amount: Int64
    package var status: Status
    /// The account's balance after it, where the line states one.
    package var balance: Int64?
    package var text: String

    package init(
        ids: [String], date: CivilDate, amount: Int64, status: Status, balance: Int64?,
        text: String
    ) {
        self.ids = ids
        self.date = date
        self.amount = amount
        self.status = status
        self.balance = balance
        self.text = text
    }
}

/// A bank record as a proof sees it, in its newest version.
package struct ProofRecord: Sendable {
    package var id: String
    package var source: String
    package var date: CivilDate
    package var amount: Int64
    package var isPending: Bool
    /// The account's balances after it that its versions state.
    package var balances: [Int64]
    package var text: String

    package init(
        id: String, source: String, date: CivilDate, amount: Int64, isPending: Bool,
        balances: [Int64], text: String
    ) {
        self.id = id
        self.source = source
        self.date = date
        self.amount = amount
        self.isPending = isPending
        self.balances = balances
        self.text = text
    }
}

/// A balance that the bank, or a person, states for the end of a day.
package struct ProofReference: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case chain, statement, snapshot, assertion
    }

    package var date: CivilDate
    package var balance: Int128
    package var kind: Kind

    package init(date: CivilDate, balance: Int128, kind: Kind) {
        self.date = date
        self.balance = balance
        self.kind = kind
    }
}

/// What a statement says of its first and last moment.
package struct ProofStatement: Sendable {
    package var source: String
    package var days: ClosedRange<CivilDate>
    package var opening: Int64?
    package var closing: Int64?
    /// The day of the closing balance, where it is said.
    package var closingDate: CivilDate?
    /// The ids of its records.
    package var records: Set<String>
    /// Whether the closing is what the account held at the moment of a fetch: rows that the bank books later, be
    /// it on days before, are not in it.
    package var isSnapshot: Bool

    package init(
        source: String, days: ClosedRange<CivilDate>, opening: Int64? = nil, closing: Int64?,
        closingDate: CivilDate?, records: Set<String>, isSnapshot: Bool = false
    ) {
        self.isSnapshot = isSnapshot
        self.source = source
        self.days = days
        self.opening = opening
        self.closing = closing
        self.closingDate = closingDate
        self.records = records
    }
}

/// Everything that is known of one currency of an account.
package struct ProofInput: Sendable {
    package var opening: (date: CivilDate, amount: Int64)?
    package var lines: [ProofLine]
    package var records: [ProofRecord]
    package var statements: [ProofStatement]
    /// Balances that lines with the mark = state.
    package var assertions: [(date: CivilDate, balance: Int64)]

    package init(
        opening: (date: CivilDate, amount: Int64)?, lines: [ProofLine], records: [ProofRecord],
        statements: [ProofStatement], assertions: [(date: CivilDate, balance: Int64)]
    ) {
        self.opening = opening
        self.lines = lines
        self.records = records
        self.statements = statements
        self.assertions = assertions
    }
}
