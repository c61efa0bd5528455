import Analysis
import Budgets
import Connecting
import Dashboards
import Model
import Queries
import Reading
import Rendering
import Reports
import SourceText

/// What blocks tell that no report does: the connections' health, and what needs a person.
struct OutsideBlocks {
    /// Rows of connection, state, and what there is to say.
    private(set) var connections: [[Cell]] = []
    private(set) var alerts: [String] = []

    init(
        _ books: [ReportBook], _ session: Session, _ blocks: [DashboardBlock]
    ) throws(CommandFailure) {
        let types = Set(blocks.map(\.spec.type))
        if types.isDisjoint(with: [.alerts, .connections]) { return }
        for book in books { try add(book, session, types.contains(.alerts)) }
        if types.contains(.alerts) {
            // What is overspent stands before what is only to be looked at.
            let money = MoneyText(books.map(\.ledger))
            alerts = problems + OutsideBlocks.overspent(blocks, money, books.count > 1) + work
        }
    }

    /// What is wrong with connections, and what waits for a person.
    private var problems: [String] = []
    private var work: [String] = []

    private mutating func add(
        _ book: ReportBook, _ session: Session, _ hasAlerts: Bool
    ) throws(CommandFailure) {
        let (ledger, prefix) = (book.ledger, book.prefix)
        let connectionBook = try ConnectionBook(ledger, today: session.today)
        let standings = connectionBook.entries.filter { $0.connection.access != .file }
            .map { ConnectionStanding($0, connectionBook, today: session.today) }
        connections += standings.map { one in
            [
                Cell(prefix + one.entry.connection.name),
                Cell(one.state.rawValue, one.isFine ? .plain : .negative), Cell(one.consentText),
                Cell(one.lastSuccess, .faint),
            ]
        }
        if !hasAlerts { return }
        for one in standings {
            if let problem = one.problem {
                problems.append("\(prefix)\(one.entry.connection.name): \(problem)")
            }
        }
        let option = book.name.map { " -w \($0)" } ?? ""
        let statistics = LedgerStatistics.make(ledger, threads: session.environment.threads)
        if statistics.waiting > 0 {
            work.append(
                "\(counted(statistics.waiting, "line")) to look at: bankbook\(option) review")
        }
        if statistics.uncategorised > 0 {
            work.append(
                "\(counted(statistics.uncategorised, "line")) without a category: bankbook\(option) list is:uncategorised"
            )
        }
    }

    /// What is overspent, in words.
    private static func overspent(
        _ blocks: [DashboardBlock], _ money: MoneyText, _ areSeveral: Bool
    ) -> [String] {
        for block in blocks {
            guard case .attention(let report) = block.content else { continue }
            return report.statuses.filter { $0.state == .over }.map { status in
                status.line.category + (areSeveral ? " (\(status.line.budget))" : "")
                    + " is overspent by "
                    + money.amount(-status.remaining, status.line.currency)
            }
        }
        return []
    }
}
