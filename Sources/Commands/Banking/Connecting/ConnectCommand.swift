import CommandGrammar
import Connecting
import JSONText
import Model
import Reading
import Rendering
import Schemas
import SourceText

/// `connect`: a new connection to a bank.
struct ConnectCommand: Command {
    static let bank = Positional("BANK", .text, .optional, help: "The bank's name, or a part of it")
    static let country = Flag("country", takes: .text, as: "CODE", help: "Where the bank is, as ES")
    static let access = Flag(
        "access", takes: .choice([Access.direct.rawValue, Access.openBanking.rawValue]),
        as: "ACCESS", help: "How it is reached")
    static let connector = Flag(
        "connector", takes: .suggestions(ConnectorProgram.builtIn), as: "NAME",
        help: "The program that talks to the provider")
    static let name = Flag("name", takes: .text, help: "The connection's name: a-z, 0-9 and -")
    static let map = Flag(
        "map", takes: .text, as: "THERE=HERE", isRepeatable: true,
        help: "The account here for one of the bank, by its IBAN, id or name; - leaves it out")
    static let set = Flag(
        "set", takes: .text, as: "KEY=VALUE", isRepeatable: true,
        help: "What the connector needs to know")
    static let days = Flag(
        "days", takes: .count, as: "N", help: "How long the consent shall last; 90 otherwise")
    static let secrets = Flag(
        "secrets-stdin", help: "Read the secrets as JSON from standard input: {\"NAME\":\"…\"}")
    static let extend = Flag(
        "extend-queries", help: "Add the new accounts to saved queries that name accounts")

    static let spec = CommandSpec(
        "connect", summary: "Connect a bank",
        discussion: [
            "Finds the bank, says which accesses there are and what each brings, gets the consent — on the bank's own page, "
                + "or with what you type, which the system's keychain keeps through git's credential helper — and maps each "
                + "account of the bank to one here, or makes it. Then `bankbook sync` fetches.",
            "Connectors: enable-banking and gocardless (open banking), simplefin and woob (direct access), and any program "
                + "named bankbook-connector-NAME on PATH.",
        ],
        positionals: [bank],
        flags: [country, access, connector, name, map, set, days, secrets, extend],
        examples: [
            Example("bankbook connect 'Banco Ejemplo' --country ES", "Find a bank and connect it"),
            Example(
                "bankbook connect --connector simplefin --name bridge", "By a SimpleFIN bridge"),
        ],
        exitStatuses: [Term("4", "An answer is needed, and nobody is there to give it")]
            + BankStatuses.terms)

    private let invocation: Invocation
    private let mapping: [String: String]
    private let settings: [(key: String, value: String)]
    private let consentDays: Int?

    init(_ invocation: Invocation) throws(UsageError) {
        let own = ConnectCommand.self
        self.invocation = invocation
        mapping = try ConnectCommand.pairs(own.map, invocation).reduce(into: [:]) {
            $0[$1.key] = $1.value
        }
        settings = try ConnectCommand.pairs(own.set, invocation)
        consentDays = invocation.count(of: own.days)
        if let days = consentDays, !(1...180).contains(days) {
            throw invocation.refusal(of: "\(days)", for: own.days, "the law allows 1 to 180")
        }
        if let name = invocation.value(of: own.name), !NameForm.isName(name) || name == "file" {
            throw invocation.refusal(
                of: name, for: own.name,
                name == "file"
                    ? "this name is that of statement files; choose another"
                    : "use a-z, 0-9 and -, at most 40")
        }
        if let name = invocation.value(of: own.connector), !NameForm.isName(name) {
            throw invocation.refusal(
                of: name, for: own.connector, "write its name, never a path")
        }
    }

