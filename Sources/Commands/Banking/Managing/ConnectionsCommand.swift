import CommandGrammar
import Connecting
import JSONText
import Model
import Rendering

/// `connections`: how each connection stands.
struct ConnectionsCommand: Command {
    static let all = Flag("all", help: "Profiles of statement files as well")

    static let spec = CommandSpec(
        "connections", summary: "Show the connections to banks and how they stand",
        discussion: [
            "The state follows from the files and today: active, expiring (14 days and less), expired, temporary-error, "
                + "action-needed, off. Failures are the unplanned ones of the last 30 days; health is how many attempts came well."
        ],
        flags: [all],
        examples: [Example("bankbook connections", "Every connection")])

    private let showsAll: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        showsAll = invocation.isSet(ConnectionsCommand.all)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let book = try ConnectionBook(try session.ledger(), today: session.today)
        let shown = book.entries.filter { showsAll || $0.connection.access != .file }
        let list = shown.map { ConnectionStanding($0, book, today: session.today) }
        return try session.finish(
            Answer(
                "connections",
                payload: { [JSONMember("connections", .array(list.map(\.json)))] },
                sheet: {
                    Sheet(
                        header: [
                            "connection", "bank", "access", "connector", "state", "accounts",
                            "expires", "last_success", "failures_30_days",
                        ], rows: list.map(\.cells))
                }, text: { ConnectionsCommand.text(list) }))
    }

    private static func text(_ list: [ConnectionStanding]) -> [TextBlock] {
        if list.isEmpty {
            return [.line("no bank is connected; “bankbook connect” begins")]
        }
        let columns = [
            Column("connection"), Column("bank", shrinks: true), Column("access"), Column("state"),
            Column("accounts", shrinks: true), Column("consent"),
            Column("last", heading: "last success"),
            Column("health"),
        ]
        let rows = list.map { one -> [Cell] in
            let connection = one.entry.connection
            return [
                Cell(connection.name),
                Cell(ConnectorText.clean(connection.bank, without: [])),
                Cell(connection.access.rawValue, .faint),
                Cell(one.state.rawValue, one.isFine ? .faint : .negative),
                Cell(connection.accountNames.joined(separator: ", ")), Cell(one.consentText),
                Cell(one.lastSuccess), Cell(one.healthText, .faint),
            ]
        }
        var blocks: [TextBlock] = [.table(Table(columns: columns, rows: rows))]
        for one in list {
            if !one.notCovered.isEmpty, one.entry.connection.access == .openBanking {
                blocks.append(
                    .line(
                        "\(one.entry.connection.name): "
                            + one.notCovered.map(\.plural).joined(separator: ", ")
                            + ": not covered by this access"))
            }
            if let message = one.problem {
                blocks.append(.line("\(one.entry.connection.name): \(message)"))
            }
            for line in one.gapTexts { blocks.append(.line(line)) }
        }
        return blocks
    }
}

/// What a connection's files say of it today.
struct ConnectionStanding {
    let entry: ConnectionBook.Entry
    let state: ConnectionState
    let notCovered: [AccountKind]
    private let today: CivilDate
    private let advice: Advice?

    init(_ entry: ConnectionBook.Entry, _ book: ConnectionBook, today: CivilDate) {
        self.entry = entry
        self.today = today
        state = ConnectionState(entry.connection, entry.log, today: today)
        notCovered = book.notCovered(entry)
        advice = Advice.current(entry.connection, entry.log, today: today)
    }

    var isFine: Bool { state == .active || state == .off }

    /// The last failure, where the state is one.
    var problem: String? {
        switch state {
        case .expired: "the consent has expired: bankbook reconnect \(entry.connection.name)"
        case .actionNeeded, .temporaryError: entry.log.last?.message
        case .active, .expiring, .off: nil
        }
    }

    var lastSuccess: String { entry.log.lastSuccess.map { "\($0.at.day)" } ?? "" }

    var consentText: String {
        guard let consent = entry.connection.consent, entry.connection.access == .openBanking else {
            return ""
        }
        let left = consent.daysLeft(today)
        return left > 0 ? "\(counted(left, "day")) left" : "expired on \(consent.expiry)"
    }

    private var health: [(access: Access, good: Int, all: Int)] { entry.log.health(30, today) }

    var healthText: String {
        health.map { one in
            (health.count > 1 ? "\(one.access.rawValue) " : "") + "\(one.good) of \(one.all)"
        }.joined(separator: ", ")
    }

    /// The days of which nothing is known.
    private var gaps: [(account: String, days: ClosedRange<CivilDate>)] {
        entry.connection.accountNames.flatMap { account in
            entry.log.gaps(account).map { (account, $0) }
        }
    }

    var gapTexts: [String] {
        gaps.map { "\($0.account): no data from \($0.days.lowerBound) to \($0.days.upperBound)" }
    }

    var cells: [String] {
        let connection = entry.connection
        return [
            connection.name, connection.bank, connection.access.rawValue,
            connection.connector ?? "", state.rawValue,
            connection.accountNames.joined(separator: " "), connection.expiry?.description ?? "",
            entry.log.lastSuccess?.at.description ?? "", "\(entry.log.failures(today))",
        ]
    }

    var json: JSONValue {
        let connection = entry.connection
        let last = entry.log.last
        let result = last?.outcome ?? .skipped
        return .object(
            ConnectionWire.head(connection, result: result.rawValue) + [
                JSONMember("message", .optional(problem)),
                JSONMember("bank", .string(connection.bank)),
                JSONMember("country", .optional(connection.country)),
                JSONMember("connector", .optional(connection.connector)),
                JSONMember("complete", .bool(result == .ok)),
                JSONMember("next_allowed_at", .optional(last?.nextAllowed?.description)),
                JSONMember("consent", ConnectionWire.consent(connection, today: today)),
                JSONMember("advice", .optional(advice?.rawValue)),
                JSONMember(
                    "accounts",
                    .array(
                        connection.accountNames.map {
                            .object([JSONMember("account", .string($0))])
                        })),
                JSONMember("state", .string(state.rawValue)),
                JSONMember(
                    "last_success", .optional(entry.log.lastSuccess?.at.description)),
                JSONMember("failures_30_days", .integer(entry.log.failures(today))),
                JSONMember("not_covered", .strings(notCovered.map(\.rawValue))),
                JSONMember(
                    "health",
                    .array(
                        health.map { one in
                            .object([
                                JSONMember("access", .string(one.access.rawValue)),
                                JSONMember("succeeded", .integer(one.good)),
                                JSONMember("attempts", .integer(one.all)),
                            ])
                        })),
                JSONMember(
                    "gaps",
                    .array(
                        gaps.map { gap in
                            .object([
                                JSONMember("account", .string(gap.account)),
                                JSONMember("from", .string(gap.days.lowerBound.description)),
                                JSONMember("to", .string(gap.days.upperBound.description)),
                            ])
                        })),
            ])
    }
}

extension ConnectionBook {
    /// The kinds that a connection's access does not reach and no other connection to the same bank does either (BC-04).
    func notCovered(_ entry: Entry) -> [AccountKind] {
        guard entry.connection.access.isFetched else { return [] }
        let others = entries.filter {
            $0.connection.bank == entry.connection.bank && $0.connection.access.isFetched
        }
        return entry.connection.access.notCovered.filter { kind in
            !others.contains { $0.connection.access.covers(kind) }
        }
    }
}
