import Analysis
import CommandGrammar
import JSONText
import Model
import Queries
import Reading
import Rendering
import SourceText

/// `accounts`: every account with its balance.
struct AccountsCommand: Command {
    static let hidden = Flag("hidden", help: "Show hidden accounts as well")

    static let spec = CommandSpec(
        "accounts", aliases: ["acc"], summary: "Show the accounts and what they hold",
        discussion: [
            "Booked and pending lines up to today; the balance is both together."
        ],
        positionals: [QueryOptions.query], flags: [hidden],
        subcommands: [AccountAddCommand.spec, AccountShowCommand.spec, AccountSetCommand.spec],
        examples: [
            Example("bankbook accounts", "Every account"),
            Example("bankbook accounts kind:card", "The cards"),
        ])

    private let query: QueryOptions
    private let showsHidden: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        query = QueryOptions(invocation)
        showsHidden = invocation.isSet(AccountsCommand.hidden)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let selection = try query.selection(ledger, today: session.today)
        let balances = AccountBalances(
            ledger, at: [session.today], selection: selection, today: session.today,
            threads: session.environment.threads)
        let shown = try session.settle(balances.findings)
        let accounts = selection.accounts(of: ledger).filter { showsHidden || !$0.isHidden }
        let summaries = accounts.map { account in
            AccountSummary(account, balances, today: session.today)
        }
        var presentation = AccountsPresentation(summaries, ledger)
        presentation.partial = try PartialWorth.all(ledger)
        if session.options.format == .json {
            presentation.stated = try StatedBalances.all(ledger)
        }
        return try session.finish(presentation.answer(diagnostics: shown))
    }
}

/// What `accounts` tells of one account (M6).
struct AccountSummary {
    let account: Account
    let booked: Totals
    let balance: Totals
    let pending: Totals
    let count: Int
    let lastDate: CivilDate?

    init(_ account: Account, _ balances: AccountBalances, today: CivilDate) {
        self.account = account
        booked = balances.balance(of: account, at: today, statuses: [.booked])
        balance = balances.balance(of: account, at: today)
        var pending = Totals()
        for entry in balance {
            let known = booked[entry.currency]
            let rest = entry.units - (known ?? 0)
            if rest != 0 || known == nil { pending.add(rest, entry.currency) }
        }
        self.pending = pending
        count = balances.count(account.name)
        lastDate = balances.lastDate(account.name)
    }
}

/// The accounts as text, CSV and JSON.
struct AccountsPresentation {
    private let summaries: [AccountSummary]
    private let money: MoneyText
    /// What banks said last, by the accounts.
    var stated: [String: JSONValue] = [:]
    /// What banks keep that no connection reaches, so that the total may be a part.
    var partial: [PartialWorth] = []

    init(_ summaries: [AccountSummary], _ ledger: Ledger) {
        self.summaries = summaries
        money = MoneyText(ledger)
    }

    private var total: Totals { BalanceReport.sum(summaries.map(\.balance)) }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        Answer("accounts", diagnostics: diagnostics, payload: payload, sheet: sheet, text: text)
    }

    private func payload() -> [JSONMember] {
        [
            JSONMember("accounts", .array(summaries.map(json))),
            JSONMember("total", money.json(total)),
            JSONMember("partial", .array(partial.map(\.json))),
        ]
    }

    private func json(_ summary: AccountSummary) -> JSONValue {
        let account = summary.account
        return .object([
            JSONMember("name", .string(account.name)),
            JSONMember("title", .string(account.title)),
            JSONMember("kind", .string(account.kind.rawValue)),
            JSONMember("currencies", .strings(account.currencies.map(\.description))),
            JSONMember("iban", .optional(account.iban)),
            JSONMember("closed", .bool(account.isClosed)),
            JSONMember("booked", money.json(summary.booked)),
            JSONMember("pending", money.json(summary.pending)),
            JSONMember("balance", money.json(summary.balance)),
            JSONMember("bank", stated[account.name] ?? .null),
            JSONMember("last_date", .optional(summary.lastDate?.description)),
            JSONMember("count", .integer(summary.count)),
        ])
    }

    private func sheet() -> Sheet {
        Sheet(
            header: [
                "name", "title", "kind", "currencies", "iban", "closed", "booked", "pending",
                "balance", "last_date", "count",
            ],
            rows: summaries.map { summary in
                let account = summary.account
                return [
                    account.name, account.title, account.kind.rawValue,
                    account.currencies.map(\.description).joined(separator: " "),
                    account.iban ?? "", account.isClosed ? "true" : "false",
                    money.field(summary.booked), money.field(summary.pending),
                    money.field(summary.balance), summary.lastDate?.description ?? "",
                    "\(summary.count)",
                ]
            })
    }

    private func text() -> [TextBlock] {
        let columns = [
            Column("name", heading: "account"), Column("kind"),
            Column("title", heading: "name", shrinks: true),
            Column("balance", .right), Column("pending", .right),
            Column("last", heading: "last line"), Column("count", heading: "lines", .right),
        ]
        let rows = summaries.map { summary in
            [
                Cell(summary.account.name), Cell(summary.account.kind.rawValue, .faint),
                Cell(summary.account.title), money.cell(summary.balance),
                summary.pending.isEmpty ? Cell("") : money.cell(summary.pending),
                Cell(summary.lastDate?.description ?? ""), Cell("\(summary.count)"),
            ]
        }
        let footer = [
            [
                Cell(""), Cell(""), Cell(""), money.cell(total, role: .total), Cell(""), Cell(""),
                Cell(""),
            ]
        ]
        return [.table(Table(columns: columns, rows: rows, footer: rows.isEmpty ? [] : footer))]
            + partial.map { .line($0.text) }
    }
}
