import Analysis
import CommandGrammar
import Editing
import Importing
import JSONText
import Model
import Queries
import Reading
import Rendering
import SourceText

/// `transfers`: movements between own accounts.
struct TransfersCommand: Command {
    static let spec = CommandSpec(
        "transfers", summary: "Show the transfers between own accounts, with both sides",
        discussion: [
            "A transfer is one line in each account: each has the other account for its category and names "
                + "the other line in pair:. Every import looks for them, also days apart, with a fee "
                + "between, or in another currency; `transfers pair` does so for the whole ledger. What "
                + "could as well be something else is left alone.",
            "Without a query every transfer is shown. One without its other side has a – there.",
        ],
        positionals: [QueryOptions.query],
        groups: [QueryOptions.group],
        subcommands: [TransfersPairCommand.spec, TransfersPartCommand.spec],
        examples: [
            Example("bankbook transfers -p 2026-11", "Those of November"),
            Example("bankbook transfers pair -n", "See what would be paired"),
            Example("bankbook transfers part 8d2mx1a4tq", "These two are no transfer"),
        ])

    private let query: QueryOptions

    init(_ invocation: Invocation) throws(UsageError) { query = QueryOptions(invocation) }

    /// One transfer as it is shown.
    private struct Shown {
        var line: Transaction
        var other: Transaction?
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let threads = session.environment.threads
        let all = Listing(
            Selection(query: .all([.term(.trait(.transfer))])), ledger, threads: threads)
        var lineByID: [String: Transaction] = [:]
        for index in 0..<all.count {
            let line = all[index]
            for id in line.identities { lineByID[id] = line }
        }
        let selection = try query.selection(
            ledger, today: session.today, adding: ["is:transfer"])
        let listing = Listing(selection, ledger, threads: threads)
        let findings = try session.settle(listing.findings)
        var shown: [Shown] = []
        var seen: Set<String> = []
        for index in 0..<listing.count {
            let line = listing[index]
            if line.identities.contains(where: seen.contains) { continue }
            let others = line.attributes.set("pair").compactMap { lineByID[$0] }
            for other in others { seen.formUnion(other.identities) }
            // What went out stands first.
            let sides = others.map { line.amount < 0 ? (line, $0) : ($0, line) }
            shown += sides.map { Shown(line: $0.0, other: $0.1) }
            if others.isEmpty { shown.append(Shown(line: line)) }
        }
        return try session.finish(answer(shown, ledger, findings))
    }

    private func answer(_ shown: [Shown], _ ledger: Ledger, _ findings: [Diagnostic]) -> Answer {
        let money = MoneyText(ledger)
        let wire = TransactionWire(ledger)
        return Answer(
            "transfers", diagnostics: findings,
            payload: {
                [
                    JSONMember(
                        "transfers",
                        .array(
                            shown.map { transfer in
                                .object([
                                    JSONMember("transaction", wire.json(transfer.line)),
                                    JSONMember(
                                        "other", transfer.other.map { wire.json($0) } ?? .null),
                                ])
                            })), JSONMember("count", .integer(shown.count)),
                ]
            },
            sheet: {
                Sheet(
                    header: ["id", "account", "date", "amount", "other", "other_account"],
                    rows: shown.map { transfer in
                        [
                            transfer.line.id ?? "", transfer.line.account,
                            transfer.line.date.description,
                            money.number(transfer.line.amount, transfer.line.currency),
                            transfer.other?.id ?? "", transfer.other?.account ?? "",
                        ]
                    })
            },
            text: {
                let columns = [
                    Column("date"), Column("from"), Column("amount", .right), Column("date"),
                    Column("to"), Column("amount", .right), Column("text", shrinks: true),
                ]
                let rows = shown.map { cells($0, money) }
                return [.table(Table(columns: columns, rows: rows, hasHeading: false))]
            })
    }

