import Analysis
import Model
import Queries
import Reading
import TestSupport
import Testing

/// Reports of flows against the slow model.
struct FlowModelTests {
    private static let groupings: [(name: String, grouping: Grouping)] = [
        ("category", .category), ("account", .account), ("tag", .tag), ("contact", .contact),
        ("currency", .currency), ("project", .taxonomy("project")), ("kind", .kind),
        ("direction", .direction), ("counterparty", .counterparty), ("month", .month),
        ("weekday", .weekday),
    ]

    /// The figures that the entries make in the periods of `report`.
    private static func wanted(
        _ model: SlowModel, _ asked: SlowModel.Asked, _ periods: [Period]
    ) -> [String: Int128] {
        var figures: [String: Int128] = [:]
        for entry in model.entries(asked) {
            guard let period = periods.firstIndex(where: { $0.contains(entry.date) }) else {
                figures["\(entry.date) lies in no period", default: 0] += 1
                continue
            }
            for name in entry.names + ["total"] {
                figures["\(name) | \(period) | \(entry.currency)", default: 0] += Int128(
                    entry.amount)
            }
        }
        return figures
    }

    private static func check(
        _ random: RandomLedger, _ query: QueryCase, _ seeded: inout Seeded, _ note: String
    ) throws {
        let (name, grouping) = seeded.pick(groupings)
        let words: String? = seeded.pick([
            nil, nil, "week", "month", "quarter", "day", "year", "month from 15", "last-workday",
            "payday", "every 10 days from 2026-11-03", "rolling 7 days", "fiscal-quarter",
        ])
        let cycle = words.flatMap { random.ledger.cycleParser(today: RandomLedger.today).cycle($0) }
        let (ignored, transfers) = (seeded.oneIn(2), seeded.oneIn(2))
        let period: String? = seeded.pick([
            nil, nil, "2026-11", "2026-11-04..2026-11-19", "..2026-11-10",
        ])
        let dates: DateChoice = seeded.pick([.own, .own, .own, .booking, .value])
        let selection = try random.ledger.selection(
            query.terms, period: period, date: dates, ignored: ignored, transfers: transfers)
        var asked = SlowModel.Asked(
            by: name, includesIgnored: ignored, includesTransfers: transfers,
            selects: query.selects,
            statuses: query.statuses, period: selection.period, date: { dates.date(of: $0) })
        var request = BalanceRequest(
            selections: [selection], grouping: grouping, cycle: cycle, isChange: true,
            today: RandomLedger.today)
        if grouping.isTree, seeded.oneIn(2) {
            request.isTree = seeded.oneIn(2)
            request.depth = seeded.pick([nil, 1, 2])
            let (isTree, depth) = (request.isTree, request.depth)
            asked.rows = { path in
                let segments = path.split(separator: "/")
                let last = min(depth ?? segments.count, segments.count)
                return ((isTree ? 1 : last)...last).map { segments[..<$0].joined(separator: "/") }
            }
        }
        let (report, findings) = BalanceReport.make(request, [ReportBook(random.ledger)])
        #expect(findings.isEmpty)
        let found = report.figures()
        let wanted = wanted(SlowModel(random), asked, report.periods)
        if found != wanted {
            Issue.record(
                "\(note) \(query.terms) by \(name) \(words ?? "") period \(period ?? "") date \(dates) ignored \(ignored) transfers \(transfers) tree \(request.isTree) depth \(String(describing: request.depth)): \(difference(found, wanted))"
            )
        }
    }

    @Test func `a flow is the sum of what the slow model selects`() throws {
        for seed in Trials.seeds(8, of: "flows") {
            let random = try RandomLedger(seed: seed)
            var seeded = Seeded(seed ^ 0xF10)
            for query in QueryCase.all {
                // The terms that ask for a day ask for the day that `--date` chooses.
                if query.terms.contains(where: { $0.contains("date:") }) { continue }
                try FlowModelTests.check(random, query, &seeded, "seed \(seed)")
            }
        }
    }

    @Test func `the columns run from the first selected line's interval to the last's`() throws {
        let lines = "2026-09-15 | -1 | food\n2026-10-01 | -1 | =savings\n2026-11-20 | -1 | food\n"
        let random = try RandomLedger(["transactions/main/2026.txt": lines])
        func periods(_ period: String?, _ interval: Interval) throws -> [String] {
            let request = BalanceRequest(
                selections: [try random.ledger.selection(period: period)], grouping: .category,
                cycle: Cycle(interval, random.ledger.calendar), today: RandomLedger.today)
            return BalanceReport.make(request, [ReportBook(random.ledger)]).report.periods.map {
                "\($0.begin.map { "\($0)" } ?? "")..\($0.end.map { "\($0)" } ?? "")"
            }
        }
        let whole = ["2026-09-01..2026-10-01", "2026-10-01..2026-11-01", "2026-11-01..2026-12-01"]
        #expect(try periods(nil, .month) == whole)
        let cut = ["2026-09-20..2026-10-01", "2026-10-01..2026-10-11"]
        #expect(try periods("2026-09-20..2026-10-11", .month) == cut)
        #expect(try periods(nil, .quarter) == ["2026-07-01..2026-10-01", "2026-10-01..2027-01-01"])
        #expect(try periods("2026-11", .week).first == "2026-11-01..2026-11-02")
    }
}
