import Analysis
import Budgets
import Connecting
import Dashboards
import Model
import Queries
import Reading
import Rendering
import SourceText

/// What blocks tell that no report does: the connections' health, and what needs a person.
struct OutsideBlocks {
    /// Rows of connection, state, and what there is to say.
    private(set) var connections: [[Cell]] = []
    private(set) var alerts: [String] = []

    init(
        _ ledger: Ledger, _ session: Session, _ blocks: [DashboardBlock]
    ) throws(CommandFailure) {
        let types = Set(blocks.map(\.spec.type))
        if types.isDisjoint(with: [.alerts, .connections]) { return }
        let book = try ConnectionBook(ledger, today: session.today)
        let standings = book.entries.filter { $0.connection.access != .file }
            .map { ConnectionStanding($0, book, today: session.today) }
        connections = standings.map { one in
            [
                Cell(one.entry.connection.name),
                Cell(one.state.rawValue, one.isFine ? .plain : .negative), Cell(one.consentText),
                Cell(one.lastSuccess, .faint),
            ]
        }
        guard types.contains(.alerts) else { return }
        for one in standings {
            if let problem = one.problem {
                alerts.append("\(one.entry.connection.name): \(problem)")
            }
        }
        alerts += OutsideBlocks.overspent(blocks, MoneyText(ledger))
        let statistics = LedgerStatistics.make(ledger, threads: session.environment.threads)
        if statistics.waiting > 0 {
            alerts.append(
                "\(counted(statistics.waiting, "line")) to look at: bankbook review")
        }
        if statistics.uncategorised > 0 {
            alerts.append(
                "\(counted(statistics.uncategorised, "line")) without a category: bankbook list is:uncategorised"
            )
        }
    }

    /// What is overspent, in words.
    private static func overspent(_ blocks: [DashboardBlock], _ money: MoneyText) -> [String] {
        for block in blocks {
            guard case .attention(let report) = block.content else { continue }
            return report.statuses.filter { $0.state == .over }.map { status in
                "\(status.line.category) is overspent by "
                    + money.amount(-status.remaining, status.line.currency)
            }
        }
        return []
    }
}
