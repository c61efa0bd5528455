import Analysis
import Model
import Queries
import Reading
import Reports
import TestSupport
import Testing

/// Comparisons, sections and balances of reports against sums made line by line.
struct ReportColumnTests {
    /// How columns are cut, and the days before each as a person would count them.
    private struct Cut: Sendable {
        var every: String?
        var period: String?
        var last: Int?
        /// The first day of what a column is held against, and the day behind the last.
        var before: @Sendable (Period, Comparison) -> Period
    }

    private static func months(_ period: Period, _ count: Int) -> Period {
        Period(
            begin: period.begin?.adding(months: count), end: period.end?.adding(months: count))
    }

    private static func days(_ period: Period, _ count: Int) -> Period {
        Period(begin: period.begin?.adding(days: count), end: period.end?.adding(days: count))
    }

    private static let cuts = [
        Cut(every: nil, period: "2026-11", last: nil) { months($0, $1 == .previous ? -1 : -12) },
        Cut(every: "month", period: "2026", last: nil) { months($0, $1 == .previous ? -1 : -12) },
        Cut(every: "quarter", period: "2026", last: nil) {
            months($0, $1 == .previous ? -3 : -12)
        },
        Cut(every: "every 9 days from 2026-11-02", period: nil, last: 3) {
            days($0, $1 == .previous ? -9 : -364)
        },
        Cut(every: "week", period: nil, last: 4) { days($0, $1 == .previous ? -7 : -364) },
    ]

    /// Actual, compared, difference, and the difference in tenths of a percent.
    private static func compared(
        _ actual: [CurrencyCode: Int128], _ before: [CurrencyCode: Int128]
    ) -> [String] {
        var difference = actual
        for (code, sum) in before { difference[code, default: 0] -= sum }
        var change: [CurrencyCode: Int128] = [:]
        for (code, sum) in difference {
            guard let base = before[code], base != 0 else { continue }
            change[code] = ReportModelTests.mean(sum * 1_000 * (base < 0 ? -1 : 1), abs(base))
        }
        return [actual, before, difference].map(ReportModelTests.text)
            + [change.isEmpty ? "-" : ReportModelTests.text(change)]
    }

