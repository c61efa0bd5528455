import Analysis
import Model
import Queries
import Reading
import Reports
import SourceText
import TestSupport
import Testing

/// Reports against sums made line by line.
struct ReportModelTests {
    /// What a cell of a report must show, by `section | row | column`.
    typealias Texts = [String: String]

    // The model

    /// A part that counts, with the names of the row that it stands in, unfolded.
    private struct Entry {
        var date: CivilDate
        var leaf: String
        var currency: CurrencyCode
        var amount: Int64
    }

    private struct Cell {
        var sum: [CurrencyCode: Int128] = [:]
        var amounts: [CurrencyCode: [Int128]] = [:]
    }

    /// What a dollar is worth in euros, and the other way round, by the last price of `RandomLedger`.
    static func worth(
        _ units: Int128, _ from: CurrencyCode, in to: CurrencyCode, on date: CivilDate
    ) -> Int128? {
        if from == to { return units }
        let day = date.description
        let dollar: (euros: Int128, dollars: Int128)
        switch day {
        case ..<"2026-10-01": return nil
        case ..<"2026-11-10": dollar = (90, 100)
        case ..<"2026-11-15": dollar = (100, 125)
        default: dollar = (247, 300)
        }
        let (top, bottom) =
            from == .usd ? (dollar.euros, dollar.dollars) : (dollar.dollars, dollar.euros)
        // Half to even, by looking at twice the rest.
        let product = units * top
        let sign: Int128 = product < 0 ? -1 : 1
        let (whole, rest) = abs(product).quotientAndRemainder(dividingBy: bottom)
        let isUp = rest * 2 > bottom || rest * 2 == bottom && whole % 2 == 1
        return sign * (whole + (isUp ? 1 : 0))
    }

    static func mean(_ sum: Int128, _ count: Int128) -> Int128 {
        let sign: Int128 = sum < 0 ? -1 : 1
        let (whole, rest) = abs(sum).quotientAndRemainder(dividingBy: count)
        let isUp = rest * 2 > count || rest * 2 == count && whole % 2 == 1
        return sign * (whole + (isUp ? 1 : 0))
    }

    static func text(_ money: [CurrencyCode: Int128]) -> String {
        money.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }

    private static func text(_ cell: Cell, _ measure: Measure, of whole: Cell, soFar: Cell)
        -> String
    {
        switch measure {
        case .sum: return text(cell.sum)
        case .cumulative: return text(soFar.sum)
        case .count: return "\(cell.amounts.values.reduce(0) { $0 + $1.count })"
        case .average:
            return text(
                cell.sum.reduce(into: [:]) { means, entry in
                    let count = cell.amounts[entry.key]?.count ?? 0
                    if count > 0 { means[entry.key] = mean(entry.value, Int128(count)) }
                })
        case .median:
            return text(
                cell.amounts.mapValues { list in
                    let sorted = list.sorted()
                    let middle = sorted.count / 2
                    return sorted.count % 2 == 1
                        ? sorted[middle] : mean(sorted[middle - 1] + sorted[middle], 2)
                })
        case .share:
            let shares = cell.sum.compactMap { code, sum -> (CurrencyCode, Int128)? in
                guard let all = whole.sum[code], all != 0 else { return nil }
                return (code, mean(sum * 1_000 * (all < 0 ? -1 : 1), abs(all)))
            }
            return shares.isEmpty
                ? "-" : text(Dictionary(uniqueKeysWithValues: shares))
        }
    }

    static func text(_ value: ReportValue) -> String {
        switch value {
        case .money(let totals), .percent(let totals):
            totals.map { "\($0.units) \($0.currency)" }.joined(separator: ", ")
        case .count(let count): "\(count)"
        case .absent: "-"
        }
    }

