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
        groups: [QueryOptions.group, CurrencyOptions.group],
        examples: [
            Example(
                "bankbook register cat:food -p 2026-11", "What was spent on food, line by line"),
            Example(
                "bankbook register acct:main -H -p 2026-11", "An account's lines and its balance"),
        ])

    private let query: QueryOptions
    private let isHistorical: Bool
    private let limit: Int?
    private let currency: CurrencyOptions

    init(_ invocation: Invocation) throws(UsageError) {
        query = QueryOptions(invocation)
        currency = CurrencyOptions(invocation)
        isHistorical = invocation.isSet(RegisterCommand.historical)
        limit = invocation.count(of: ListCommand.limit)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let selection = try query.selection(ledger, today: session.today)
        var register = Register.make(
            selection, ledger, isHistorical: isHistorical, today: session.today,
            threads: session.environment.threads)
        let target = try currency.target(ledger)
        let rate = try currency.rateDay(today: session.today, usual: .day)
        if let target {
            register.tell(
                in: target, by: rate,
                asked: selection.asked, today: session.today, hasGaps: currency.hasGaps, ledger)
        }
        let shown = try session.settle(register.findings)
        return try session.finish(
            RegisterPresentation(register, ledger, limit: limit, target: target)
                .answer(diagnostics: shown))
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
        let register = AccountRegister.make(
            account, selection, ledger, threads: session.environment.threads)
        let shown = try session.settle(register.findings)
        return try session.finish(
            AccountRegisterPresentation(register, ledger, limit: limit)
                .answer(diagnostics: shown))
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
        throw .question(
            message: "there is no account “\(name)”",
            remedy: Suggestion.nearest(to: name, in: names).map { "did you mean \($0)?" }
                ?? "the accounts are " + names.joined(separator: ", "))
    }
}
