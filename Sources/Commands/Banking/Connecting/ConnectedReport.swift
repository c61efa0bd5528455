import Connecting
import ConnectorWire
import JSONText
import Model
import Reading
import Rendering

/// What `connect` and `reconnect` tell.
struct ConnectedReport {
    private let outcome: ConnectionSetup.Outcome
    private let session: Session

    init(_ outcome: ConnectionSetup.Outcome, _ session: Session) {
        self.outcome = outcome
        self.session = session
    }

    private var new: [String] {
        outcome.choices.filter(\.isNew).compactMap(\.account)
    }

    /// Tells what was done, and what does not cover the new accounts yet.
    func finish(
        extendsQueries: Bool, schema: String, more: [String] = []
    ) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let uncovered = try UncoveredObjects(ledger, new: new).objects
        let extended = try extend(uncovered, extendsQueries)
        let left = uncovered.map(\.path).filter { !extended.contains($0) }
        let connection = outcome.connection
        return try session.finish(
            Answer(
                schema,
                payload: {
                    [
                        JSONMember("operation", .optional(outcome.result.operation)),
                        JSONMember("connection", .string(connection.name)),
                        JSONMember("bank", .string(connection.bank)),
                        JSONMember("access", .string(connection.access.rawValue)),
                        JSONMember(
                            "consent", ConnectionWire.consent(connection, today: session.today)),
                        JSONMember("accounts", .array(outcome.choices.map(ConnectedReport.json))),
                        JSONMember("not_covering", .strings(left)),
                        JSONMember("extended", .strings(extended)),
                        JSONMember("notes", .strings(outcome.notes + more)),
                    ]
                },
                sheet: {
                    Sheet(
                        header: ["there", "kind", "account", "new", "covered"],
                        rows: outcome.choices.map { choice in
                            [
                                choice.found.name ?? choice.found.fingerprint,
                                choice.kind.rawValue, choice.account ?? "",
                                choice.isNew ? "true" : "false",
                                choice.refusal == nil ? "true" : "false",
                            ]
                        })
                }, text: { text(left, extended, more) }))
    }

    private static func json(_ choice: AccountMapping.Choice) -> JSONValue {
        .object([
            JSONMember("there", .string(choice.found.name ?? choice.found.fingerprint)),
            JSONMember("iban", .optional(choice.found.iban)),
            JSONMember("kind", .string(choice.kind.rawValue)),
            JSONMember("account", .optional(choice.account)),
            JSONMember("new", .bool(choice.isNew)),
            JSONMember("covered", .bool(choice.refusal == nil)),
            JSONMember("reason", .optional(choice.refusal)),
        ])
    }

    /// Adds the new accounts to saved queries, where the person wants that.
    private func extend(
        _ objects: [UncoveredObjects.Object], _ isSure: Bool
    ) throws(CommandFailure) -> [String] {
        let edits = objects.compactMap(\.edit)
        if edits.isEmpty || session.options.isDryRun { return [] }
        var isWanted = isSure
        if !isWanted, session.options.asks {
            let paths = edits.map(\.path).joined(separator: ", ")
            let said = try session.ask("Add \(new.joined(separator: ", ")) to \(paths)? [y/N] ")
            isWanted = ["y", "yes"].contains(said?.lowercased() ?? "")
        }
        if !isWanted { return [] }
        _ = try session.write { _ throws(CommandFailure) in WritePlan(edits: edits) }
        return edits.map(\.path)
    }

    private func text(_ left: [String], _ extended: [String], _ more: [String]) -> [TextBlock] {
        let connection = outcome.connection
        if outcome.result.operation == nil, outcome.choices.isEmpty {
            return outcome.notes.map { .line($0) }
        }
        var blocks: [TextBlock] = [
            .line("\(connection.name): \(connection.bank) by \(connection.access.rawValue)")
        ]
        let rows = outcome.choices.map { choice in
            [
                Cell(
                    ConnectorText.clean(
                        choice.found.name ?? choice.found.fingerprint, without: [])),
                Cell(choice.kind.rawValue, .faint),
                Cell(
                    choice.refusal != nil
                        ? "not covered"
                        : choice.account.map { choice.isNew ? "\($0), new" : $0 } ?? "left out"),
            ]
        }
        let columns = [Column("there", shrinks: true), Column("kind"), Column("account")]
        blocks.append(.table(Table(columns: columns, rows: rows, hasHeading: false)))
        if let consent = outcome.consent {
            blocks.append(
                .line("the consent lasts \(consent.validDays) days, until \(consent.expiry)"))
        }
        blocks += (outcome.notes + more).map { .line($0) }
        for path in extended { blocks.append(.line("\(path) covers the new accounts now")) }
        if !left.isEmpty {
            blocks.append(.line("these name accounts, and not yet the new ones:"))
            blocks += left.map { .line("  \($0)") }
        }
        blocks.append(
            .line("next: bankbook sync \(connection.name) --historical"))
        return blocks
    }
}
