package import Model

/// One row of a statement file.
package struct StatementRecord: Sendable, Equatable {
    /// The line of the file where the record begins; the first is 1.
    package var row: Int
    package var bookingDate: CivilDate
    package var valueDate: CivilDate?
    /// The day of the purchase, where the file gives it beside the booking day.
    package var madeOn: CivilDate?
    /// What comes in is positive.
    package var amount: DecimalNumber
    package var currency: CurrencyCode?
    package var balance: DecimalNumber?
    package var counterparty: String?
    package var counterpartyIBAN: String?
    package var text: [String]
    package var entryReference: String?
    package var endToEnd: String?
    package var mandate: String?
    package var transactionID: String?
    /// The amount in the currency of the purchase, unsigned as the file has it.
    package var fx: ForeignAmount?
    /// The security that was bought, sold or paid for, in an investment account.
    package var trade: SecurityTrade?
    /// What the file calls its category, levels parted by `:`.
    package var category: String?
    /// What the file says the row is made of, with a category each; they add up to the amount. Empty where it has one
    /// category at most.
    package var parts: [StatementPart] = []
    package var isPending: Bool
    /// The record as it stands in the file, decoded.
    package var raw: String
}

/// A share of a row, with what the file calls its category.
package struct StatementPart: Sendable, Equatable {
    /// Levels parted by `:`.
    package var category: String
    /// Signed as the row's amount is.
    package var amount: DecimalNumber

    package init(category: String, amount: DecimalNumber) {
        self.category = category
        self.amount = amount
    }
}

/// An amount in a currency other than the account's.
package struct ForeignAmount: Sendable, Equatable {
    package var amount: DecimalNumber
    package var currency: CurrencyCode

    package init(amount: DecimalNumber, currency: CurrencyCode) {
        self.amount = amount
        self.currency = currency
    }
}

/// The security of a row of an investment account, with how much of it changed hands.
package struct SecurityTrade: Sendable, Equatable {
    /// The lists of securities whose ids are told apart by name.
    package enum Scheme: String, Sendable {
        case isin, cusip, sedol, wkn
    }

    /// `nil` where the id is the bank's own.
    package var scheme: Scheme?
    /// The id of the security, as the file has it.
    package var security: String
    /// Negative for what goes out.
    package var units: DecimalNumber?
    /// The price of one unit.
    package var price: DecimalNumber?

    package init(
        scheme: Scheme?, security: String, units: DecimalNumber?, price: DecimalNumber?
    ) {
        self.scheme = scheme
        self.security = security
        self.units = units
        self.price = price
    }
}

/// A balance with its day, where the file tells it.
package struct StatedBalance: Sendable, Equatable {
    package var date: CivilDate?
    package var amount: DecimalNumber

    package init(date: CivilDate?, amount: DecimalNumber) {
        self.date = date
        self.amount = amount
    }
}

/// The rows of one account in one file.
package struct Statement: Sendable, Equatable {
    /// The IBAN or the account's number, as the file has it.
    package var identifier: String?
    /// The currency of all rows, `nil` where unknown or where rows differ.
    package var currency: CurrencyCode?
    package var records: [StatementRecord]
    /// Rows that are no transaction: totals, balances, notes, cancelled ones.
    package var skipped: Int
    package var opening: StatedBalance?
    package var closing: StatedBalance?
    /// What an investment account was worth, with all it held; exact, in more decimals than money has.
    package var valuation: StatedBalance?
    /// Whether opening + rows = closing, or the running balance fits every row; `nil` where the
    /// file states too little.
    package var addsUp: Bool?
    /// Which part of the file holds it, such as a file in an archive or a sheet: parts tell of the same time
    /// on their own, so that a row in two of them may be one event, as in two files.
    package var part = 0
    /// Whether it tells of everything that was pending, so that what it leaves out has vanished.
    package var tellsPending = false

    /// Whether it tells anything that an account can take in.
    package var isTelling: Bool { !records.isEmpty || valuation != nil }

    /// From the day of the first row to that of the last; `nil` without rows.
    package var days: ClosedRange<CivilDate>? {
        guard let first = records.lazy.map(\.bookingDate).min(),
            let last = records.lazy.map(\.bookingDate).max()
        else { return nil }
        return first...last
    }
}

/// Something that the file leaves open, with what would settle it.
package struct ReadingQuestion: Sendable, Equatable {
    /// `date.order`, `decimal.mark`, `sign`, `account`, `currency` or `columns`.
    package var code: String
    package var row: Int
    /// The name in the header, else the column's number.
    package var column: String
    package var value: String
    package var readings: [String]
    package var settle: String

    package init(
        code: String, row: Int, column: String, value: String, readings: [String], settle: String
    ) {
        self.code = code
        self.row = row
        self.column = column
        self.value = value
        self.readings = readings
        self.settle = settle
    }
}

/// What became of a file.
package enum StatementReading: Sendable, Equatable {
    /// `layout` reads this file again in the same way and is complete enough to be kept.
    case read(
        statements: [Statement], layout: StatementSettings, headerSignature: String,
        encoding: String)
    case asked([ReadingQuestion])
    case refused(reason: String, row: Int?, column: Int?, value: String?)
}

/// Why a reading ended before its end.
enum ReadingStop: Error {
    case asked([ReadingQuestion])
    case refused(reason: String, row: Int? = nil, column: Int? = nil, value: String? = nil)
}
