import Completeness
import Connecting
import ConnectorWire
import Importing
import JSONText
import Model
import Reading
import Rendering

/// What `sync` tells of every connection.
struct SyncReport {
    private struct One {
        var entry: ConnectionBook.Entry
        var fetched: Fetched
        var advice: Advice?
        var counts: [String: SyncCounts] = [:]
        var proofs: [String: Proof.Result] = [:]
    }

    private let today: CivilDate
    private var all: [One] = []
    private var notes: [String] = []
    private var transfers = 0
    var operation: String?

    init(_ today: CivilDate) { self.today = today }

    var fetched: [Fetched] { all.map(\.fetched) }

    /// Adds what one connection brought, with what is to be told of it now: reminders, advice, gaps.
    mutating func add(
        _ entry: ConnectionBook.Entry, _ fetched: Fetched, _ run: inout SyncRun, _ session: Session
    ) throws(CommandFailure) {
        let connection = fetched.connection
        var log = entry.log
        if let attempt = fetched.attempt { log.add(attempt) }
        var one = One(entry: entry, fetched: fetched)
        one.advice = Advice.current(connection, log, today: today)
        for account in fetched.accounts {
            one.counts[account.account] = run.counts[SyncRun.key(connection.name, account.account)]
        }
        all.append(one)
        if session.options.isDryRun { return }
        let due = Reminders.due(connection, log, today: today)
        if let consent = connection.consent, !due.isEmpty {
            let left = consent.daysLeft(today)
            notes.append(
                "\(connection.name): the consent ends in \(counted(left, "day")), on \(consent.expiry); "
                    + "bankbook reconnect \(connection.name) renews it")
            for days in due {
                try run.addLine(
                    ConnectionLog.reminder(granted: consent.granted, days: days),
                    to: connection.name)
            }
        }
        if Advice.isDue(connection, log, today: today), let advice = one.advice {
            notes.append(AdviceText.text(advice, connection, log, today))
            let now = Moment(session.environment.timestamp()) ?? Moment(today)
            try run.addLine(ConnectionLog.advice(advice.rawValue, at: now), to: connection.name)
        }
        for account in fetched.accounts where account.days != nil {
            let before = Set(entry.log.gaps(account.account))
            for gap in log.gaps(account.account) where !before.contains(gap) {
                notes.append(
                    "\(account.account): there is no data from \(gap.lowerBound) to \(gap.upperBound); "
                        + "import a statement of these days")
            }
        }
    }

    mutating func finish(_ run: SyncRun) {
        transfers = run.transfers
        notes += run.findings
        for index in all.indices {
            for proof in run.proofs {
                let known = all[index].proofs[proof.account]
                if known == nil || known == .unproven || proof.proof.result == .broken {
                    all[index].proofs[proof.account] = proof.proof.result
                }
            }
        }
    }

    /// Says what is to be told beside the answer.
    func tell(_ session: Session) throws(CommandFailure) {
        for note in notes { try session.note(note) }
    }

    var answer: Answer {
        let outcomes = all.map(\.fetched.outcome)
        return Answer(
            // What one account lacks does not make a fetch that brought others a failure, but is told.
            "sync", status: BankStatuses.status(outcomes),
            payload: {
                [
                    JSONMember("operation", .optional(operation)),
                    JSONMember("connections", .array(all.map(json))),
                    JSONMember("transfers", .integer(transfers)),
                    JSONMember("notes", .strings(notes)),
                ]
            }, sheet: sheet, text: text)
    }

    private func json(_ one: One) -> JSONValue {
        let days = one.fetched.accounts.compactMap(\.days)
        let isComplete =
            one.fetched.outcome.isSuccess
            && one.fetched.accounts.allSatisfy { $0.isComplete || !$0.isCovered }
        return .object(
            ConnectionWire.head(one.fetched.connection, result: one.fetched.outcome.rawValue) + [
                JSONMember("message", .optional(one.fetched.message)),
                JSONMember("from", .optional(days.map(\.lowerBound).min()?.description)),
                JSONMember("to", .optional(days.map(\.upperBound).max()?.description)),
                JSONMember("complete", .bool(isComplete)),
                JSONMember(
                    "next_allowed_at",
                    .optional(
                        one.fetched.attempt?.nextAllowed?.description
                            ?? one.fetched.failure?.retryAt)),
                JSONMember(
                    "consent", ConnectionWire.consent(one.fetched.connection, today: today)),
                JSONMember("advice", .optional(one.advice?.rawValue)),
                JSONMember("warnings", .strings(one.fetched.warnings.map(\.message))),
                JSONMember("accounts", .array(one.fetched.accounts.map { json($0, one) })),
            ])
    }

