package import Analysis
package import Model
import Queries
package import Reading
import SourceText

/// A ledger as a journal of another tool: openings, lines, stated balances, valuations, prices.
///
/// Every account and category has the same balance there, in every currency and on every day from the first line on.
package struct JournalExport {
    private let ledger: Ledger
    private let listing: Listing
    private let stated: [StatedBalance]
    /// The accounts that are written whole, with what they begin with.
    private let accounts: [Account]
    private let writer: JournalWriter
    private var names: JournalNames
    /// What each account holds so far, with pending lines and without.
    private var balances: [String: [CurrencyCode: (all: Int128, booked: Int128)]] = [:]
    private var body = ""
    private var used: Set<String> = []

    /// - Parameters:
    ///   - listing: the lines; booked and pending ones are written.
    ///   - stated: of the ledger.
    ///   - accounts: those whose lines are all there.
    package init(
        _ dialect: JournalDialect, _ ledger: Ledger, _ listing: Listing,
        _ stated: [StatedBalance], accounts: [Account]
    ) {
        self.ledger = ledger
        self.listing = listing
        self.accounts = accounts
        let names = Set(accounts.map(\.name))
        self.stated = stated.filter { names.contains($0.account) }
        writer = JournalWriter(dialect, ledger.currencies)
        self.names = JournalNames(dialect)
    }

    /// The text of the journal.
    ///
    /// - Complexity: O(lines), memory of the whole text.
    package mutating func text() -> String {
        writeOpenings()
        let byDay = stated.sorted { $0.date < $1.date }
        var next = 0
        for index in 0..<listing.count {
            let transaction = listing[index]
            while next < byDay.count, byDay[next].date < transaction.date {
                write(byDay[next])
                next += 1
            }
            if transaction.status.counts { write(transaction) }
        }
        for stated in byDay[next...] { write(stated) }
        return head() + body
    }

    // Accounts

    private mutating func use(_ name: String) -> String {
        used.insert(name)
        return name
    }

    private mutating func account(_ name: String) -> String {
        let kind = ledger.account(name)?.kind
        let root: JournalNames.Root = kind == .card || kind == .loan ? .liabilities : .assets
        return use(names.name(root, [name]))
    }

    private mutating func equity(_ name: String) -> String { use(names.name(.equity, [name])) }

    /// The other side of a part.
    private mutating func account(of target: Target, amount: Int64) -> String {
        switch target {
        case .ignored: return equity("ignored")
        case .transfer: return equity("transfer")
        case .uncategorised:
            return use(names.name(amount > 0 ? .income : .expenses, ["uncategorised"]))
        case .category(let path):
            let current = ledger.categories.resolve(path)
            let segments = current.split(separator: "/").map(String.init)
            switch ledger.categories.kind(of: current) {
            case .income: return use(names.name(.income, segments))
            case .expense: return use(names.name(.expenses, segments))
            case .transfer: return use(names.name(.equity, segments))
            case nil: return use(names.name(amount > 0 ? .income : .expenses, segments))
            }
        }
    }

    // Entries

    /// Each account's opening, on the day of its first line where that is before: the balance is the same from there on.
    private mutating func writeOpenings() {
        var earlier: [String: [CurrencyCode: Int128]] = [:]
        var first: [String: CivilDate] = [:]
        for index in 0..<listing.count {
            let line = listing.line(index)
            let account = listing.files[line.file].account
            let date = CivilDate(day: line.day)
            first[account] = min(first[account] ?? date, date)
            guard line.status.counts, let opening = ledger.account(account)?.opening,
                date < opening.date
            else { continue }
            earlier[account, default: [:]][listing.currencies[line.currency], default: 0] +=
                Int128(line.amount)
        }
        var entries: [JournalEntry] = []
        for account in accounts {
            guard let opening = account.opening else { continue }
            for (code, amount) in opening.amounts.sorted(by: { $0.key < $1.key }) {
                let units = Int128(amount) - (earlier[account.name]?[code] ?? 0)
                balances[account.name, default: [:]][code] = (units, units)
                entries.append(
                    JournalEntry(
                        date: min(opening.date, first[account.name] ?? opening.date),
                        text: "Opening of \(account.title)",
                        postings: [
                            .init(
                                account: self.account(account.name), amount: units, currency: code),
                            .init(account: equity("opening"), amount: -units, currency: code),
                        ]))
            }
        }
        for entry in entries.sorted(by: { $0.date < $1.date }) { writer.append(entry, to: &body) }
    }

    private mutating func write(_ transaction: Transaction) {
        var known = balances[transaction.account]?[transaction.currency] ?? (0, 0)
        known.all += Int128(transaction.amount)
        if transaction.status == .booked { known.booked += Int128(transaction.amount) }
        balances[transaction.account, default: [:]][transaction.currency] = known
        var values: [(String, String)] = []
        if let contact = transaction.contact { values.append(("contact", contact)) }
        for name in ledger.taxonomyNames.sorted(by: byBytes) {
            if let value = transaction.attributes[name] { values.append((name, value)) }
        }
        if let note = transaction.note { values.append(("note", note)) }
        var postings = [
            JournalEntry.Posting(
                account: account(transaction.account), amount: Int128(transaction.amount),
                currency: transaction.currency)
        ]
        for part in transaction.parts {
            var target = part.target
            // A transfer moves money between own accounts whether or not reports look at it.
            if transaction.isIgnored { if case .transfer = target {} else { target = .ignored } }
            postings.append(
                .init(
                    account: account(of: target, amount: part.amount),
                    amount: -Int128(part.amount), currency: transaction.currency))
        }
        writer.append(
            JournalEntry(
                date: transaction.date, isPending: transaction.status == .pending,
                id: transaction.id, text: transaction.description, tags: transaction.tags,
                values: values, postings: postings), to: &body)
    }

    /// A stated balance; in an investment account what it is worth, whose difference is a gain that nobody took.
    private mutating func write(_ stated: StatedBalance) {
        let known = balances[stated.account]?[stated.currency] ?? (0, 0)
        let name = account(stated.account)
        let amount = Int128(stated.amount)
        if ledger.account(stated.account)?.kind == .investment {
            let gain = amount - known.all
            balances[stated.account, default: [:]][stated.currency] = (amount, amount)
            if gain == 0 { return }
            writer.append(
                JournalEntry(
                    date: stated.date, text: "Valuation",
                    postings: [
                        .init(account: name, amount: gain, currency: stated.currency),
                        .init(
                            account: equity("unrealised gains"), amount: -gain,
                            currency: stated.currency),
                    ]), to: &body)
            return
        }
        guard known.booked == amount, known.all == amount else {
            body += "; \(stated.date) \(name): stated \(writer.amount(amount, stated.currency)), "
            body += "booked lines make \(writer.amount(known.booked, stated.currency))\n\n"
            return
        }
        if writer.dialect == .beancount {
            guard let morning = stated.date.adding(days: 1) else { return }
            body += "\(morning) balance \(name)  \(writer.amount(amount, stated.currency))\n\n"
            return
        }
        writer.append(
            JournalEntry(
                date: stated.date, text: "Balance",
                postings: [
                    .init(account: name, amount: 0, currency: stated.currency, assertion: amount)
                ]), to: &body)
    }

    // Directives

    private func head() -> String {
        let name = JournalDialect.flat(ledger.name ?? "A ledger")
        var text = "; \(name), written by bankbook\n\n"
        switch writer.dialect {
        case .hledger:
            text += "decimal-mark .\n\n"
            for code in ledger.heldCurrencies {
                // hledger wants a point there, also behind a number without decimals.
                let zero = decimalText(0, decimals: ledger.decimals(code))
                let sample = zero.contains(".") ? zero : zero + "."
                text += "commodity \(sample) \(writer.dialect.commodity(code))\n"
            }
            text += "\n"
            for name in used.sorted(by: byBytes) { text += "account \(name)\n" }
        case .ledger:
            for name in used.sorted(by: byBytes) { text += "account \(name)\n" }
        case .beancount:
            text += "option \"operating_currency\" \"\(ledger.baseCurrency)\"\n\n"
            for name in used.sorted(by: byBytes) { text += "1900-01-01 open \(name)\n" }
        }
        text += "\n"
        let prices = PriceTable(ledger).all
        for price in prices {
            let number = decimalText(price.worth, decimals: price.decimals)
            let (unit, worth) = (
                writer.dialect.commodity(price.unit), writer.dialect.commodity(price.currency)
            )
            text +=
                writer.dialect == .beancount
                ? "\(price.date) price \(unit)  \(number) \(worth)\n"
                : "P \(price.date) \(unit) \(number) \(worth)\n"
        }
        return prices.isEmpty ? text : text + "\n"
    }
}
