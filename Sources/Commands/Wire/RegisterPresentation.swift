import Analysis
import JSONText
import Model
import Reading
import Rendering
import SourceText

/// Registers as text, CSV and JSON.
struct RegisterPresentation {
    private let register: Register
    private let money: MoneyText
    private let currencies: [CurrencyCode]
    private let limit: Int
    /// The currency in which amounts are told, where it is not each line's own.
    private let target: CurrencyCode?

    init(_ register: Register, _ ledger: Ledger, limit: Int?, target: CurrencyCode?) {
        self.register = register
        self.target = target
        money = MoneyText(ledger, also: target?.description)
        currencies = register.listing.currencies
        self.limit = min(limit ?? register.listing.count, register.listing.count)
    }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        Answer("register", diagnostics: diagnostics, payload: payload, sheet: sheet, text: text)
    }

    private func payload() -> [JSONMember] {
        let rows = register.rows.prefix(limit).enumerated().map { index, row in
            var members = RegisterFields.members(row.transaction, row.running, money)
            if target != nil {
                members.append(RegisterFields.worthMember(register.listing, index, money))
            }
            return JSONValue.object(members)
        }
        return [
            JSONMember("rows", .array(rows)),
            JSONMember("count", .integer(register.listing.count)),
        ]
    }

    private func sheet() -> Sheet {
        Sheet(
            header: RegisterFields.header + (target == nil ? [] : RegisterFields.worthHeader),
            rows: register.rows.prefix(limit).enumerated().map { index, row in
                let fields = RegisterFields.fields(row.transaction, row.running, money)
                return target == nil
                    ? fields : fields + RegisterFields.worth(register.listing, index, money)
            })
    }

    private func text() -> [TextBlock] {
        if register.listing.count == 0 { return [] }
        let columns = [
            Column("date"), Column("mark"), Column("account"),
            Column("description", shrinks: true), Column("category", shrinks: true),
            Column("amount", .right), Column("running", .right),
        ]
        let source = RegisterRows(
            count: limit, cells: TransactionCells(register.listing, money), money: money,
            running: currencies.map { register.start[$0] })
        return [.rows(StreamedRows(columns: columns, source: source))]
    }
}

/// The table of `register`.
private struct RegisterRows: RowSource {
    let count: Int
    var cells: TransactionCells
    let money: MoneyText
    /// The total so far by the ledger's held currencies; `nil` for those that did not occur.
    var running: [Int128?]

    /// Adds a line to the total; its currency.
    @discardableResult
    private mutating func add(_ index: Int) -> Int {
        let (units, currency) = cells.listing.amount(index)
        running[currency] = (running[currency] ?? 0) + Int128(units)
        return currency
    }

    mutating func widths(_ rows: Range<Int>) -> [Int] {
        let widths = cells.widths(rows)
        var totals = AmountWidths(money)
        for (currency, sum) in running.enumerated() {
            if let sum { totals.note(sum, currency: currency) }
        }
        for index in rows {
            let currency = add(index)
            totals.note(running[currency] ?? 0, currency: currency)
        }
        return [
            widths.date, widths.mark, widths.account, widths.description, widths.category,
            widths.amounts.widest, totals.widest,
        ]
    }

    mutating func skip(_ rows: Range<Int>) {
        for index in rows { add(index) }
    }

    /// One currency of the total a line.
    mutating func append(_ index: Int, to writer: inout RowWriter) {
        let line = cells.listing.line(index)
        add(index)
        cells.appendHead(line, to: &writer)
        cells.appendDescription(index, to: &writer)
        cells.appendCategory(line, at: index, to: &writer)
        cells.appendAmount(line, to: &writer)
        var isFirst = true
        for currency in running.indices {
            guard let sum = running[currency] else { continue }
            if !isFirst { for _ in 0..<6 { writer.skipCell() } }
            isFirst = false
            money.append(sum, currency: currency, to: &writer)
            writer.endLine()
        }
    }
}

/// The members that `register` and `areg` share.
enum RegisterFields {
    static let header = [
        "id", "account", "date", "status", "description", "amount", "currency", "category",
        "running",
    ]

    /// What a line is worth where all are told in one currency; its own amount where it has no price.
    static let worthHeader = ["worth", "worth_currency"]

    static func worth(_ listing: Listing, _ index: Int, _ money: MoneyText) -> [String] {
        let (units, currency) = listing.amount(index)
        let code = listing.currencies[currency]
        return [money.number(units, code), code.description]
    }