    /// The pairs of an option, split at the last `=` since names at banks may hold one.
    static func pairs(
        _ flag: Flag, _ invocation: Invocation
    ) throws(UsageError) -> [(key: String, value: String)] {
        var pairs: [(key: String, value: String)] = []
        for text in invocation.values(of: flag) {
            guard let place = text.lastIndex(of: "="), place != text.startIndex else {
                throw invocation.refusal(of: text, for: flag, "write two words with = between")
            }
            let key = String(text[..<place])
            if flag == set, ConnectionRules.isSecret(key) {
                throw invocation.refusal(
                    "--set \(key) looks like a secret, which the folder never holds; it is asked for, or read by "
                        + "--secrets-stdin")
            }
            pairs.append((key, String(text[text.index(after: place)...])))
        }
        return pairs
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let own = ConnectCommand.self
        let ledger = try session.ledger()
        let choice = try BankChoice(
            text: invocation.value(of: own.bank), country: invocation.value(of: own.country),
            access: invocation.choice(of: own.access),
            connector: invocation.value(of: own.connector), session)
        let taken = Set(
            LedgerFiles(ledger).names("connections", ending: ".json").map { String($0.dropLast(5)) }
                + ["file"])
        let name =
            invocation.value(of: own.name)
            ?? NameText.free(
                NameText.name(choice.bank ?? choice.connector, otherwise: "bank"), taken)
        var draft = Connection(
            name: name, uid: session.uid(ledger),
            bank: choice.bank ?? choice.connector, access: choice.access,
            connector: choice.connector)
        draft.country = choice.country
        for (key, value) in choice.config + settings { draft.set(key, value) }
        let setup = ConnectionSetup(
            session: session, ledger: ledger,
            given: invocation.isSet(own.secrets) ? try GivenSecrets(session) : GivenSecrets(),
            mapping: mapping, days: consentDays)
        let outcome = try setup.run(draft, bank: choice.bank, before: nil)
        return try ConnectedReport(outcome, session).finish(
            extendsQueries: invocation.isSet(own.extend), schema: "connect")
    }
}

extension Connection {
    /// Sets a member of what the connector needs to know; `true` and `false` are no text.
    mutating func set(_ key: String, _ value: String) {
        let json: JSONValue =
            value == "true" ? .bool(true) : value == "false" ? .bool(false) : .string(value)
        config.set(key, to: value.isEmpty ? nil : json, order: [])
    }
}

/// Which bank is meant, and by which way it is reached.
struct BankChoice {
    let bank: String?
    let country: String?
    let access: Access
    let connector: String
    let config: [(key: String, value: String)]

    private static let accesses: [String: Access] = [
        "enable-banking": .openBanking, "gocardless": .openBanking, "simplefin": .direct,
        "woob": .direct,
    ]

    init(
        text: String?, country: String?, access: Access?, connector: String?, _ session: Session
    ) throws(CommandFailure) {
        self.country = country
        if let connector {
            bank = text
            self.connector = connector
            self.access = access ?? BankChoice.accesses[connector] ?? .direct
            config = []
            return
        }
        guard let text else {
            throw .question(
                message: "which bank is to be connected?",
                remedy: "bankbook connect 'NAME OF THE BANK' --country CODE, or --connector NAME")
        }
        bank = text
        let direct = BankCatalogue.find(text, country: country, folding: Folding.fold)
        let isOpen = country.map { Advice.hasOpenBanking($0) } ?? true
        let chosen: Access
        if let access {
            chosen = access
        } else {
            chosen = try BankChoice.choose(text, direct, isOpen, country, session)
        }
        self.access = chosen
        switch chosen {
        case .direct where direct.count == 1:
            self.connector = "woob"
            config = [("module", direct[0].module)]
        case .direct where ["US", "CA"].contains(country?.uppercased() ?? ""):
            self.connector = "simplefin"
            config = []
        case .direct:
            throw .bank(
                .unsupported,
                message: direct.isEmpty
                    ? "no connector here reads “\(text)” by direct access"
                    : "“\(text)” may be several banks: "
                        + direct.map(\.name).joined(separator: ", "),
                remedy: direct.isEmpty
                    ? "connect it by open banking, import its statements, or name a --connector"
                    : "write its whole name")
        default:
            self.connector = "enable-banking"
            config = []
        }
    }

    /// The access: the only one there is, or the one that the person chooses after a comparison.
    private static func choose(
        _ text: String, _ direct: [BankCatalogue.Bank], _ isOpen: Bool, _ country: String?,
        _ session: Session
    ) throws(CommandFailure) -> Access {
        if direct.isEmpty { return isOpen ? .openBanking : .direct }
        if !isOpen { return .direct }
        guard session.options.asks else {
            throw .question(
                message: "“\(text)” can be reached by direct access and by open banking",
                remedy:
                    "say --access direct or --access open-banking; “bankbook explain” compares them"
            )
        }
        let needs = Comparison.Needs(kinds: [], wantsBalances: false, wantsStability: false)
        try session.show(ExplainCommand.text(Comparison(needs, country: country)).dropLast(2))
        let said = try session.ask("Access (direct, open-banking): ") ?? ""
        guard let access = Access(rawValue: said), access.isFetched else {
            throw .question(message: "no access was chosen", remedy: "begin again")
        }
        return access
    }
}
