import Analysis
import Forecasting
import Model
import Plans
import Reading
import SourceText
import TestSupport
import Testing

/// Days, ends and fulfilment of plans.
struct PlanTests {
    private static let categories = "income | income\nfood | expense\nhome\nfun\n"

    private static func run(
        _ plans: String, _ lines: String = "2026-01-01 | 100.00 | income | Start",
        today: String = "2026-11-24", through last: String, files: [String: String] = [:]
    ) throws -> (scratch: ScratchLedger, run: PlanRun) {
        var all = files
        all["categories.txt"] = categories
        all["plans/p.txt"] = plans
        all["transactions/main/2026.txt"] = lines + "\n"
        let scratch = try ScratchLedger(all)
        let run = PlanRun(
            try scratch.load(), today: try #require(CivilDate(iso: today)),
            through: try #require(CivilDate(iso: last)), threads: 1)
        return (scratch, run)
    }

    private static func days(_ plans: String, through last: String) throws -> [String] {
        let (scratch, run) = try run(plans, through: last)
        defer { withExtendedLifetime(scratch) {} }
        #expect(run.findings.isEmpty, "\(run.findings)")
        return run.occurrences.map { "\($0.due) \($0.amount)" }
    }

    @Test func `days follow the interval, the count, the end and the weekend`() throws {
        #expect(
            try PlanTests.days(
                "2026-12-31 monthly | -5 | home | a | count:3", through: "2027-12-31")
                == ["2026-12-31 -500", "2027-01-31 -500", "2027-02-28 -500"])
        #expect(
            try PlanTests.days(
                "2026-12-05 monthly | -5 | home | a | until:2027-02-04 weekend:after",
                through: "2027-12-31") == ["2026-12-07 -500", "2027-01-05 -500"])
        #expect(
            try PlanTests.days("2026-12-05 | -5 | home | a | weekend:before", through: "2027-12-31")
                == ["2026-12-04 -500"])
        #expect(
            try PlanTests.days("2026-12-01 last-workday | -5 | home | a", through: "2027-02-28")
                == ["2026-12-31 -500", "2027-01-29 -500", "2027-02-26 -500"])
        #expect(
            try PlanTests.days(
                "2026-12-01 every 2 weeks | -5 | home | a | step:2026-12-20=-6.50",
                through: "2027-01-01") == ["2026-12-01 -500", "2026-12-15 -500", "2026-12-29 -650"])
        #expect(
            try PlanTests.days(
                "2026-12-01 monthly | -5 | home | a | off:maybe", through: "2027-01-01") == [])
    }

    @Test func `what came is one occurrence each, and all that was missed is late`() throws {
        let (scratch, run) = try PlanTests.run(
            "2026-08-10 monthly | -50.00 | fun | Gym Pulse | id:gym dropped:2026-09-10",
            """
            2026-01-01 | 100.00 | income | Start
            2026-08-12 | -50.00 | fun | GYM PULSE MADRID | id:a
            2026-08-13 | -50.00 | fun | GYM PULSE MADRID | id:b
            """, through: "2026-12-31")
        defer { withExtendedLifetime(scratch) {} }
        let states = run.occurrences.map { "\($0.nominal) \($0.state)" }
        #expect(
            states == [
                "2026-08-10 fulfilled(1)", "2026-09-10 dropped", "2026-10-10 late",
                "2026-11-10 late", "2026-12-10 upcoming",
            ])
    }

    @Test func `a line says itself which occurrence it is`() throws {
        let (scratch, run) = try PlanTests.run(
            "2026-10-10 monthly | -50.00 | fun | Gym Pulse | id:gym",
            """
            2026-01-01 | 100.00 | income | Start
            2026-11-20 | -71.00 | home | Something else | id:a plan:gym@2026-10-10
            2026-11-27 ? | -50.00 | fun | Gym | id:b
            """, through: "2026-12-01")
        defer { withExtendedLifetime(scratch) {} }
        #expect(
            run.occurrences.map { "\($0.nominal) \($0.state)" }
                == ["2026-10-10 fulfilled(1)", "2026-11-10 written(2)"])
    }

    @Test func `a wage is not taken for the extra pay that is planned`() throws {
        let (scratch, run) = try PlanTests.run(
            "2026-12-18 yearly | 1850.00 | income | Extra pay | id:extra",
            """
            2026-01-01 | 100.00 | income | Start
            2026-11-30 | 2150.00 | income | ACME wages | id:a
            """, today: "2026-12-01", through: "2026-12-31")
        defer { withExtendedLifetime(scratch) {} }
        #expect(run.occurrences.map(\.state) == [.upcoming])
    }

    @Test(arguments: [
        ("2026-12-01 | -5 | home | a | count:3", "plan.end"),
        ("2026-12-01 monthly | -5 | home | a | count:few", "plan.count"),
        ("2026-12-01 monthly | -5 | home | a | until:soon", "plan.date"),
        ("2026-12-01 monthly | -5 | home | a | until:2026-11-01", "plan.end"),
        ("2026-12-01 monthly | -5 | home | a | weekend:monday", "plan.weekend"),
        ("2026-12-01 monthly | -5 | home | a | step:450", "plan.step"),
        ("2026-12-01 monthly | -5 | home | a | step:2027-01-01=4.505", "plan.step"),
        ("2026-12-01 monthly | -5 | home | a | dropped:never", "plan.date"),
        ("2026-12-01 monthly | -5 | home | a | account:mian", "account.unknown"),
        ("2026-12-01 monthly | -5 USD | home | a", "currency.account"),
        ("2026-12-01 monthly | -5 | =mian | a", "account.unknown"),
        ("2026-12-01 monthly | -5 | home 2.00, fun 2.00 | a", "split.sum"),
        ("2026-12-01 sometimes | -5 | home | a", "plan.interval"),
    ])
    func `a plan that says nothing sensible is refused`(line: String, code: String) throws {
        let (scratch, run) = try PlanTests.run("# c\n" + line, through: "2027-12-31")
        defer { withExtendedLifetime(scratch) {} }
        #expect(run.findings.map(\.code) == [code])
        #expect(run.findings.first?.location.line == 2)
    }

    @Test func `a budget of 200 a week with a plan of 50 a week inside it gives 200`() throws {
        let scratch = try ScratchLedger([
            "categories.txt": PlanTests.categories,
            "plans/p.txt": "2026-11-25 weekly | -50.00 | food | Market",
            "budgets/b.txt": "food | 200.00 | weekly",
            "transactions/main/2026.txt": "2026-11-01 | -1.00 | food | Shop\n",
        ])
        defer { withExtendedLifetime(scratch) {} }
        let ledger = try scratch.load()
        // A Sunday: the coming four weeks are whole.
        let today = try #require(CivilDate(iso: "2026-11-22"))
        let last = try #require(CivilDate(iso: "2026-12-20"))
        var run = ForecastRun(ledger, ForecastRequest(today: today, last: last), threads: 1)
        var inquiry = Inquiry(ledger)
        run.ask(&inquiry)
        inquiry.run(threads: 1)
        let forecast = run.forecast(inquiry).forecast
        // What is left of this week falls on its last day, which is today.
        let sum = forecast.parts.filter { $0.date > today }.reduce(0) { $0 + $1.amount }
        #expect(sum == -80_000)
        #expect(
            forecast.parts.filter { $0.source == .plan }.reduce(0) { $0 + $1.amount } == -20_000)
    }
}
