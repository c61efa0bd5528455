import Analysis
import Model
import Queries
import Reading
import Reports
import SourceText
import TestSupport
import Testing

/// Several ledgers looked at together: their parts without what moved between them.
struct SeveralLedgersTests {
    private static let names = ["a", "b", "c"]

    private struct Several {
        var parts: [RandomLedger]
        var named: [(name: String?, ledger: Ledger)]

        init(_ seeded: inout Seeded) throws {
            let names = SeveralLedgersTests.names.prefix(2 + seeded.below(2))
            parts = []
            for name in names {
                let pairs = names.filter { $0 != name }.flatMap { other in
                    (1...20).map { "\(other)\($0)" }
                }
                parts.append(
                    try RandomLedger(seed: seeded.next(), ids: name, pairs: pairs))
            }
            named = zip(names, parts).map { ($0, $1.ledger) }
        }

        /// Whether a line names one of another ledger's, or is named by one.
        func isInternal(_ line: Transaction, of part: Int) -> Bool {
            for (other, random) in parts.enumerated() where other != part {
                for candidate in random.lines
                where ![.assertion, .deleted, .dropped].contains(candidate.status) {
                    let isNamed = line.attributes.set("pair").contains { candidate.isCalled($0) }
                    let names = candidate.attributes.set("pair").contains { line.isCalled($0) }
                    if isNamed || names { return true }
                }
            }
            return false
        }
    }

    /// Sums by row and column.
    private typealias Sums = [String: Totals]

    private static func sums(
        _ spec: ReportSpec, _ books: [ReportBook], prefix: String = ""
    ) throws -> Sums {
        // Nothing is converted, so that no price can be missing.
        #expect(spec.currency == nil)
        let table = try ReportModelTests.table(spec, books).table
        var sums: Sums = [:]
        for section in table.sections {
            for (column, period) in table.periods.enumerated() {
                for row in section.rows {
                    let name = called(row.key?.name ?? "-", spec, prefix)
                    sums["\(name) | \(period.begin ?? .first)", default: Totals()]
                        .add(row.sums[column])
                }
                sums["total | \(period.begin ?? .first)", default: Totals()]
                    .add(section.sums[column])
            }
        }
        return sums
    }

    /// The name of a row of one ledger where several are looked at together.
    private static func called(_ name: String, _ spec: ReportSpec, _ prefix: String) -> String {
        if spec.by == "account" { return prefix + name }
        return name.hasPrefix("=") && spec.by == "category" ? "=\(prefix)\(name.dropFirst())" : name
    }

    private static func spec(_ seeded: inout Seeded) -> ReportSpec {
        var spec = ReportSpec()
        spec.by = seeded.pick([
            "category", "account", "month", "counterparty", "direction", "contact", "kind",
        ])
        spec.period = "2026"
        spec.every = seeded.pick([
            "month", "quarter", "fiscal-year", "every 10 days from 2026-01-01",
        ])
        spec.includesIgnored = seeded.oneIn(3)
        spec.includesTransfers = seeded.oneIn(3)
        return spec
    }

    private static func differences(_ found: Sums, _ wanted: Sums) -> [String] {
        Set(found.keys).union(wanted.keys).sorted().compactMap { key in
            let (left, right) = (found[key] ?? Totals(), wanted[key] ?? Totals())
            var rest = left
            for entry in right { rest.add(-entry.units, entry.currency) }
            return rest.isZero ? nil : "\(key): \(Array(left)), not \(Array(right))"
        }
    }