    @Test func `columns are held against the days before, as the slow model counts them`() throws {
        for seed in Trials.seeds(40, of: "comparisons") {
            var seeded = Seeded(seed)
            let random = try RandomLedger(seed: seed)
            defer { withExtendedLifetime(random) {} }
            let cut = seeded.pick(ReportColumnTests.cuts)
            var spec = ReportSpec()
            spec.by = seeded.pick(["category", "account", "contact", "counterparty", "direction"])
            (spec.every, spec.period, spec.last) = (cut.every, cut.period, cut.last)
            let comparison: Comparison = seeded.oneIn(2) ? .previous : .lastYear
            spec.comparison = comparison
            let table = try ReportModelTests.table(spec, random.ledger).table
            let entries = SlowModel(random).entries(SlowModel.Asked(by: spec.by))
            func sums(_ name: String?, _ period: Period) -> [CurrencyCode: Int128] {
                entries.reduce(into: [:]) { sums, entry in
                    guard period.contains(entry.date) else { return }
                    if let name, !entry.names.contains(name) { return }
                    sums[entry.currency, default: 0] += Int128(entry.amount)
                }
            }
            let section = try #require(table.sections.first)
            let names = Set(section.rows.map { $0.key?.name ?? "-" })
            let both = table.periods + table.periods.map { cut.before($0, comparison) }
            let wanted = Set(
                entries.filter { entry in both.contains { $0.contains(entry.date) } }
                    .flatMap(\.names))
            #expect(names == wanted, "seed \(seed) \(spec.by)")
            for (name, values) in section.rows.map({ ($0.key?.name ?? "-", $0.values) })
                + [(nil as String?, section.totals)]
            {
                let model = table.periods.flatMap { period in
                    ReportColumnTests.compared(
                        sums(name, period), sums(name, cut.before(period, comparison)))
                }
                #expect(
                    values.map(ReportModelTests.text) == model,
                    "seed \(seed) \(spec.every ?? "") \(comparison) \(name ?? "total")")
            }
        }
    }

    /// The section of a part (S9).
    private static func section(_ name: String, _ amount: Int64) -> String {
        func lies(in path: String) -> Bool { name == path || name.hasPrefix(path + "/") }
        if name.hasPrefix("=") || lies(in: "moves") { return "transfers" }
        if lies(in: "income") { return "income" }
        if lies(in: "food") { return "expense" }
        return amount > 0 ? "income" : "expense"
    }

    @Test func `every part stands in the section of its category's kind`() throws {
        for seed in Trials.seeds(40, of: "sections of parts") {
            var seeded = Seeded(seed)
            let random = try RandomLedger(seed: seed)
            defer { withExtendedLifetime(random) {} }
            var spec = ReportSpec()
            spec.hasSections = true
            spec.every = seeded.pick(["month", "week"])
            spec.period = "2026"
            spec.includesTransfers = seeded.oneIn(2)
            spec.includesIgnored = seeded.oneIn(2)
            let table = try ReportModelTests.table(spec, random.ledger).table
            var wanted: [String: [CurrencyCode: Int128]] = [:]
            let asked = SlowModel.Asked(
                by: "category", includesIgnored: spec.includesIgnored,
                includesTransfers: spec.includesTransfers)
            for entry in SlowModel(random).entries(asked) {
                guard let column = table.periods.firstIndex(where: { $0.contains(entry.date) })
                else { continue }
                for name in entry.names {
                    let section = ReportColumnTests.section(name, entry.amount)
                    for row in ["\(section) | \(name)", "\(section) | total", "net | total"] {
                        wanted["\(row) | \(column)", default: [:]][entry.currency, default: 0] +=
                            Int128(entry.amount)
                    }
                }
            }
            var found: [String: String] = [:]
            for section in table.sections {
                let name = section.name ?? ""
                for row in section.rows {
                    for (column, value) in row.values.enumerated() {
                        found["\(name) | \(row.key?.name ?? "-") | \(column)"] =
                            ReportModelTests.text(value)
                    }
                }
                for (column, value) in section.totals.enumerated() {
                    found["\(name) | total | \(column)"] = ReportModelTests.text(value)
                }
            }
            for (column, value) in (table.net?.totals ?? []).enumerated() {
                found["net | total | \(column)"] = ReportModelTests.text(value)
            }
            let differing = Set(found.keys).union(wanted.keys).sorted().filter {
                found[$0] ?? "" != ReportModelTests.text(wanted[$0] ?? [:])
            }
            #expect(differing.isEmpty, "seed \(seed): \(differing.prefix(4))")
        }
    }

    @Test func `what is held is what the slow model holds`() throws {
        for seed in Trials.seeds(40, of: "balances in reports") {
            var seeded = Seeded(seed)
            let random = try RandomLedger(seed: seed)
            defer { withExtendedLifetime(random) {} }
            var spec = ReportSpec()
            spec.content = .balance
            spec.by = seeded.pick(["account", "kind", "currency"])
            spec.every = seeded.pick(["month", "week", "last-workday", nil])
            spec.period = spec.every == nil ? "2026-11" : "2026"
            if seeded.oneIn(2) { spec.currency = seeded.pick(["EUR", "USD"]) }
            let target = spec.currency.flatMap { CurrencyCode($0) }
            let table = try ReportModelTests.table(spec, random.ledger).table
            let model = SlowModel(random)
            var wanted: [String: [CurrencyCode: Int128]] = [:]
            for (column, period) in table.periods.enumerated() {
                let day = try #require(period.lastDay)
                for account in random.ledger.accounts {
                    for code in account.currencies {
                        let held = model.balance(
                            account, code, at: day, statuses: [.booked, .pending])
                        let worth = target.flatMap {
                            ReportModelTests.worth(
                                held, code, in: $0, on: min(day, RandomLedger.today))
                        }
                        let told = worth == nil ? code : target ?? code
                        let names = [
                            "account": account.name, "kind": account.kind.rawValue,
                            "currency": code.description,
                        ]
                        for row in [names[spec.by] ?? "", "total"] {
                            wanted["\(row) | \(column)", default: [:]][told, default: 0] +=
                                worth ?? held
                        }
                    }
                }
            }
            var found: [String: [CurrencyCode: Int128]] = [:]
            for section in table.sections {
                for (name, sums) in section.rows.map({ ($0.key?.name ?? "-", $0.sums) })
                    + [("total", section.sums)]
                {
                    for (column, totals) in sums.enumerated() {
                        for entry in totals {
                            found["\(name) | \(column)", default: [:]][
                                entry.currency, default: 0] += entry.units
                        }
                    }
                }
            }
            // A currency without lines may be told as zero or not at all.
            func plain(_ sums: [CurrencyCode: Int128]?) -> String {
                ReportModelTests.text((sums ?? [:]).filter { $0.value != 0 })
            }
            let differing = Set(found.keys).union(wanted.keys).sorted().filter {
                plain(found[$0]) != plain(wanted[$0])
            }
            #expect(differing.isEmpty, "seed \(seed) \(spec.by): \(differing.prefix(4))")
        }
    }
}