    /// The cells of a report by row and column, with those of everything under the name `total`.
    private static func cells(
        _ entries: [Entry], _ spec: ReportSpec, _ periods: [Period], rows: (String) -> [String]
    ) -> [String: [Cell]] {
        let target = spec.currency.flatMap { CurrencyCode($0) }
        var leaves: [String: [Int: [String: Cell]]] = [:]
        for entry in entries {
            guard let column = periods.firstIndex(where: { $0.contains(entry.date) }) else {
                continue
            }
            // What is converted by itself: by group, column and currency, or by group, day and currency.
            let day = min(periods[column].lastDay ?? RandomLedger.today, RandomLedger.today)
            let rateDay = spec.rate == "day" ? entry.date : day
            let key = "\(rateDay) \(entry.currency)"
            leaves[entry.leaf, default: [:]][column, default: [:]][key, default: Cell()]
                .sum[entry.currency, default: 0] += Int128(entry.amount)
            leaves[entry.leaf]?[column]?[key]?.amounts[entry.currency, default: []]
                .append(Int128(entry.amount))
        }
        var cells: [String: [Cell]] = ["total": periods.map { _ in Cell() }]
        for (leaf, columns) in leaves {
            for (column, parts) in columns {
                for (key, part) in parts {
                    guard let date = CivilDate(iso: String(key.prefix(10))) else { continue }
                    for name in rows(leaf) + ["total"] {
                        if cells[name] == nil { cells[name] = periods.map { _ in Cell() } }
                        for (code, sum) in part.sum {
                            let told = target ?? code
                            let worth = worth(sum, code, in: told, on: date)
                            cells[name]?[column].sum[worth == nil ? code : told, default: 0] +=
                                worth ?? sum
                            let amounts = (part.amounts[code] ?? []).map {
                                self.worth($0, code, in: told, on: date) ?? $0
                            }
                            cells[name]?[column].amounts[worth == nil ? code : told, default: []] +=
                                amounts
                        }
                    }
                }
            }
        }
        return cells
    }

    private static func sum(_ cells: [Cell]) -> Cell {
        cells.reduce(into: Cell()) { all, cell in
            all.sum.merge(cell.sum, uniquingKeysWith: +)
            all.amounts.merge(cell.amounts, uniquingKeysWith: +)
        }
    }

    private static func texts(
        _ cells: [String: [Cell]], _ spec: ReportSpec, _ periods: [Period]
    ) -> Texts {
        var texts: Texts = [:]
        let whole = cells["total"] ?? []
        for (name, row) in cells {
            var column = 0
            for (index, cell) in row.enumerated() {
                for measure in spec.measures {
                    texts["\(name) | \(column)"] = text(
                        cell, measure, of: whole[index], soFar: sum(Array(row[...index])))
                    column += 1
                }
            }
            if spec.hasTotal {
                for measure in spec.measures where measure != .cumulative {
                    texts["\(name) | \(column)"] = text(
                        sum(row), measure, of: sum(whole), soFar: sum(row))
                    column += 1
                }
            }
        }
        return texts
    }

    // The trials

    private static func spec(_ seeded: inout Seeded) -> ReportSpec {
        var spec = ReportSpec()
        spec.by = seeded.pick([
            "category", "category", "account", "contact", "counterparty", "project", "kind",
            "direction", "month", "weekday", "currency",
        ])
        spec.every = seeded.pick([
            nil, nil, "week", "month", "month from 15", "last-workday",
            "every 9 days from 2026-11-02",
        ])
        spec.period = seeded.pick([nil, "2026-11", "2026-11-03..2026-11-21", "..2026-11-15"])
        if spec.every != nil, seeded.oneIn(4) {
            spec.period = nil
            spec.last = 1 + seeded.below(4)
        }
        if ["category", "project"].contains(spec.by), seeded.oneIn(2) {
            spec.isTree = seeded.oneIn(2)
            spec.depth = seeded.pick([nil, 1, 2])
        }
        let measures = Measure.allCases.filter { _ in seeded.oneIn(2) }
        spec.measures = measures.isEmpty ? [.sum] : measures
        spec.includesIgnored = seeded.oneIn(3)
        spec.includesTransfers = seeded.oneIn(3)
        spec.hasTotal = seeded.oneIn(3)
        spec.order = ReportOrder(seeded.pick(["name", "amount", "-size", "count"]))
        if seeded.oneIn(3) {
            spec.currency = seeded.pick(["EUR", "USD"])
            spec.rate = seeded.pick([nil, "day", "end"])
        }
        return spec
    }

    static func table(
        _ spec: ReportSpec, _ ledger: Ledger
    ) throws -> (plan: ReportPlan, table: ReportTable) {
        try table(spec, [ReportBook(ledger)])
    }

    static func table(
        _ spec: ReportSpec, _ books: [ReportBook]
    ) throws -> (plan: ReportPlan, table: ReportTable) {
        var plan = try ReportPlan(
            spec, books, today: RandomLedger.today, hasGaps: true, threads: 1)
        var inquiries = books.map { Inquiry($0.ledger) }
        plan.ask(&inquiries)
        for index in inquiries.indices { inquiries[index].run(threads: 1) }
        let (table, findings) = plan.table(inquiries)
        #expect(findings.allSatisfy { $0.code == "price.missing" })
        return (plan, table)
    }

