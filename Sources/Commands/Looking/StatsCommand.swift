import Analysis
import CommandGrammar
import JSONText
import Model
import Reading
import Rendering
import SourceText

/// `stats`: how much there is.
struct StatsCommand: Command {
    static let spec = CommandSpec(
        "stats", summary: "Show how much the ledger holds",
        examples: [Example("bankbook stats", "Count lines, files and days")])

    init(_ invocation: Invocation) throws(UsageError) {}

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let found = LedgerStatistics.make(ledger, threads: session.environment.threads)
        let shown = try session.settle(found.findings)
        let counts: [(name: String, title: String, value: Int)] = [
            ("accounts", "accounts", ledger.accounts.count),
            ("categories", "categories", ledger.categories.categories.count),
            ("transactions", "transactions", found.lines.values.reduce(0, +)),
            ("booked", "  booked", found.lines[.booked] ?? 0),
            ("pending", "  pending", found.lines[.pending] ?? 0),
            ("expected", "  expected", found.lines[.expected] ?? 0),
            ("dropped", "  dropped", found.lines[.dropped] ?? 0),
            ("deleted", "  deleted", found.lines[.deleted] ?? 0),
            ("assertions", "balance assertions", found.assertions),
            ("transfers", "transfers", found.transfers),
            ("splits", "splits", found.splits),
            ("ignored", "ignored", found.ignored),
            ("uncategorised", "without a category", found.uncategorised),
            ("without_id", "without an id", found.withoutID),
            ("files", "files of transactions", found.files),
            ("bytes", "bytes in them", found.bytes),
        ]
        let days = [("first_date", found.first), ("last_date", found.last)]
        let answer = Answer(
            "stats", diagnostics: shown,
            payload: {
                counts.map { JSONMember($0.name, .integer($0.value)) }
                    + days.map { JSONMember($0.0, .optional($0.1?.description)) }
            },
            sheet: {
                Sheet(
                    header: ["name", "value"],
                    rows: counts.map { [$0.name, "\($0.value)"] }
                        + days.map { [$0.0, $0.1?.description ?? ""] })
            },
            text: {
                var rows = counts.map { [Cell($0.title), Cell("\($0.value)")] }
                rows.append([Cell("first day"), Cell(found.first?.description ?? "")])
                rows.append([Cell("last day"), Cell(found.last?.description ?? "")])
                return [
                    .table(
                        Table(
                            columns: [Column("name"), Column("value", .right)], rows: rows,
                            hasHeading: false))
                ]
            })
        return try session.finish(answer)
    }
}