    static func worthMember(_ listing: Listing, _ index: Int, _ money: MoneyText) -> JSONMember {
        let worth = worth(listing, index, money)
        return JSONMember(
            "worth",
            .object([
                JSONMember("amount", .string(worth[0])), JSONMember("currency", .string(worth[1])),
            ]))
    }

    static func members(
        _ line: Transaction, _ running: Totals, _ money: MoneyText
    ) -> [JSONMember] {
        [
            JSONMember("id", .optional(line.id)),
            JSONMember("account", .string(line.account)),
            JSONMember("date", .string(line.date.description)),
            JSONMember("status", .string(line.status.name)),
            JSONMember("description", .string(line.description)),
            JSONMember("amount", .string(money.number(line.amount, line.currency))),
            JSONMember("currency", .string(line.currency.description)),
            JSONMember("category", .optional(category(line))),
            JSONMember("running", money.json(running)),
        ]
    }

    static func fields(_ line: Transaction, _ running: Totals, _ money: MoneyText) -> [String] {
        [
            line.id ?? "", line.account, line.date.description, line.status.name, line.description,
            money.number(line.amount, line.currency), line.currency.description,
            category(line) ?? "", money.field(running),
        ]
    }

    /// `nil` where there is none, and where the line has several parts (M7).
    private static func category(_ line: Transaction) -> String? {
        guard line.parts.count == 1, line.parts[0].target != .uncategorised else { return nil }
        return line.parts[0].target.text
    }
}

/// The register of one account as text, CSV and JSON.
struct AccountRegisterPresentation {
    private let register: AccountRegister
    private let money: MoneyText
    private let limit: Int

    init(_ register: AccountRegister, _ ledger: Ledger, limit: Int?) {
        self.register = register
        money = MoneyText(ledger)
        self.limit = min(limit ?? register.rows.count, register.rows.count)
    }

    private var rows: ArraySlice<AccountRegister.Row> { register.rows.prefix(limit) }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        Answer("areg", diagnostics: diagnostics, payload: payload, sheet: sheet, text: text)
    }

    private func balance(_ row: AccountRegister.Row) -> String {
        row.bankBalance ?? money.number(row.balance, row.transaction.currency)
    }

    /// The balance as this run tells numbers.
    private func shownBalance(_ row: AccountRegister.Row) -> String {
        let code = row.transaction.currency
        let stated = row.bankBalance.flatMap { DecimalNumber($0) }?.scaled(to: money.decimals(code))
        return stated.map { money.number($0, code) } ?? balance(row)
    }

    private func source(_ row: AccountRegister.Row) -> String {
        row.bankBalance == nil ? "computed" : "bank"
    }

    private func payload() -> [JSONMember] {
        let list = rows.map { row in
            JSONValue.object(
                RegisterFields.members(row.transaction, row.running, money) + [
                    JSONMember("balance", .string(balance(row))),
                    JSONMember("balance_source", .string(source(row))),
                    JSONMember("bank_balance", .optional(row.bankBalance)),
                ])
        }
        return [
            JSONMember("rows", .array(list)),
            JSONMember("count", .integer(register.rows.count)),
        ]
    }

    private func sheet() -> Sheet {
        Sheet(
            header: RegisterFields.header + ["balance", "balance_source", "bank_balance"],
            rows: rows.map { row in
                RegisterFields.fields(row.transaction, row.running, money)
                    + [balance(row), source(row), row.bankBalance ?? ""]
            })
    }

    private func text() -> [TextBlock] {
        if register.rows.isEmpty { return [] }
        let columns = [
            Column("date"), Column("mark"), Column("description", shrinks: true),
            Column("category", shrinks: true), Column("amount", .right), Column("balance", .right),
        ]
        let body = rows.map { row in
            let line = row.transaction
            let texts = line.parts.map(\.target.shown)
            return [
                Cell(line.date.description),
                Cell(line.status.mark.map { String(Unicode.Scalar($0)) } ?? ""),
                Cell(line.description.replacingTabs), Cell(texts.joined(separator: ", ")),
                Cell(
                    money.amount(line.amount, line.currency), line.amount < 0 ? .negative : .plain),
                Cell("\(shownBalance(row)) \(line.currency)", row.balance < 0 ? .negative : .plain),
            ]
        }
        return [.table(Table(columns: columns, rows: body, hasHeading: false))]
    }
}
