import CommandGrammar
import Connecting
import ConnectorWire
import JSONText
import Model
import Platform
import Reading
import Store
import Synchronization

/// `sync`: fetches from banks.
struct SyncCommand: Command {
    static let connections = Positional(
        "CONNECTION", .connection, .many, help: "Only these; otherwise all that are fetched")
    static let historical = Flag(
        "historical", help: "Ask for everything that the bank gives; may need a code or the app")
    static let account = Flag("account", takes: .account, help: "Only this account")
    static let scheduled = Flag(
        "scheduled", help: "Only what is due, and nobody is there to answer; timers say it")
    static let secrets = Flag(
        "secrets-stdin",
        help: "Read the secrets as JSON from standard input: {\"CONNECTION\":{\"NAME\":\"…\"}}")

    static let spec = CommandSpec(
        "sync", summary: "Fetch what is new from the banks",
        discussion: [
            "Fetches by each connection, several banks at the same time, keeps what they say as evidence, joins it to the lines "
                + "that are there, categorises new ones, pairs transfers and holds each account against its bank. All of it "
                + "is one operation, which `undo` takes back. One bank's failure stops no other.",
            "Each attempt is noted in connections/NAME.log.jsonl. Where a bank allows only so many calls a day, they are "
                + "counted there, and the next moment is said. An expired consent is not tried: `bankbook reconnect` renews it.",
            "With the member git_sync of preferences in ledger.json a `git sync` follows.",
        ],
        positionals: [connections], flags: [historical, account, scheduled, secrets],
        examples: [
            Example("bankbook sync", "Fetch from every bank"),
            Example("bankbook sync mybank --historical", "Everything that one bank gives"),
            Example("bankbook sync -n", "See which days would be asked for"),
        ],
        exitStatuses: BankStatuses.terms)

    private let names: [String]
    private let isHistorical: Bool
    private let isScheduled: Bool
    private let account: String?
    private let readsSecrets: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        let own = SyncCommand.self
        var names: [String] = []
        for name in invocation.values(of: own.connections) where !names.contains(name) {
            names.append(name)
        }
        self.names = names
        isHistorical = invocation.isSet(own.historical)
        isScheduled = invocation.isSet(own.scheduled)
        account = invocation.value(of: own.account)
        readsSecrets = invocation.isSet(own.secrets)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let book = try ConnectionBook(ledger, today: session.today)
        let chosen = try chosen(book)
        if let account {
            _ = try AccountChoice.account(account, ledger)
            if chosen.isEmpty, !book.entries.isEmpty {
                throw .failed(
                    message: "no connection feeds \(account)",
                    remedy: "bankbook connections shows which feed what")
            }
        }
        if chosen.isEmpty {
            throw .failed(
                message: "there is no connection that is fetched",
                remedy: "make one with “bankbook connect”")
        }
        let given = readsSecrets ? try GivenSecrets(session) : GivenSecrets()
        var fetching = Fetching(session, ledger, given)
        fetching.options.isHistorical = isHistorical
        fetching.options.isScheduled = isScheduled
        fetching.options.isInteractive = session.options.asks && !isScheduled && !readsSecrets
        fetching.options.account = account
        fetching.options.isDry = session.options.isDryRun
        let fetched = try fetching.run(chosen)
        var report = SyncReport(session.today)
        let result = try session.write { ledger throws(CommandFailure) in
            var run = try SyncRun(ledger, session)
            report = SyncReport(session.today)
            for (entry, var one) in zip(chosen, fetched) {
                if !session.options.isDryRun { try run.take(&one) }
                try report.add(entry, one, &run, session)
            }
            try run.finish()
            report.finish(run)
            return WritePlan(edits: run.edits())
        }
        report.operation = result.operation
        try fetching.keep(report.fetched)
        try share(session, ledger, result.operation)
        try report.tell(session)
        return try session.finish(report.answer)
    }

    private func chosen(_ book: ConnectionBook) throws(CommandFailure) -> [ConnectionBook.Entry] {
        if names.isEmpty {
            return book.entries.filter { entry in
                entry.connection.access.isFetched
                    && (account.map(entry.connection.accountNames.contains) ?? true)
            }
        }
        return try names.map { name throws(CommandFailure) in
            let entry = try book.entry(name)
            guard entry.connection.access.isFetched else {
                throw .failed(
                    message:
                        "\(name) is by \(entry.connection.access.rawValue), which is not fetched",
                    remedy: "import its statements: bankbook import FILE")
            }
            return entry
        }
    }

    /// Whether `ledger.json` asks for a `git sync` behind each fetch.
    private static func sharesByGit(_ ledger: Ledger) throws(CommandFailure) -> Bool {
        guard let bytes = try LedgerFiles(ledger).bytes("ledger.json") else { return false }
        do throws(JSONProblem) {
            return try JSONParser.parse(bytes)["preferences"]?["git_sync"] == .bool(true)
        } catch {
            return false
        }
    }

    /// Shares what came, where the ledger says so.
    private func share(
        _ session: Session, _ ledger: Ledger, _ operation: String?
    ) throws(CommandFailure) {
        guard operation != nil, try SyncCommand.sharesByGit(ledger),
            let repository = session.repository(ledger.root)
        else { return }
        do throws(CommandFailure) {
            var sync = GitSync(ledger.root, repository, session)
            try sync.run()
        } catch {
            // What was fetched is kept, whether it can be shared now or not.
            guard case .failed(let message, _) = error else { throw error }
            try session.note("not shared: \(message)")
        }
    }
}

/// The exit statuses of commands that talk to banks.
enum BankStatuses {
    static let terms = [
        Term("10", "The bank or the network is down; try later"),
        Term("11", "The bank wants you again, or the consent has expired: reconnect"),
        Term("12", "A password or a key is wrong or missing"),
        Term("13", "The limit of calls is used up until the moment that is said"),
        Term("14", "The bank answers in another form than the connector knows"),
        Term("15", "The account, the product or the country is not covered"),
    ]

    /// The status of several outcomes: that of the gravest failure.
    static func status(_ outcomes: [FetchOutcome]) -> ExitStatus {
        let worst = FetchOutcome.byGravity.first { outcomes.contains($0) }
        return worst.flatMap { ExitStatus(rawValue: $0.status) } ?? .done
    }
}
