import CommandGrammar
import Connecting
import JSONText
import Model
import Reading

/// `reconnect`: a new consent, new secrets, or another access for a connection.
struct ReconnectCommand: Command {
    static let name = Positional("CONNECTION", .connection, help: "The connection")
    static let access = Flag(
        "access", takes: .choice([Access.direct.rawValue, Access.openBanking.rawValue]),
        as: "ACCESS", help: "Reach the bank this way from now on")
    static let newSecrets = Flag("new-secrets", help: "Ask for the secrets again")

    static let spec = CommandSpec(
        "reconnect", summary: "Renew a connection, or change how a bank is reached",
        discussion: [
            "Gets a new consent, or the same access with new secrets. The clock of the consent begins anew; accounts, ids, "
                + "categories and all other decisions stay. The next sync asks for the days before the lapse again, and doubles "
                + "nothing.",
            "With --access or --connector the bank is reached another way: what both ways told of an event is joined, rules "
                + "that no longer fit the new texts are named at the next sync, and accounts that the new way does not reach "
                + "keep their history.",
        ],
        positionals: [name],
        flags: [
            access, ConnectCommand.connector, ConnectCommand.map, ConnectCommand.set,
            ConnectCommand.days, newSecrets, ConnectCommand.secrets, ConnectCommand.extend,
        ],
        examples: [
            Example("bankbook reconnect mybank", "Renew the consent"),
            Example("bankbook reconnect mybank --access open-banking", "Change the access"),
        ], exitStatuses: BankStatuses.terms)

    private let invocation: Invocation
    private let mapping: [String: String]
    private let settings: [(key: String, value: String)]

    init(_ invocation: Invocation) throws(UsageError) {
        self.invocation = invocation
        mapping = try ConnectCommand.pairs(ConnectCommand.map, invocation).reduce(into: [:]) {
            $0[$1.key] = $1.value
        }
        settings = try ConnectCommand.pairs(ConnectCommand.set, invocation)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let name = invocation.value(of: ReconnectCommand.name) ?? ""
        let entry = try ConnectionBook(ledger, today: session.today).entry(name)
        guard entry.connection.access.isFetched else {
            throw .failed(
                message:
                    "\(name) is by \(entry.connection.access.rawValue), which needs no consent",
                remedy: "import its statements: bankbook import FILE")
        }
        var draft = entry.connection
        let isChange = try change(&draft, session)
        for (key, value) in settings { draft.set(key, value) }
        let hasGiven = invocation.isSet(ConnectCommand.secrets)
        var setup = ConnectionSetup(
            session: session, ledger: ledger,
            given: hasGiven ? try GivenSecrets(session) : GivenSecrets(), mapping: mapping,
            days: invocation.count(of: ConnectCommand.days))
        setup.renewsSecrets =
            invocation.isSet(ReconnectCommand.newSecrets)
            || entry.log.last?.outcome == .credentials
        let outcome = try setup.run(
            draft, bank: isChange ? draft.bank : nil, before: entry.bytes)
        var more: [String] = []
        if isChange, !session.options.isDryRun,
            entry.connection.connector != outcome.connection.connector
        {
            // The former way ends: its consent and its secrets are of no more use. What this device remembers of the
            // new one stays.
            more += try ConnectionEnd.end(entry.connection, ledger, session, forgets: false)
        }
        let lost = entry.connection.accountNames.filter {
            !outcome.connection.accountNames.contains($0)
        }
        if !session.options.isDryRun {
            for account in lost {
                more.append("\(account) is not fetched by this way; what came of it stays")
            }
        }
        return try ConnectedReport(outcome, session).finish(
            extendsQueries: invocation.isSet(ConnectCommand.extend), schema: "reconnect", more: more
        )
    }

    /// Changes the access and the connector, where the command line says so.
    private func change(
        _ draft: inout Connection, _ session: Session
    ) throws(CommandFailure) -> Bool {
        let access: Access? = invocation.choice(of: ReconnectCommand.access)
        let connector = invocation.value(of: ConnectCommand.connector)
        let isSame =
            (access ?? draft.access) == draft.access
            && (connector ?? draft.connector) == draft.connector
        if isSame { return false }
        let choice = try BankChoice(
            text: draft.bank, country: draft.country,
            access: access ?? (connector == nil ? draft.access : nil),
            connector: connector, session)
        draft.access = choice.access
        draft.connector = choice.connector
        draft.config = .object([])
        draft.consent = draft.consent.map { old in
            Consent(id: nil, granted: old.granted, validDays: old.validDays, earlier: old.earlier)
        }
        for (key, value) in choice.config { draft.set(key, value) }
        return true
    }
}