    private func json(_ account: FetchedAccount, _ one: One) -> JSONValue {
        let counts = one.counts[account.account]
        func count(_ outcome: ImportOutcome) -> JSONValue { .integer(counts?.count(outcome) ?? 0) }
        return .object([
            JSONMember("account", .string(account.account)),
            JSONMember("covered", .bool(account.isCovered)),
            JSONMember("new", count(.new)), JSONMember("matched", count(.matched)),
            JSONMember("changed", count(.changed)), JSONMember("ambiguous", count(.ambiguous)),
            JSONMember("known", count(.known)),
            JSONMember("dropped", .integer(counts?.dropped ?? 0)),
            JSONMember(
                "verify", .string((one.proofs[account.account] ?? .unproven).rawValue)),
            JSONMember("balances_stated", .integer(counts?.withBalance ?? 0)),
            JSONMember("balances_absent", .integer(counts?.withoutBalance ?? 0)),
            JSONMember("message", .optional(account.failure?.message)),
        ])
    }

    private func sheet() -> Sheet {
        Sheet(
            header: [
                "connection", "result", "account", "new", "matched", "changed", "ambiguous",
                "known", "dropped", "verify", "message",
            ],
            rows: all.flatMap { one -> [[String]] in
                let head = [one.fetched.connection.name, one.fetched.outcome.rawValue]
                let empty = Array(repeating: "", count: 8) + [one.fetched.message ?? ""]
                if one.fetched.accounts.isEmpty { return [head + empty] }
                return one.fetched.accounts.map { account in
                    let counts = one.counts[account.account]
                    let numbers = [ImportOutcome.new, .matched, .changed, .ambiguous, .known].map {
                        "\(counts?.count($0) ?? 0)"
                    }
                    return head + [account.account] + numbers + [
                        "\(counts?.dropped ?? 0)",
                        (one.proofs[account.account] ?? .unproven).rawValue,
                        account.failure?.message ?? one.fetched.message ?? "",
                    ]
                }
            })
    }

    private func text() -> [TextBlock] {
        var blocks: [TextBlock] = []
        for one in all {
            let name = one.fetched.connection.name
            if one.fetched.outcome == .skipped, one.fetched.accounts.isEmpty {
                blocks.append(.line("\(name): not due"))
                continue
            }
            if !one.fetched.outcome.isSuccess, one.fetched.outcome != .skipped {
                blocks.append(
                    .line(
                        "\(name): \(one.fetched.outcome.rawValue): \(one.fetched.message ?? "")"))
                if let url = one.fetched.failure?.url { blocks.append(.line("  \(url)")) }
                if one.fetched.failure?.errorClass == .internal,
                    let detail = one.fetched.failure?.detail
                {
                    blocks.append(.line("  \(detail)"))
                }
                continue
            }
            for account in one.fetched.accounts { blocks.append(.line(line(account, one))) }
            for warning in one.fetched.warnings {
                blocks.append(.line("\(name): \(warning.message)"))
            }
            for account in one.fetched.unmapped {
                blocks.append(
                    .line(
                        "\(name): the bank also names \(account.name ?? account.fingerprint), which "
                            + "stands for no account here: bankbook reconnect \(name)"))
            }
        }
        let waiting = all.flatMap(\.counts.values).reduce(0) { $0 + $1.count(.ambiguous) }
        if waiting > 0 {
            let verb = waiting == 1 ? "waits" : "wait"
            blocks.append(.line("\(counted(waiting, "row")) \(verb) for “bankbook review”"))
        }
        if transfers > 0 { blocks.append(.line("\(counted(transfers, "transfer")) paired")) }
        return blocks
    }

    private func line(_ account: FetchedAccount, _ one: One) -> String {
        let head = "\(one.fetched.connection.name): \(account.account)"
        if let failure = account.failure { return "\(head): \(failure.message)" }
        if one.fetched.outcome == .skipped {
            return account.days.map {
                "\(head) would be asked for \($0.lowerBound) to \($0.upperBound)"
            } ?? head
        }
        let counts = one.counts[account.account]
        var words = ["\(counts?.count(.new) ?? 0) new"]
        for outcome in [ImportOutcome.matched, .changed, .ambiguous, .deleted] {
            if let count = counts?.count(outcome), count > 0 {
                words.append("\(count) \(outcome.rawValue)")
            }
        }
        if let dropped = counts?.dropped, dropped > 0 { words.append("\(dropped) dropped") }
        if !account.isComplete { words.append("not everything came") }
        switch one.proofs[account.account] {
        case .proven: words.append("agrees with the bank")
        case .broken:
            words.append("does not agree with the bank: bankbook verify \(account.account)")
        case .unproven, nil: break
        }
        if one.fetched.connection.access == .direct, let counts, counts.withBalance > 0,
            counts.withoutBalance > 0
        {
            words.append("\(counted(counts.withoutBalance, "row")) without a balance")
        }
        return head + ": " + words.joined(separator: ", ")
    }
}