    @Test func `several ledgers are the sum of each without what moved between them`() throws {
        var internalCount = 0
        for seed in Trials.seeds(40, of: "several ledgers") {
            var seeded = Seeded(seed)
            let several = try Several(&seeded)
            // The folders are there as long as it is.
            defer { withExtendedLifetime(several) {} }
            let spec = SeveralLedgersTests.spec(&seeded)
            let found = try SeveralLedgersTests.sums(
                spec, ReportBook.books(several.named, threads: 1 + seeded.below(2)))
            var wanted: Sums = [:]
            for (part, random) in several.parts.enumerated() {
                let prefix = "\(several.named[part].name ?? ""):"
                let alone = try SeveralLedgersTests.sums(
                    spec, [ReportBook(random.ledger)], prefix: prefix)
                for (key, sum) in alone { wanted[key, default: Totals()].add(sum) }
                let keepsAll = ["account", "kind"].contains(spec.by) || spec.includesTransfers
                if keepsAll { continue }
                let asked = SlowModel.Asked(
                    by: spec.by, includesIgnored: spec.includesIgnored,
                    includesTransfers: false,
                    selects: { line, _ in several.isInternal(line, of: part) })
                let cycle = try #require(
                    random.ledger.cycleParser(today: RandomLedger.today).cycle(spec.every ?? ""))
                for entry in SlowModel(random).entries(asked)
                where entry.date.description.hasPrefix("2026") {
                    let first = try #require(cycle.period(of: entry.date).begin)
                    let begin = max(first, try #require(CivilDate(iso: "2026-01-01")))
                    internalCount += 1
                    for name in entry.names + ["total"] {
                        let key = "\(SeveralLedgersTests.called(name, spec, prefix)) | \(begin)"
                        wanted[key, default: Totals()].add(-Int128(entry.amount), entry.currency)
                    }
                }
            }
            let differing = SeveralLedgersTests.differences(found, wanted)
            #expect(differing.isEmpty, "seed \(seed) \(spec): \(differing.prefix(4))")
        }
        #expect(internalCount > 0)
    }

    @Test func `what several ledgers hold is what each holds`() throws {
        for seed in Trials.seeds(20, of: "holdings of several ledgers") {
            var seeded = Seeded(seed)
            let several = try Several(&seeded)
            // The folders are there as long as it is.
            defer { withExtendedLifetime(several) {} }
            var spec = ReportSpec()
            spec.content = .balance
            spec.by = seeded.pick(["account", "kind", "currency"])
            spec.period = "2026"
            spec.every = "month"
            let found = try SeveralLedgersTests.sums(
                spec, ReportBook.books(several.named, threads: 1))
            var wanted: Sums = [:]
            for (name, ledger) in several.named {
                let alone = try SeveralLedgersTests.sums(
                    spec, [ReportBook(ledger)], prefix: "\(name ?? ""):")
                for (key, sum) in alone { wanted[key, default: Totals()].add(sum) }
            }
            let differing = SeveralLedgersTests.differences(found, wanted)
            #expect(differing.isEmpty, "seed \(seed) \(spec.by): \(differing.prefix(4))")
        }
    }

    @Test func `balance and report say the same of several ledgers`() throws {
        for seed in Trials.seeds(20, of: "balances of several ledgers") {
            var seeded = Seeded(seed)
            let several = try Several(&seeded)
            // The folders are there as long as it is.
            defer { withExtendedLifetime(several) {} }
            let books = ReportBook.books(several.named, threads: 1)
            var spec = SeveralLedgersTests.spec(&seeded)
            spec.every = "month"
            let period = Period(
                begin: CivilDate(iso: "2026-01-01"), end: CivilDate(iso: "2027-01-01"))
            let selections = books.map { _ in
                Selection(
                    period: period, includesIgnored: spec.includesIgnored,
                    includesTransfers: spec.includesTransfers)
            }
            var request = BalanceRequest(
                selections: selections,
                grouping: try #require(Grouping(spec.by, taxonomies: [])),
                cycle: Cycle(.month, books[0].ledger.calendar), isChange: true,
                today: RandomLedger.today)
            request.threads = 2
            let (report, findings) = BalanceReport.make(request, books)
            #expect(findings.isEmpty)
            var wanted: Sums = [:]
            for (column, period) in report.periods.enumerated() {
                for row in report.rows {
                    wanted["\(row.key.name ?? "-") | \(period.begin ?? .first)", default: Totals()]
                        .add(row.amounts[column])
                }
                wanted["total | \(period.begin ?? .first)"] = report.totals[column]
            }
            let differing = SeveralLedgersTests.differences(
                try SeveralLedgersTests.sums(spec, books), wanted)
            #expect(differing.isEmpty, "seed \(seed) \(spec.by): \(differing.prefix(4))")
        }
    }
}

extension Transaction {
    fileprivate func isCalled(_ id: String) -> Bool { identities.contains(id) }
}