    @Test func `a report shows what the slow model makes of each line`() throws {
        for seed in Trials.seeds(60, of: "reports") {
            var seeded = Seeded(seed ^ 0xBEE)
            let random = try RandomLedger(seed: seed)
            defer { withExtendedLifetime(random) {} }
            let spec = ReportModelTests.spec(&seeded)
            let (_, table) = try ReportModelTests.table(spec, random.ledger)
            let model = SlowModel(random)
            let asked = SlowModel.Asked(
                by: spec.by, includesIgnored: spec.includesIgnored,
                includesTransfers: spec.includesTransfers)
            let entries = model.entries(asked).flatMap { entry in
                entry.names.map {
                    Entry(
                        date: entry.date, leaf: $0, currency: entry.currency, amount: entry.amount)
                }
            }
            let isTree = ["category", "project"].contains(spec.by)
            let cells = ReportModelTests.cells(entries, spec, table.periods) { name in
                if !isTree || name.hasPrefix("=") { return [name] }
                let segments = name.split(separator: "/")
                let last = min(spec.depth ?? segments.count, segments.count)
                return ((spec.isTree ? 1 : last)...last).map {
                    segments[..<$0].joined(separator: "/")
                }
            }
            let wanted = ReportModelTests.texts(cells, spec, table.periods)
            var found: Texts = [:]
            let section = try #require(table.sections.first)
            for row in section.rows {
                for (column, value) in row.values.enumerated() {
                    found["\(row.key?.name ?? "-") | \(column)"] = ReportModelTests.text(value)
                }
            }
            for (column, value) in section.totals.enumerated() {
                found["total | \(column)"] = ReportModelTests.text(value)
            }
            let keys = Set(found.keys).union(wanted.keys).sorted()
            let differing = keys.filter { found[$0] != wanted[$0] }.map {
                "\($0): \(found[$0] ?? "absent"), not \(wanted[$0] ?? "absent")"
            }
            #expect(differing.isEmpty, "seed \(seed) \(spec): \(differing.prefix(6))")
        }
    }

    @Test func `the sum over the periods of any cycle is the sum over all time`() throws {
        let words = [
            "day", "week", "month", "quarter", "year", "fiscal-month", "payday", "last-workday",
            "month from 15", "month from 31", "every 4 weeks from 2026-01-05", "rolling 30 days",
            "every 11 days from 2026-11-07", "year from 2026-04-06",
        ]
        for seed in Trials.seeds(30, of: "cycles of reports") {
            let random = try RandomLedger(seed: seed)
            defer { withExtendedLifetime(random) {} }
            for word in words {
                var spec = ReportSpec()
                spec.every = word
                let cut = try ReportModelTests.table(spec, random.ledger).table
                spec.every = nil
                let whole = try ReportModelTests.table(spec, random.ledger).table
                let sum = BalanceReport.sum(cut.sums)
                #expect(sum == whole.sums.first, "seed \(seed) \(word)")
            }
        }
    }

    @Test func `the rest of the rows and those shown add up to the total`() throws {
        for seed in Trials.seeds(20, of: "top") {
            let random = try RandomLedger(seed: seed)
            defer { withExtendedLifetime(random) {} }
            var spec = ReportSpec()
            spec.by = "counterparty"
            spec.top = 2
            let section = try #require(
                ReportModelTests.table(spec, random.ledger).table.sections.first)
            let sum = BalanceReport.sum(section.rows.flatMap(\.sums))
            #expect(sum == section.sums.first ?? Totals(), "seed \(seed)")
            #expect(section.rows.count <= 3)
        }
    }

    @Test func `income and expense together are what is left`() throws {
        for seed in Trials.seeds(30, of: "sections") {
            let random = try RandomLedger(seed: seed)
            defer { withExtendedLifetime(random) {} }
            var spec = ReportSpec()
            spec.hasSections = true
            spec.isTree = true
            spec.includesTransfers = seed % 2 == 0
            let table = try ReportModelTests.table(spec, random.ledger).table
            let sections = table.sections.map { BalanceReport.sum($0.sums) }
            #expect(
                BalanceReport.sum(sections) == BalanceReport.sum(table.net?.sums ?? []),
                "seed \(seed)")
            // S9: what has no kind stands with income where the part is above zero.
            for section in table.sections {
                for row in section.rows where row.kind == nil {
                    if case .transfer? = row.key { continue }
                    let isRight = row.sums.allSatisfy { sums in
                        sums.allSatisfy { section.name == "income" ? $0.units > 0 : $0.units <= 0 }
                    }
                    #expect(
                        isRight || section.name == "transfers",
                        "seed \(seed) \(row.key?.name ?? "-")")
                }
            }
        }
    }
}
