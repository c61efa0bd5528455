import ConnectorWire
import Connecting
import Importing
import JSONText
import Model
import Platform
import Reading
import SourceText
import Statements

/// One fetch by one connection: what may be asked for, the requests, and what came. It writes nothing into the ledger,
/// and may run beside others.
struct ConnectionFetch: Sendable {
    let link: ConnectorLink
    let log: ConnectionLog
    /// The kinds of the accounts here, by their names.
    let kinds: [String: AccountKind]
    let options: FetchOptions

    /// What a run of `sync` asks of every connection.
    struct FetchOptions: Sendable {
        var isHistorical = false
        var isScheduled = false
        var isInteractive = false
        /// Whether it only says which days would be asked for.
        var isDry = false
        /// Only this account here.
        var account: String?
        var today: CivilDate
        var now: Moment
    }

    private var connection: Connection { link.connection }

    /// How long a connector may take: scraping is slow.
    static let deadline = 300

    func run() -> Fetched {
        if let refused = refusal() { return refused }
        do throws(ConnectorFailure) {
            let description = try describe()
            return try fetch(description)
        } catch {
            return failed(error)
        }
    }

    // MARK: Before anything is asked

    /// What can be said without a call: an expired consent, a pause that the provider asked for, a scheduled run too early.
    private func refusal() -> Fetched? {
        if options.isScheduled, Backoff.isWaiting(connection, log, now: options.now) {
            return Fetched(connection, .skipped)
        }
        if connection.isExpired(options.today), let expiry = connection.expiry {
            var fetched = Fetched(connection, .reconnect)
            fetched.failure = ConnectorFailure(
                .consentExpired,
                "the consent expired on \(expiry): bankbook reconnect \(connection.name)")
            return fetched
        }
        if let until = Quota.pause(log, connection, now: options.now) {
            return paused(until)
        }
        return nil
    }

    private func paused(_ until: Moment) -> Fetched {
        var fetched = Fetched(connection, .rateLimited)
        fetched.failure = ConnectorFailure(
            .rateLimited, "the bank's limit of calls is used up; the next may be made at \(until)",
            retryAt: until.description)
        return fetched
    }

    /// What the connector says of itself.
    ///
    /// - Throws: that it cannot be used with this connection.
    private func describe() throws(ConnectorFailure) -> ConnectorDescription {
        let description = try link.describe()
        guard description.access == connection.access.rawValue else {
            throw ConnectorFailure(
                .unsupported,
                "the connector \(description.name) is for the access \(description.access), and "
                    + "the connection says \(connection.access.rawValue)")
        }
        return description
    }

    private func request(_ verb: ConnectorVerb) -> ConnectorRequest {
        var request = link.request(verb, deadline: ConnectionFetch.deadline)
        request.isInteractive = options.isInteractive
        return request
    }

    /// The secrets of the connector.
    ///
    /// - Throws: which one is missing.
    private func secrets(
        _ description: ConnectorDescription
    ) throws(ConnectorFailure) -> [String: String] {
        var values: [String: String] = [:]
        for secret in description.secrets {
            guard let value = link.credentials.value(secret) else {
                throw ConnectorFailure(
                    .badCredentials,
                    "“\(secret.label)” is not kept on this device: bankbook reconnect \(connection.name)"
                )
            }
            values[secret.name] = value
        }
        return values
    }

    // MARK: The fetch

    private func fetch(_ description: ConnectorDescription) throws(ConnectorFailure) -> Fetched {
        let quota = Quota(perDay: description.callsPerDay, isShared: description.countsWhole)
        var fetched = Fetched(connection, .ok)
        fetched.accounts = wanted(description)
        let open = fetched.accounts.filter(\.isCovered)
        if open.isEmpty { return unsupported(fetched, description) }
        let exhausted = open.filter { quota.left($0.account, log, now: options.now) == 0 }
        if exhausted.count == open.count { return paused(Quota.tomorrow(options.now)) }
        var attempt = attempt(by: description.name)
        let values = options.isDry ? [:] : try secrets(description)
        var memory = link.memory
        let ids = options.isDry ? [:] : try self.ids(description, values, &memory, &fetched)
        var orders: [FetchOrder] = []
        var orderOf: [String: Int] = [:]
        for (place, account) in fetched.accounts.enumerated() where account.isCovered {
            let left = quota.left(account.account, log, now: options.now)
            if left == 0 { continue }
            guard let id = options.isDry ? account.account : ids[account.account] else {
                fetched.accounts[place].failure = ConnectorFailure(
                    .unsupported, "the bank does not name the account any more")
                continue
            }
            let window = FetchWindow(
                historyDays: description.historyDays, firstDays: description.firstDays)
            let days = window.days(
                account.account, log, connector: description.name,
                isHistorical: options.isHistorical, today: options.today)
            if options.isDry {
                fetched.accounts[place].days = days
                continue
            }
            orders.append(
                FetchOrder(
                    account: id, from: days.lowerBound, to: days.upperBound,
                    cursor: memory.cursors[id], callsLeft: left))
            orderOf[id] = place
        }
        if options.isDry {
            fetched.outcome = .skipped
            return fetched
        }
        var run = FetchRequests(
            call: link.call, request: request(.transactions),
            secrets: values, pending: wantsPending, isHistorical: options.isHistorical,
            orderOf: orderOf)
        run.ask(orders, description, &fetched, &memory)
        attempt.calls = run.calls
        for account in fetched.accounts where account.days != nil {
            attempt.windows[account.account] = account.days
        }
        attempt.nextAllowed = run.nextAllowed
        fetched.memory = memory
        settle(&fetched, attempt)
        return fetched
    }

