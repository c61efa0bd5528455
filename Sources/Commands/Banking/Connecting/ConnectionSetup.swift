import Connecting
import ConnectorWire
import JSONText
import Model
import Reading
import Rendering
import SourceText

/// Gets a consent for a connection and writes what follows from it: the connection's file and new accounts.
struct ConnectionSetup {
    let session: Session
    let ledger: Ledger
    let given: GivenSecrets
    /// The bank's account and the one here, as the command line says.
    let mapping: [String: String]
    /// How long the consent is asked for.
    let days: Int?
    /// Whether kept secrets are asked for again.
    var renewsSecrets = false

    /// What came of it.
    struct Outcome {
        var result: WriteResult
        var connection: Connection
        var choices: [AccountMapping.Choice]
        var consent: Consent?
        var notes: [String]
    }

    /// Connects, or connects again.
    ///
    /// - Parameter before: the connection's file as it stands; `nil` for a new one.
    func run(
        _ draft: Connection, bank: String?, before: [UInt8]?
    ) throws(CommandFailure) -> Outcome {
        var authorising = try Authorising(session, ledger, draft, given)
        let description = try bankStep { () throws(ConnectorFailure) in
            try authorising.describe()
        }
        guard description.access == draft.access.rawValue else {
            throw .failed(
                message:
                    "the connector \(description.name) is for the access \(description.access), not \(draft.access.rawValue)",
                remedy: "choose another connector, or --access \(description.access)")
        }
        if let notice = description.notice { try session.note(notice) }
        let secrets = try authorising.secrets(description, renews: renewsSecrets)
        if description.secrets.contains(where: \.isObtained), !session.options.isDryRun,
            let problem = authorising.credentials.obstacle
        {
            throw .failed(
                message:
                    "\(problem), and what \(description.name) gives comes once and must be kept",
                remedy: Credentials.advice)
        }
        var chosen: Authorising.Bank?
        if description.verbs.contains(.banks), draft.config["bank"] == nil {
            let found = try chooseBank(authorising, bank ?? draft.bank, draft.country, secrets)
            chosen = found
            authorising.set("bank", to: found.id)
            if let country = found.country { authorising.set("country", to: country) }
        }
        try settle(description, &authorising)
        let asked = days ?? min(Access.consentDays, chosen?.consentDays ?? Access.consentDays)
        if let limit = chosen?.consentDays, limit > asked, days == nil {
            try session.note(
                "the consent is asked for \(asked) days; the bank allows \(limit): --days \(limit)")
        }
        if session.options.isDryRun {
            return Outcome(
                result: WriteResult(operation: nil, edits: [], notes: []),
                connection: authorising.connection, choices: [], consent: nil,
                notes: ["nothing was asked of the bank"])
        }
        let outcome = try bankStep { () throws(ConnectorFailure) in
            try authorising.authorize(description, secrets, days: asked)
        }
        return try write(outcome, authorising, chosen, before)
    }

    /// Does a step at the provider; its failure is that of the command.
    private func bankStep<Result>(
        _ step: () throws(ConnectorFailure) -> Result
    ) throws(CommandFailure) -> Result {
        do throws(ConnectorFailure) { return try step() } catch {
            if error.errorClass == .scaRequired, !session.options.asks {
                throw .question(
                    message:
                        "the bank or its provider asks for something, and nobody is there to answer",
                    remedy:
                        "run it on a terminal; the setup token of simplefin may come by --secrets-stdin: {\"setup_token\":\"…\"}"
                )
            }
            throw CommandFailure(error)
        }
    }

    /// The settings that the connector cannot do without.
    private func settle(
        _ description: ConnectorDescription, _ authorising: inout Authorising
    ) throws(CommandFailure) {
        for setting in description.settings
        where setting.isRequired && authorising.connection.config[setting.name] == nil {
            guard session.options.asks, let said = try session.ask("\(setting.label): "),
                !said.isEmpty
            else {
                throw .question(
                    message: "“\(setting.label)” is needed",
                    remedy: "say it with --set \(setting.name)=VALUE")
            }
            authorising.set(setting.name, to: said)
        }
    }

