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
            for posting in transaction.postings
            where journal.kinds.mayHoldMoney(posting.account) {
                try add(posting, transaction, journal.kinds)
            }
        }
        for key in order {
            accounts[key]?.records.sort { $0.bookingDate < $1.bookingDate }
        }
        for balance in journal.statedBalances { state(balance) }
    }

    private mutating func add(
        _ posting: JournalPosting, _ transaction: JournalTransaction, _ kinds: JournalAccountKinds
    ) throws(ReadingStop) {
        for amount in posting.amounts {
            let money = JournalCurrency(amount.commodity, currency)
            let key = Key(account: posting.account, currency: money?.code)
            if accounts[key] == nil {
                accounts[key] = Account()
                order.append(key)
            }
            guard money != nil, let number = amount.number.money else {
                if money != nil {
                    throw .refused(
                        reason: "an amount of too many digits", row: posting.line,
                        value: "\(amount.number) \(amount.commodity)")
                }
                accounts[key]?.skipped += 1
                continue
            }
            let balance = stated(posting, amount)
            if amount.number.isZero {
                // A posting of nothing states a balance at most.
                accounts[key]?.skipped += 1
                if let balance, let last = accounts[key]?.records.indices.last {
                    accounts[key]?.records[last].balance = balance
                }
                continue
            }
            var record = StatementRecord(
                row: posting.line, bookingDate: posting.date ?? transaction.date, amount: number,
                raw: transaction.raw)
            record.valueDate = transaction.secondDate
            record.currency = money?.code
            record.balance = balance
            record.counterparty = transaction.payee
            record.text = [transaction.note].compactMap { $0 }
            record.entryReference = transaction.code
            record.isPending =
                format != .beancount && (transaction.isPending || posting.isPending)
            let sides = JournalSides(transaction, posting, amount, kinds, currency)
            record.category = sides.category
            record.parts = sides.parts
            record.trade = sides.trade
            record.fx = sides.foreign
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
