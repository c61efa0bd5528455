import Analysis
import CommandGrammar
import JSONText
import Model
import Queries
import Reading
import Rendering
import SourceText

/// `register`: lines with a running total.
struct RegisterCommand: Command {
    static let historical = Flag(
        "historical", short: "H", help: "Begin with the balance before the first line")

    static let spec = CommandSpec(
        "register", aliases: ["reg"], summary: "Show transactions with a running total",
        positionals: [QueryOptions.query], flags: [historical, ListCommand.limit],
        groups: [QueryOptions.group],
        examples: [
            Example(
                "bankbook register cat:food -p 2026-11", "What was spent on food, line by line"),
            Example(
                "bankbook register acct:main -H -p 2026-11", "An account's lines and its balance"),
        ])

    private let query: QueryOptions
    private let isHistorical: Bool
    private let limit: Int?

    init(_ invocation: Invocation) throws(UsageError) {
        query = QueryOptions(invocation)
        isHistorical = invocation.isSet(RegisterCommand.historical)
        limit = invocation.count(of: ListCommand.limit)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let selection = try query.selection(ledger, today: session.today)
        let register = Register.make(
            selection, ledger, isHistorical: isHistorical, today: session.today,
            threads: session.environment.threads)
        let shown = try session.settle(register.findings)
        return try session.finish(
            RegisterPresentation(register, ledger, limit: limit, isAccount: false)
                .answer("register", diagnostics: shown))
    }
}

/// `areg`: one account as its bank shows it.
struct AccountRegisterCommand: Command {
    static let account = Positional("ACCOUNT", .account, help: "The account")

    static let spec = CommandSpec(
        "areg", aliases: ["aregister"], summary: "Show an account's transactions with its balance",
        discussion: [
            "The balance after each line is the bank's where the line states one, else computed from "
                + "the opening."
        ],
        positionals: [account, QueryOptions.query], flags: [ListCommand.limit],
        groups: [QueryOptions.group],
        examples: [Example("bankbook areg main -p 2026-11", "November in one account")])

    private let query: QueryOptions
    private let name: String
    private let limit: Int?

    init(_ invocation: Invocation) throws(UsageError) {
        query = QueryOptions(invocation)
        name = invocation.value(of: AccountRegisterCommand.account) ?? ""
        limit = invocation.count(of: ListCommand.limit)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let account = try AccountChoice.account(name, ledger)
        let selection = try query.selection(
            ledger, today: session.today, adding: ["acct:\(account.name)"])
        let register = Register.account(
            account, selection, ledger, threads: session.environment.threads)
        let shown = try session.settle(register.findings)
        return try session.finish(
            RegisterPresentation(register, ledger, limit: limit, isAccount: true)
                .answer("areg", diagnostics: shown))
    }
}

/// Finds the account that a person names.
enum AccountChoice {
    static func account(_ name: String, _ ledger: Ledger) throws(CommandFailure) -> Account {
        if let account = ledger.account(name) { return account }
        if let renamed = ledger.accounts.first(where: { $0.formerNames.contains(name) }) {
            return renamed
        }
        let names = ledger.accounts.map(\.name)
        throw .failed(
            message: "there is no account “\(name)”",
            remedy: Suggestion.nearest(to: name, in: names).map { "did you mean \($0)?" }
                ?? "the accounts are " + names.joined(separator: ", "))
    }
}

/// Registers as text, CSV and JSON.
struct RegisterPresentation {
    private let register: Register
    private let money: MoneyText
    private let limit: Int
    private let isAccount: Bool

    init(_ register: Register, _ ledger: Ledger, limit: Int?, isAccount: Bool) {
        self.register = register
        money = MoneyText(ledger)
        self.limit = min(limit ?? register.rows.count, register.rows.count)
        self.isAccount = isAccount
    }

    private var rows: ArraySlice<Register.Row> { register.rows.prefix(limit) }

    func answer(_ name: String, diagnostics: [Diagnostic]) -> Answer {
        Answer(name, diagnostics: diagnostics, payload: payload, sheet: sheet, text: text)
    }

    private func payload() -> [JSONMember] {
        [
            JSONMember("rows", .array(rows.map(json))),
            JSONMember("count", .integer(register.rows.count)),
        ]
    }

    private func json(_ row: Register.Row) -> JSONValue {
        let line = row.transaction
        var members = [
            JSONMember("id", .optional(line.id)),
            JSONMember("account", .string(line.account)),
            JSONMember("date", .string(line.date.description)),
            JSONMember("status", .string(line.status.name)),
            JSONMember("description", .string(line.description)),
            JSONMember("amount", .string(money.number(line.amount, line.currency))),
            JSONMember("currency", .string(line.currency.description)),
            JSONMember("category", .optional(category(line))),
            JSONMember("running", money.json(row.running)),
        ]
        if isAccount {
            members.append(JSONMember("balance", .string(balance(row))))
            members.append(JSONMember("balance_source", .string(source(row))))
            members.append(JSONMember("bank_balance", .optional(row.bankBalance)))
        }
        return .object(members)
    }

    /// `nil` where there is none, and where the line has several parts (M7).
    private func category(_ line: Transaction) -> String? {
        guard line.parts.count == 1, line.parts[0].target != .uncategorised else { return nil }
        return line.parts[0].target.text
    }

    private func balance(_ row: Register.Row) -> String {
        row.bankBalance ?? money.number(row.balance ?? 0, row.transaction.currency)
    }

    private func source(_ row: Register.Row) -> String {
        row.bankBalance == nil ? "computed" : "bank"
    }

    private func sheet() -> Sheet {
        var header = [
            "id", "account", "date", "status", "description", "amount", "currency", "category",
            "running",
        ]
        if isAccount { header += ["balance", "balance_source", "bank_balance"] }
        return Sheet(
            header: header,
            rows: rows.map { row in
                let line = row.transaction
                var fields = [
                    line.id ?? "", line.account, line.date.description, line.status.name,
                    line.description, money.number(line.amount, line.currency),
                    line.currency.description, category(line) ?? "", money.field(row.running),
                ]
                if isAccount { fields += [balance(row), source(row), row.bankBalance ?? ""] }
                return fields
            })
    }

    private func text() -> [TextBlock] {
        if register.rows.isEmpty { return [] }
        let columns = [
            Column("date"), Column("mark"), Column("account"),
            Column("description", shrinks: true), Column("category", shrinks: true),
            Column("amount", .right), Column("running", .right),
        ]
        let body = rows.map { row in
            let line = row.transaction
            let cells = TransactionCells.cells(line, money)
            let last =
                isAccount
                ? Cell(
                    "\(balance(row)) \(line.currency)", row.balance ?? 0 < 0 ? .negative : .plain)
                : money.cell(row.running)
            return [cells[0], cells[1], cells[2], cells[5], cells[4], cells[3], last]
        }
        return [.table(Table(columns: columns, rows: body, hasHeading: false))]
    }
}
