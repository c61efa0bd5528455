import Connecting
import ConnectorWire
import JSONText
import Model
import Platform
import Reading
import Store

/// Gets a consent from a provider: secrets, what the bank asks, and the accounts that it names.
struct Authorising {
    /// What came of it.
    struct Outcome {
        var description: ConnectorDescription
        var consent: Consent?
        var state: JSONValue
        var accounts: [FoundAccount]
        /// What a person should know of how secrets are kept.
        var warning: String?
    }

    /// A bank that a provider reaches.
    struct Bank: Sendable {
        var id: String
        var name: String
        var country: String?
        var consentDays: Int?
    }

    private let session: Session
    private let given: GivenSecrets
    private(set) var link: ConnectorLink

    init(
        _ session: Session, _ ledger: Ledger, _ connection: Connection, _ given: GivenSecrets
    ) throws(CommandFailure) {
        self.session = session
        self.given = given
        link = try ConnectorLink(
            session, ledger, connection, given, Conversation(session.environment))
    }

    var connection: Connection { link.connection }

    var credentials: Credentials { link.credentials }

    /// What the connector says of itself.
    func describe() throws(ConnectorFailure) -> ConnectorDescription { try link.describe() }

    /// Gives the connector further members of its settings.
    mutating func set(_ name: String, to value: String) {
        link.connection.config.set(name, to: .string(value), order: [])
    }

    // MARK: Secrets

    /// The secrets: given on standard input, kept already, or typed by the person.
    ///
    /// - Parameter renews: whether kept ones are asked for again, since the provider refused them.
    /// - Throws: which one is missing where nobody can be asked.
    func secrets(
        _ description: ConnectorDescription, renews: Bool
    ) throws(CommandFailure) -> [String: String] {
        var values = given.values(connection.name)
        for secret in description.secrets where secret.isObtained && !renews {
            values[secret.name] = values[secret.name] ?? credentials.value(secret)
        }
        for secret in description.secrets where values[secret.name] == nil && !secret.isObtained {
            if !renews || secret.isShared, let kept = credentials.value(secret) {
                values[secret.name] = kept
                continue
            }
            guard session.options.asks else {
                throw .question(
                    message: "“\(secret.label)” is needed to connect \(connection.name)",
                    remedy:
                        "say it on a terminal, or with --secrets-stdin: {\"\(connection.name)\":{\"\(secret.name)\":\"…\"}}"
                )
            }
            let said =
                secret.isHidden
                ? try session.askHidden("\(secret.label): ") : try session.ask("\(secret.label): ")
            guard let said, !said.isEmpty else {
                throw .question(
                    message: "without “\(secret.label)” the bank cannot be connected",
                    remedy: "begin again when you have it")
            }
            values[secret.name] = try SecretFile.value(said, session)
        }
        return values
    }

    // MARK: Asking the provider

    /// The banks that the provider reaches.
    func banks(
        _ text: String, _ country: String?, _ secrets: [String: String]
    ) throws(ConnectorFailure) -> [Bank] {
        var request = link.request(.banks, deadline: 60)
        request.secrets = secrets
        request.params = .object([
            "query": .string(text), "country": country.map { .string($0.uppercased()) },
        ])
        let answer = try link.call.run(request)
        return (answer.result["banks"]?.elements ?? []).compactMap { bank in
            guard let id = bank["id"]?.text, let name = bank["name"]?.text else { return nil }
            return Bank(
                id: id, name: name, country: bank["country"]?.text,
                consentDays: bank["consent_days"]?.integer)
        }
    }

    /// How long a person may take at the bank.
    private static let patience = 900

    /// Gets the consent, and keeps the secrets once the provider has taken them.
    ///
    /// - Parameter days: how long the consent is asked for.
    func authorize(
        _ description: ConnectorDescription, _ secrets: [String: String], days: Int?
    ) throws(ConnectorFailure) -> Outcome {
        var request = link.request(.authorize, deadline: Authorising.patience)
        request.secrets = secrets
        request.isInteractive = session.options.asks
        request.params = .object(["valid_days": days.map { .integer($0) }])
        let answer = try link.call.run(request)
        for secret in description.secrets where !secret.isObtained {
            if let value = secrets[secret.name] {
                link.keeper.keep(secret.name, value)
            }
        }
        return Outcome(
            description: description, consent: consent(answer.result, description, days),
            state: answer.result["state"] ?? .object([]), accounts: try accounts(answer),
            warning: link.keeper.hasFailed
                ? credentials.warning ?? "git's credential helper does not keep the secrets"
                : credentials.warning.flatMap { $0.contains("plain text") ? $0 : nil })
    }

    private func accounts(
        _ answer: ConnectorAnswer
    ) throws(ConnectorFailure) -> [FoundAccount] {
        var found = answer.accounts
        for json in answer.result["accounts"]?.elements ?? [] {
            let account = try FoundAccount(json)
            if !found.contains(where: { $0.fingerprint == account.fingerprint }) {
                found.append(account)
            }
        }
        return found
    }

    private func consent(
        _ result: JSONValue, _ description: ConnectorDescription, _ days: Int?
    ) -> Consent? {
        guard connection.access == .openBanking else { return nil }
        let said = result["consent"]
        let granted = said?["granted_at"]?.text.flatMap { Moment($0)?.day } ?? session.today
        var valid = days ?? description.consentDays ?? Access.consentDays
        if let end = said?["expires_at"]?.text.flatMap({ Moment($0)?.day }), end > granted {
            valid = Int(end.day - granted.day)
        }
        var earlier = connection.consent?.earlier ?? []
        if let old = connection.consent?.granted, old != granted, !earlier.contains(old) {
            earlier.append(old)
        }
        return Consent(
            id: said?["id"]?.text, granted: granted, validDays: valid, earlier: earlier)
    }

    /// Ends the consent at the provider.
    func revoke(_ description: ConnectorDescription) throws(ConnectorFailure) {
        var request = link.request(.revoke, deadline: 60)
        for secret in description.secrets {
            if let value = credentials.value(secret) { request.secrets[secret.name] = value }
        }
        _ = try link.call.run(request)
    }

    /// Remembers on this device what the connector needs to fetch.
    func remember(_ outcome: Outcome) throws(CommandFailure) {
        if session.options.isDryRun { return }
        var memory = ConnectorMemory()
        memory.state = outcome.state
        for account in outcome.accounts { memory.ids[account.fingerprint] = account.id }
        try link.places.keep(memory, connection.name, session.environment.fileSystem)
    }
}
