import Analysis
import Budgets
import Foundation
import Model
import Queries
import Reading
import SourceText
import TestSupport
import Testing

/// Budgets against sums made line by line, and what carries over.
struct BudgetTests {
    private static func write(_ text: String, to ledger: Ledger) throws {
        let folder = ledger.root + "/budgets"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/house.txt"))
    }

    private static func statuses(
        _ ledger: Ledger, _ asked: String?, today: CivilDate = RandomLedger.today
    ) throws -> [BudgetStatus] {
        let book = BudgetBook(ledger, today: today)
        #expect(book.findings.isEmpty, "\(book.findings.map(\.message))")
        let period = asked.flatMap { ledger.periodParser(today: today).period($0) }
        var run = BudgetRun(book, ledger, asked: period, today: today)
        var inquiry = Inquiry(ledger)
        run.ask(&inquiry)
        inquiry.run(threads: 1)
        return run.report(inquiry).report.statuses
    }

    /// What was spent below a path in some days, by looking at each line.
    private static func spent(
        _ random: RandomLedger, _ path: String, _ period: Period, _ sign: Int128
    ) -> Int128 {
        let entries = SlowModel(random).entries(SlowModel.Asked(by: "category", period: period))
        return entries.reduce(0) { sum, entry in
            let isBelow = entry.names.contains { $0 == path || $0.hasPrefix(path + "/") }
            return isBelow && entry.currency == .eur ? sum + sign * Int128(entry.amount) : sum
        }
    }

    private static let periods = [
        "monthly", "weekly", "monthly from 15", "every 10 days from 2026-10-05", "last-workday",
        "payday", "quarterly", "fiscal-month", "every 2 weeks from 2026-09-30",
    ]