    /// Whether pending rows are asked for: by open banking only where the connection says so, since there they change
    /// ids and texts.
    private var wantsPending: Bool {
        if let said = connection.config["pending"] { return said == .bool(true) }
        return connection.access == .direct
    }

    /// The accounts here that are asked for, and whether the access reaches each (BC-03).
    private func wanted(_ description: ConnectorDescription) -> [FetchedAccount] {
        connection.accountNames.filter { options.account == nil || $0 == options.account }
            .map { name in
                var account = FetchedAccount(account: name)
                if let kind = kinds[name],
                    !connection.access.covers(kind) || !description.covers.contains(kind)
                {
                    account.isCovered = false
                    account.failure = ConnectorFailure(
                        .unsupported,
                        "\(name) is of the kind \(kind.rawValue), which \(connection.access.rawValue) "
                            + "does not reach; connect it by direct access, or import its statements"
                    )
                } else if kinds[name] == nil {
                    account.isCovered = false
                    account.failure = ConnectorFailure(
                        .unsupported, "there is no account “\(name)” in the ledger")
                }
                return account
            }
    }

    private func unsupported(_ fetched: Fetched, _ description: ConnectorDescription) -> Fetched {
        var fetched = fetched
        fetched.outcome = .unsupported
        fetched.failure =
            fetched.accounts.first?.failure
            ?? ConnectorFailure(
                .unsupported,
                "no account here belongs to the connection: bankbook reconnect \(connection.name)")
        return fetched
    }

    /// The provider's ids of the accounts here, asked for where this device does not know them yet.
    private func ids(
        _ description: ConnectorDescription, _ secrets: [String: String],
        _ memory: inout ConnectorMemory, _ fetched: inout Fetched
    ) throws(ConnectorFailure) -> [String: String] {
        let keys = connection.accounts.map(\.key)
        if !keys.allSatisfy({ memory.ids[$0] != nil }), description.verbs.contains(.accounts) {
            var request = request(.accounts)
            request.secrets = secrets
            let answer = try link.call.run(request)
            if let state = answer.result["state"] { memory.state = state }
            for account in answer.accounts { memory.ids[account.fingerprint] = account.id }
            fetched.unmapped = answer.accounts.filter { account in
                !keys.contains(account.fingerprint)
                    && !connection.leftOut.contains(account.fingerprint)
            }
        }
        var ids: [String: String] = [:]
        for (key, name) in connection.accounts { ids[name] = ids[name] ?? memory.ids[key] }
        return ids
    }

    // MARK: What came of it

    /// The outcome of the whole, from those of the accounts.
    private func settle(_ fetched: inout Fetched, _ attempt: FetchAttempt) {
        let failures = fetched.accounts.compactMap(\.failure)
        let good = fetched.accounts.count { $0.failure == nil }
        let isWhole = fetched.accounts.allSatisfy { $0.isComplete || !$0.isCovered }
        if failures.isEmpty {
            fetched.outcome = isWhole ? .ok : .partial
        } else if good > 0 {
            fetched.outcome = .partial
            fetched.failure = failures.first
        } else {
            let worst = FetchOutcome.byGravity.first { outcome in
                failures.contains { FetchOutcome($0.errorClass) == outcome }
            }
            fetched.outcome = worst ?? .temporary
            fetched.failure = failures.first { FetchOutcome($0.errorClass) == worst }
        }
        note(&fetched, attempt)
    }

    /// An attempt of now, of which nothing came yet.
    private func attempt(by connector: String) -> FetchAttempt {
        FetchAttempt(
            at: options.now, outcome: .ok, connector: connector, access: connection.access,
            isHistorical: options.isHistorical)
    }

    /// Notes an attempt with what came of it.
    private func note(_ fetched: inout Fetched, _ attempt: FetchAttempt) {
        var attempt = attempt
        attempt.outcome = fetched.outcome
        attempt.errorClass = fetched.failure?.errorClass.rawValue
        attempt.message = fetched.failure?.message
        if fetched.outcome == .rateLimited {
            let said = fetched.failure?.retryAt.flatMap { Moment($0) }
            attempt.nextAllowed = said ?? attempt.nextAllowed ?? Quota.tomorrow(options.now)
        }
        fetched.attempt = attempt
    }

    /// A failure of the whole connection.
    private func failed(_ failure: ConnectorFailure) -> Fetched {
        var fetched = Fetched(connection, FetchOutcome(failure.errorClass))
        fetched.failure = failure
        note(&fetched, attempt(by: connection.connector ?? ""))
        return fetched
    }
}