    private func cells(_ transfer: Shown, _ money: MoneyText) -> [Cell] {
        func side(_ line: Transaction?) -> [Cell] {
            guard let line else { return [Cell("–"), Cell(""), Cell("")] }
            return [
                Cell(line.date.description), Cell(line.account),
                Cell(money.amount(line.amount, line.currency)),
            ]
        }
        return side(transfer.line) + side(transfer.other)
            + [Cell(transfer.line.description.replacingTabs, .faint)]
    }
}

/// `transfers pair`: finds pairs, or makes one.
struct TransfersPairCommand: Command {
    static let sides = Positional(
        "ID", .text, .many, help: "Two lines to pair; without them all that are sure are found")

    static let spec = CommandSpec(
        "pair", summary: "Pair the two sides of transfers",
        discussion: [
            "Lines that a person categorised or paired are left as they are, unless they are named here."
        ],
        positionals: [sides],
        examples: [
            Example("bankbook transfers pair", "All that are sure"),
            Example("bankbook transfers pair 8d2mx1a4tq x9w2k1c7re", "These two"),
        ])

    private let ids: [String]

    init(_ invocation: Invocation) throws(UsageError) {
        ids = invocation.values(of: TransfersPairCommand.sides)
        if ids.count == 1 || ids.count > 2 {
            throw invocation.refusal("name two lines, or none")
        }
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        if ids.count == 2 {
            return try session.decide(schema: "transfers.pair") {
                decision throws(TransferProblem) in try decision.pair(ids[0], ids[1])
            }
        }
        let result = try session.write { ledger throws(CommandFailure) in
            let files = LedgerFiles(ledger)
            let batches = try files.batches()
            var imports: [String: AccountImport] = [:]
            let count = try files.pairTransfers(
                &imports, batches: batches, threads: session.environment.threads)
            return WritePlan(
                edits: FileEdit.all(imports),
                notes: ["\(counted(count, "transfer")) paired"])
        }
        return try session.finish(result, schema: "transfers.pair")
    }
}

/// `transfers part`: takes a pair apart.
struct TransfersPartCommand: Command {
    static let id = Positional("ID", .text, .one, help: "One of the two lines")

    static let spec = CommandSpec(
        "part", summary: "Take a transfer apart, for good",
        discussion: [
            "Both lines lose the other account for a category and are marked distinct:, so that they are "
                + "never paired with each other again."
        ],
        positionals: [id],
        examples: [Example("bankbook transfers part 8d2mx1a4tq", "These two are no transfer")])

    private let id: String

    init(_ invocation: Invocation) throws(UsageError) {
        id = invocation.value(of: TransfersPartCommand.id) ?? ""
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        try session.decide(schema: "transfers.part") { decision throws(TransferProblem) in
            try decision.part(id)
        }
    }
}

extension FileEdit {
    /// The files of transactions that accounts change.
    fileprivate static func all(_ imports: [String: AccountImport]) -> [FileEdit] {
        imports.values.flatMap(\.files).sorted { byBytes($0.path, $1.path) }
            .map { FileEdit($0) }
    }
}

extension Session {
    /// Carries out what a person says of transfers.
    fileprivate func decide(
        schema: String, _ decide: (inout TransferDecision) throws(TransferProblem) -> Void
    ) throws(CommandFailure) -> ExitStatus {
        let result = try write { ledger throws(CommandFailure) in
            let files = LedgerFiles(ledger)
            var imports: [String: AccountImport] = [:]
            for account in ledger.accounts {
                imports[account.name] = AccountImport(
                    ledger, account, try files.contents(account, []), restores: false)
            }
            var decision = TransferDecision(ledger, imports)
            do throws(TransferProblem) {
                try decide(&decision)
            } catch {
                throw .failed(message: error.message, remedy: error.remedy)
            }
            return WritePlan(edits: FileEdit.all(decision.imports))
        }
        return try finish(result, schema: schema)
    }
}
