import Analysis
import CommandGrammar
import Exporting
import Model
import Queries
import Reading

/// `export`: the ledger for another tool.
struct ExportCommand: Command {
    static let format = Positional(
        "FORMAT", .choice(JournalDialect.allCases.map(\.rawValue) + ["csv"]),
        help: "The tool whose form is written")

    static let spec = CommandSpec(
        "export", summary: "Write the ledger for another tool",
        discussion: [
            "Booked and pending lines, openings, stated balances, valuations and prices. Accounts stand below assets and "
                + "liabilities, categories below income and expenses; transfers go through equity:transfer, which comes to "
                + "zero where both sides are there, ignored parts to equity:ignored.",
            "With a query only the lines that fit: without openings and stated balances, unless it chooses accounts alone.",
        ],
        positionals: [format, QueryOptions.query], groups: [QueryOptions.group],
        examples: [
            Example("bankbook export hledger -o books.journal", "Everything, for hledger"),
            Example("bankbook export beancount acct:main", "One account, for beancount"),
            Example("bankbook export csv -p 2026 -o 2026.csv", "A year's lines as a table"),
        ])

    private let format: String
    private let query: QueryOptions

    init(_ invocation: Invocation) throws(UsageError) {
        format = invocation.value(of: ExportCommand.format) ?? ""
        query = QueryOptions(invocation)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let selection = try query.selection(ledger, today: session.today)
        let threads = session.environment.threads
        let listing = Listing(selection, ledger, threads: threads)
        let shown = try session.settle(listing.findings)
        guard let dialect = JournalDialect(rawValue: format) else {
            return try session.inFormat(.csv).finish(
                ListPresentation(listing, ledger, limit: nil).answer(diagnostics: shown))
        }
        let accounts = selection.wholeAccounts(ledger)
        let stated = accounts.isEmpty ? [] : StatedBalance.all(ledger, threads: threads)
        var export = JournalExport(dialect, ledger, listing, stated, accounts: accounts)
        try session.deliver(Array(export.text().utf8))
        try session.report(shown)
        return .done
    }
}

extension Selection {
    /// The accounts of which a selection leaves out no line; none where it chooses by more than accounts.
    fileprivate func wholeAccounts(_ ledger: Ledger) -> [Account] {
        guard period == .always, dateChoice == .own, case .all = query,
            query.terms.allSatisfy({ term in
                switch term {
                case .account, .kind: true
                default: false
                }
            })
        else { return [] }
        return accounts(of: ledger)
    }
}
