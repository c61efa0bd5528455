import Analysis
import CommandGrammar
import JSONText
import Model
import Reading
import Rendering
import SourceText
import Store

/// `status`: what needs a person's attention.
struct StatusCommand: Command {
    static let spec = CommandSpec(
        "status", summary: "Show what needs attention",
        discussion: [
            "Errors and warnings of `check`, lines without a category, pending lines, and the last operation."
        ],
        examples: [Example("bankbook status", "What is there to do")])

    init(_ invocation: Invocation) throws(UsageError) {}

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let threads = session.environment.threads
        let check = CheckReport.make(ledger, threads: threads)
        let found = LedgerStatistics.make(ledger, threads: threads)
        let store = try session.store(ledger)
        let last: Operation?
        do throws(StoreFailure) {
            last = try store.operations().first { !$0.isUndone }
        } catch {
            throw Session.failure(error)
        }
        let counts: [(name: String, value: Int, text: String, next: String)] = [
            ("errors", check.count(.error), "errors", "bankbook check"),
            ("warnings", check.count(.warning), "warnings", "bankbook check"),
            ("review", found.waiting, "lines that may be another's event", "bankbook review"),
            (
                "uncategorised", found.uncategorised, "lines without a category",
                "bankbook list is:uncategorised"
            ),
            ("pending", found.lines[.pending] ?? 0, "pending lines", "bankbook list is:pending"),
            (
                "expected", found.lines[.expected] ?? 0, "expected lines",
                "bankbook list is:expected"
            ),
            ("without_id", found.withoutID, "lines without an id", "bankbook fmt"),
        ]
        let answer = Answer(
            "status",
            payload: {
                [
                    JSONMember("ledger", .optional(ledger.name)),
                    JSONMember("last_date", .optional(found.last?.description)),
                ] + counts.map { JSONMember($0.name, .integer($0.value)) } + [
                    JSONMember("last_operation", .optional(last?.id))
                ]
            },
            sheet: {
                Sheet(header: ["name", "value"], rows: counts.map { [$0.name, "\($0.value)"] })
            },
            text: {
                var blocks: [TextBlock] = [.line(ledger.name ?? "Ledger")]
                let rows = counts.filter { $0.value > 0 }.map {
                    [Cell("\($0.value)"), Cell($0.text), Cell($0.next, .faint)]
                }
                let columns = [Column("count", .right), Column("what"), Column("next")]
                blocks.append(.table(Table(columns: columns, rows: rows, hasHeading: false)))
                if rows.isEmpty { blocks.append(.line("nothing to do")) }
                if let day = found.last { blocks.append(.line("last line: \(day)")) }
                if let last { blocks.append(.line("last operation: \(last.id) \(last.command)")) }
                return blocks
            })
        return try session.finish(answer)
    }
}
