import Model
import SourceText

/// Makes the rows of statements of the postings of a journal.
struct JournalRows {
    private let format: StatementFormat
    /// The currency of `$` and of amounts that name none, where a person says it.
    private let currency: CurrencyCode?
    private var accounts: [Key: Account] = [:]
    private var order: [Key] = []

    private struct Key: Hashable {
        var account: String
        var currency: CurrencyCode?
    }

    /// The rows of one account in one currency.
    private struct Account {
        var records: [StatementRecord] = []
        var skipped = 0

        /// States the balance at the end of a day behind the last row until then.
        mutating func state(_ balance: DecimalNumber, on date: CivilDate) {
            let last = records.indices.filter { records[$0].bookingDate <= date }
                .max { (records[$0].bookingDate, $0) < (records[$1].bookingDate, $1) }
            if let last { records[last].balance = balance }
        }
    }

    init(_ format: StatementFormat, _ currency: CurrencyCode?) {
        self.format = format
        self.currency = currency
    }

    /// The statements, by the accounts' names.
    var statements: [Statement] {
        order.sorted { left, right in
            let names = (left.account, right.account)
            if names.0 != names.1 { return byBytes(names.0, names.1) }
            return left.currency?.packed ?? 0 < right.currency?.packed ?? 0
        }.map { key in
            var builder = StatementBuilder(identifier: key.account, currency: key.currency)
            let account = accounts[key] ?? Account()
            for record in account.records { builder.append(record) }
            for _ in 0..<account.skipped { builder.skip() }
            var statement = builder.finished()
            // What a person takes out of a journal is no longer pending.
            statement.tellsPending = true
            statement.addsUp = JournalRows.addsUp(account.records)
            return statement
        }
    }

    /// Whether the balances that a journal states follow from its amounts; `nil` where it states fewer than two.
    private static func addsUp(_ records: [StatementRecord]) -> Bool? {
        var sum = WideDecimal.zero
        var known: WideDecimal?
        var result: Bool?
        for record in records {
            guard let next = sum + WideDecimal(record.amount) else { return nil }
            sum = next
            guard let stated = record.balance, let base = WideDecimal(stated) + sum.negated else {
                continue
            }
            if let known { result = (result ?? true) && known == base }
            known = base
        }
        return result
    }

    // MARK: Rows

    /// - Throws: that an amount has too many digits.
    mutating func add(_ journal: Journal) throws(ReadingStop) {
        for transaction in journal.transactions {
            let sides = JournalSides(transaction, journal.kinds, currency)
            for place in transaction.postings.indices
            where journal.kinds.mayHoldMoney(transaction.postings[place].account) {
                try add(place, transaction, sides)
            }
        }
        for key in order {
            accounts[key]?.records.sort { $0.bookingDate < $1.bookingDate }
        }
        for balance in journal.statedBalances { state(balance) }
    }

    private mutating func add(
        _ place: Int, _ transaction: JournalTransaction, _ sides: JournalSides
    ) throws(ReadingStop) {
        let posting = transaction.postings[place]
        let date = posting.date ?? transaction.date
        for amount in posting.amounts {
            // What has a cost is a security, even where its name is that of a currency.
            let money = posting.hasCost ? nil : JournalCurrency(amount.commodity, currency)
            let key = Key(account: posting.account, currency: money?.code)
            if accounts[key] == nil {
                accounts[key] = Account()
                order.append(key)
            }
            guard money != nil else {
                accounts[key]?.skipped += 1
                continue
            }
            guard let number = amount.number.money else {
                throw .refused(
                    reason: "an amount of too many digits", row: posting.line,
                    value: "\(amount.number) \(amount.commodity)")
            }
            let balance = stated(posting, amount)
            if amount.number.isZero {
                // A posting of nothing states a balance at most, which is that of the last row before it.
                accounts[key]?.skipped += 1
                if let balance { accounts[key]?.state(balance, on: date) }
                continue
            }
            var record = StatementRecord(
                row: posting.line, bookingDate: date, amount: number,
                raw: transaction.raw(for: posting))
            record.valueDate = transaction.secondDate
            record.currency = money?.code
            record.balance = balance
            record.counterparty = transaction.payee
            record.text = [transaction.note].compactMap { $0 }
            record.entryReference = transaction.code
            record.isPending =
                format != .beancount && (transaction.isPending || posting.isPending)
            record.category = sides.category(place)
            record.take(sides.parts(place, amount))
            record.trade = sides.trade(place)
            record.fx = sides.foreign(place, amount)
            accounts[key]?.records.append(record)
        }
    }

    /// The balance behind a posting, which holds for its account and commodity alone.
    private func stated(_ posting: JournalPosting, _ amount: JournalAmount) -> DecimalNumber? {
        guard let assertion = posting.assertion, !assertion.withSubaccounts,
            assertion.amount.commodity == amount.commodity
        else { return nil }
        return assertion.amount.number.money
    }

    /// A balance at the start of a day is that behind the last row before it, unless accounts below take part in it.
    private mutating func state(_ balance: JournalBalance) {
        guard let money = JournalCurrency(balance.amount.commodity, currency) else { return }
        let key = Key(account: balance.account, currency: money.code)
        let below = (balance.account + ":").utf8
        guard !order.contains(where: { $0.account.utf8.starts(with: below) }),
            let last = accounts[key]?.records.lastIndex(where: { $0.bookingDate < balance.date })
        else { return }
        accounts[key]?.records[last].balance = balance.amount.number.money
    }
}

/// What a commodity is as money; `nil` for securities and whatever else is counted.
struct JournalCurrency {
    /// `nil` where the account says it.
    let code: CurrencyCode?

    private static let table = CurrencyTable()
    private static let signs = [
        "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₪": "ILS",
        "₺": "TRY",
        "₴": "UAH", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "R$": "BRL", "US$": "USD", "C$": "CAD",
        "A$": "AUD",
    ]

    /// - Parameter given: the currency that a person names for `$` and for amounts without one; `$` is else the
    ///   dollar of the United States.
    init?(_ commodity: String, _ given: CurrencyCode?) {
        switch commodity {
        case "", "kr": code = given
        case "$": code = given ?? .usd
        default:
            let name = JournalCurrency.signs[commodity] ?? commodity
            guard let known = CurrencyCode(name),
                JournalCurrency.table.decimals(of: known) != nil
            else { return nil }
            code = known
        }
    }
}