    private func chooseBank(
        _ authorising: Authorising, _ text: String, _ country: String?, _ secrets: [String: String]
    ) throws(CommandFailure) -> Authorising.Bank {
        let wanted = Folding.fold(text)
        let all = try bankStep { () throws(ConnectorFailure) in
            try authorising.banks(text, country, secrets)
        }
        let found = all.filter { Folding.fold($0.name).contains(wanted) }
        let exact = found.filter { Folding.fold($0.name) == wanted }
        if exact.count == 1 { return exact[0] }
        if found.count == 1 { return found[0] }
        if found.isEmpty {
            throw .bank(
                .unsupported, message: "the provider knows no bank “\(text)”",
                remedy: country == nil
                    ? "say where it is with --country CODE" : "write less of its name")
        }
        let names = found.prefix(20).map { bank in
            bank.name + (bank.country.map { " (\($0))" } ?? "")
        }
        guard session.options.asks else {
            throw .question(
                message: "“\(text)” may be several banks: " + names.joined(separator: ", "),
                remedy: "write its whole name")
        }
        for (number, name) in names.enumerated() {
            try session.note("\(number + 1)  \(ConnectorText.clean(name, without: []))")
        }
        let said = try session.ask("Which bank (1–\(names.count)): ").flatMap { Int($0) }
        guard let said, names.indices.contains(said - 1) else {
            throw .question(message: "no bank was chosen", remedy: "begin again")
        }
        return found[said - 1]
    }

    // MARK: Writing

    private func write(
        _ outcome: Authorising.Outcome, _ authorising: Authorising, _ bank: Authorising.Bank?,
        _ before: [UInt8]?
    ) throws(CommandFailure) -> Outcome {
        var connection = authorising.connection
        if let bank {
            connection.bank = bank.name
            connection.country = bank.country ?? connection.country
        }
        var choice = AccountMapping(ledger, connection, session, said: mapping)
        try choice.choose(outcome.accounts, outcome.description)
        connection.accounts = choice.accounts
        connection.leftOut = choice.leftOut
        connection.consent = outcome.consent
        let path = "connections/\(connection.name).json"
        var notes = outcome.warning.map { [$0] } ?? []
        let result = try session.write { ledger throws(CommandFailure) in
            let current = try LedgerFiles(ledger).bytes(path)
            if before == nil, current != nil {
                throw .failed(
                    message: "there is a connection “\(connection.name)” already",
                    remedy: "choose another --name, or bankbook reconnect \(connection.name)")
            }
            let after = ConnectionText.bytes(connection, over: current)
            return WritePlan(
                edits: choice.edits() + [FileEdit(path: path, before: current, after: after)])
        }
        try authorising.remember(outcome)
        notes += try ConnectionSetup.refusals(choice.choices)
        return Outcome(
            result: result, connection: connection, choices: choice.choices,
            consent: outcome.consent, notes: notes)
    }

    /// What the access does not reach, each by name (BC-03).
    private static func refusals(
        _ choices: [AccountMapping.Choice]
    ) throws(CommandFailure) -> [String] {
        choices.compactMap { choice in
            choice.refusal.map { reason in
                let name = ConnectorText.clean(
                    choice.found.name ?? choice.found.fingerprint, without: [])
                return "\(name) is not covered: \(ConnectorText.clean(reason, without: []))"
            }
        }
    }
}

/// A connection as the text of its file.
enum ConnectionText {
    private static let order = [
        "uid", "bank", "country", "access", "connector", "accounts", "consent", "schedule",
        "config", "left_out",
    ]

    /// The file: of one that stands, members that this program does not know stay.
    static func bytes(_ connection: Connection, over before: [UInt8]?) -> [UInt8] {
        var document = JSONValue.object([])
        if let before {
            do throws(JSONProblem) { document = try JSONParser.parse(before) } catch {}
        }
        func set(_ key: String, _ value: JSONValue?) {
            document.set(key, to: value, order: order)
        }
        set("uid", .string(connection.uid))
        set("bank", .string(connection.bank))
        set("country", connection.country.map { .string($0.uppercased()) })
        set("access", .string(connection.access.rawValue))
        set("connector", connection.connector.map { .string($0) })
        set(
            "accounts",
            .object(connection.accounts.map { JSONMember($0.key, .string($0.account)) }))
        set("consent", connection.consent?.json)
        let config = connection.config.members ?? []
        set("config", config.isEmpty ? nil : .object(config))
        set("left_out", connection.leftOut.isEmpty ? nil : .strings(connection.leftOut))
        return JSONWriter.file(document)
    }
}