    @Test func `what is carried over is neither lost nor made`() throws {
        for seed in Trials.seeds(40, of: "budgets") {
            var seeded = Seeded(seed ^ 0xB0D)
            let random = try RandomLedger(seed: seed)
            let period = seeded.pick(BudgetTests.periods)
            let from = "2026-\(seeded.pick(["10", "11"]))-\(10 + seeded.below(15))"
            let carry = seeded.pick(["0", "12.34", "-5.00"])
            let moved = "\(seeded.below(90)).\(10 + seeded.below(90))"
            let day = "2026-11-\(25 + seeded.below(4))"
            try BudgetTests.write(
                """
                food | 31.07 EUR | \(period) | from:\(from) rollover:all carry:\(carry)
                home | 20.00 EUR | \(period) | from:\(from) rollover:all
                income | 100.00 EUR | monthly
                food | \(moved) EUR | once \(day) | to:home
                home | 3.00 EUR | once \(day)

                """, to: random.ledger)
            let all = try BudgetTests.statuses(random.ledger, "2026-09..2027-02")
            let note: Comment = "seed \(seed) \(period) from \(from)"
            var moves: Int128 = 0
            for path in ["food", "home"] {
                let own = all.filter { $0.line.category == path }
                let last = try #require(own.last, note)
                let start: Int128 = path == "food" ? Int128(last.line.carry) : 0
                let total = own.reduce(start) { $0 + $1.amount + $1.moved - $1.actual }
                #expect(own.first?.carried == start && last.remaining == total, note)
                moves += own.reduce(0) { $0 + $1.moved }
                for status in own {
                    let wanted = BudgetTests.spent(random, path, status.period, -1)
                    #expect(status.actual == wanted, note)
                }
            }
            // What one gave the other got; beside that three came in from outside.
            #expect(moves == 300, note)
            for status in all where status.line.category == "income" {
                #expect(
                    status.actual == BudgetTests.spent(random, "income", status.period, 1), note)
            }
        }
    }

    @Test func `only what is left goes on, or nothing`() throws {
        let lines = "2026-09-10 | -150 | food\n2026-10-10 | -20 | food\n2026-11-10 | -10 | food\n"
        let random = try RandomLedger([
            "transactions/main/2026.txt": lines, "categories.txt": "food | expense\n",
            "budgets/house.txt":
                "food | 100 | monthly | from:2026-09-01 rollover:positive\n",
        ])
        let found = try BudgetTests.statuses(random.ledger, "2026-09..2026-12")
        #expect(found.map(\.carried) == [0, 0, 8_000])
        #expect(found.map(\.remaining) == [-5_000, 8_000, 17_000])
        #expect(found.map(\.state) == [.over, .ok, .ok])
        try BudgetTests.write("food | 100 | monthly | from:2026-09-01\n", to: random.ledger)
        let none = try BudgetTests.statuses(random.ledger, "2026-09..2026-12")
        #expect(none.map(\.carried) == [0, 0, 0])
    }

    @Test func `an amount by a day is set aside in parts that add up`() throws {
        let random = try RandomLedger([
            "transactions/main/2026.txt": "2026-03-05 | -10 | food\n",
            "categories.txt": "food | expense\n",
            "budgets/house.txt": "food | 100.00 | by 2026-07-20 | from:2026-01-20\n",
        ])
        let found = try BudgetTests.statuses(random.ledger, "2026")
        #expect(found.map(\.amount) == [1_666, 1_667, 1_667, 1_666, 1_667, 1_667])
        #expect(found.last?.remaining == 9_000)
    }

    @Test func `the pace is what was used by this day in the periods before`() throws {
        var lines = ""
        for month in 5...10 {
            lines += "2026-\(month < 10 ? "0" : "")\(month)-10 | -70 | food\n"
            lines += "2026-\(month < 10 ? "0" : "")\(month)-28 | -30 | food\n"
        }
        lines += "2026-11-02 | -81 | food\n"
        let random = try RandomLedger([
            "transactions/main/2026.txt": lines, "categories.txt": "food | expense\n",
            "budgets/house.txt": "food | 100 | monthly\n",
        ])
        let found = try #require(
            BudgetTests.statuses(
                random.ledger, nil, today: CivilDate(iso: "2026-11-22") ?? .first
            ).first)
        #expect(found.day == 22 && found.days == 30)
        #expect(found.usedPercent == 81 && found.usualPercent == 70)
        #expect(found.state == .ahead)
    }

    @Test(arguments: [
        ("food | -100 | monthly", "budget.sign"), ("food | 100 | sometimes", "budget.period"),
        ("food | 100 | monthly | rollover:half from:2026-01-01", "budget.rollover"),
        ("food | 100 | monthly | rollover:all", "budget.from"),
        ("food | 100 | monthly | from:tomorrow", "budget.date"),
        ("food | 100 | by 2026-07-01", "budget.from"),
        ("food | 100 | monthly | account:nowhere", "account.unknown"),
        ("moves | 100 | monthly", "budget.kind"),
        ("food | 100.123 EUR | monthly", "amount.decimals"),
        ("food | 100 | once 2026-11-01 | to:home", "budget.move"),
        ("food | 1 | monthly\nfood | 2 | weekly", "budget.twice"),
        ("food | 100 | monthly | from:2026-01-01 carry:much", "budget.carry"),
    ])
    func `a line without sense is named`(_ text: String, _ code: String) throws {
        let random = try RandomLedger([
            "categories.txt": "food | expense\nmoves | transfer\n",
            "budgets/house.txt": text + "\n",
        ])
        let found = BudgetBook(random.ledger, today: RandomLedger.today).findings
        #expect(found.map(\.code).contains(code), "\(found)")
        #expect(
            found.allSatisfy { $0.location.file == "budgets/house.txt" && $0.location.line != nil })
    }

    @Test func `shares of a budget add up to it, however the days are cut`() throws {
        for seed in Trials.seeds(40, of: "shares of budgets") {
            var seeded = Seeded(seed)
            let random = try RandomLedger([
                "categories.txt": "food | expense\n",
                "ledger.json": ScratchLedger.ledgerFile(
                    ",\n  \"preferences\": {\"payday\": \"cat:income\"}"),
            ])
            let amount = 1 + seeded.below(99_999)
            let period = seeded.pick(BudgetTests.periods + ["yearly"])
            try BudgetTests.write(
                "food | \(decimalText(amount, decimals: 2)) EUR | \(period)\n", to: random.ledger)
            let book = BudgetBook(random.ledger, today: RandomLedger.today)
            let cycle = try #require(book.lines.first?.cycle)
            let whole = cycle.period(of: RandomLedger.today)
            let (begin, end) = (try #require(whole.begin), try #require(whole.end))
            var sum: Int128 = 0
            var day = begin
            while day < end {
                let next = min(
                    CivilDate(day: day.day + 1 + Int32(seeded.below(9))), end)
                sum += book.allotted("food", in: Period(begin: day, end: next))?[.eur] ?? 0
                day = next
            }
            #expect(sum == -Int128(amount), "seed \(seed) \(period)")
        }
    }
}
