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

    init(_ register: Register, _ ledger: Ledger, limit: Int?) {
        self.register = register
        money = MoneyText(ledger)
        currencies = ledger.heldCurrencies
        self.limit = min(limit ?? register.listing.count, register.listing.count)
    }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        Answer("register", diagnostics: diagnostics, payload: payload, sheet: sheet, text: text)
    }

    private func payload() -> [JSONMember] {
        let rows = register.rows.prefix(limit).map { row in
            JSONValue.object(RegisterFields.members(row.transaction, row.running, money))
        }
        return [
            JSONMember("rows", .array(rows)),
            JSONMember("count", .integer(register.listing.count)),
        ]
    }

    private func sheet() -> Sheet {
        Sheet(
            header: RegisterFields.header,
            rows: register.rows.prefix(limit).map { row in
                RegisterFields.fields(row.transaction, row.running, money)
            })
    }

    private func text() -> [TextBlock] {
        if register.listing.count == 0 { return [] }
        let columns = [
            Column("date"), Column("mark"), Column("account"),
            Column("description", shrinks: true), Column("category", shrinks: true),
            Column("amount", .right), Column("running", .right),
        ]
        let listing = register.listing
        let cells = TransactionCells(listing, money)
        let running = RunningTotals(register.start, currencies)
        let money = money
        let rows = StreamedRows(columns: columns, count: limit) { index, row in
            let line = listing.line(index)
            if index == 0 { running.restart() }
            running.add(line.amount, line.currencyIndex)
            cells.fillHead(index, &row)
            cells.fillDescription(index, &row)
            cells.fillCategory(index, &row)
            cells.fillAmount(index, &row)
            running.fill(money, &row)
        }
        return [.rows(rows)]
    }
}

/// A running total by currency.
final class RunningTotals {
    private let start: [Int128?]
    private let currencies: [CurrencyCode]
    private var sums: [Int128?]

    init(_ start: Totals, _ currencies: [CurrencyCode]) {
        self.start = currencies.map { start[$0] }
        self.currencies = currencies
        sums = self.start
    }

    func restart() { sums = start }

    func add(_ amount: Int64, _ currency: Int) {
        sums[currency] = (sums[currency] ?? 0) + Int128(amount)
    }

    /// A cell with one currency a line.
    func fill(_ money: MoneyText, _ row: inout RowBuffer) {
        var isFirst = true
        var isNegative = false
        for (index, sum) in sums.enumerated() {
            guard let sum else { continue }
            if !isFirst { row.bytes.append(0x0A) }
            isFirst = false
            isNegative = isNegative || sum < 0
            money.append(sum, currencies[index], to: &row.bytes)
        }
        row.endCell(isNegative ? .negative : .plain)
    }
}

/// The members that `register` and `areg` share.
enum RegisterFields {
    static let header = [
        "id", "account", "date", "status", "description", "amount", "currency", "category",
        "running",
    ]

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
            let texts = line.parts.map { $0.target == .uncategorised ? "(none)" : $0.target.text }
            return [
                Cell(line.date.description),
                Cell(line.status.mark.map { String(Unicode.Scalar($0)) } ?? ""),
                Cell(line.description.replacingTabs), Cell(texts.joined(separator: ", ")),
                Cell(
                    money.amount(line.amount, line.currency), line.amount < 0 ? .negative : .plain),
                Cell("\(balance(row)) \(line.currency)", row.balance < 0 ? .negative : .plain),
            ]
        }
        return [.table(Table(columns: columns, rows: body, hasHeading: false))]
    }
}
