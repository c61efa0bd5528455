import Model
import Queries
import TestSupport
import Testing

/// How time is cut, with 2026-11-24 (a Tuesday) as today.
struct CycleTests {
    private static func parser(_ paydays: [CivilDate] = []) -> CycleParser {
        CycleParser(
            today: CivilDate(iso: "2026-11-24") ?? .first,
            calendar: LedgerCalendar(weekStart: 7, fiscalYearStart: (4, 6)), paydays: { paydays })
    }

    private static func shown(_ cycle: Cycle?, _ day: String) -> String? {
        guard let cycle, let day = CivilDate(iso: day) else { return nil }
        let period = cycle.period(of: day)
        return "\(period.begin.map { "\($0)" } ?? "")..\(period.end.map { "\($0)" } ?? "")"
    }

    @Test(arguments: [
        ("day", "2026-11-24", "2026-11-24..2026-11-25"),
        ("week", "2026-11-24", "2026-11-22..2026-11-29"),
        ("Monthly", "2026-11-24", "2026-11-01..2026-12-01"),
        ("quarter", "2026-11-24", "2026-10-01..2027-01-01"),
        ("year", "2024-02-29", "2024-01-01..2025-01-01"),
        ("fiscal-year", "2026-04-05", "2025-04-06..2026-04-06"),
        ("fiscal-quarter", "2026-04-06", "2026-04-06..2026-07-06"),
        ("fiscal-month", "2026-04-05", "2026-03-06..2026-04-06"),
        ("month from 15", "2026-11-14", "2026-10-15..2026-11-15"),
        ("month from 15", "2026-11-15", "2026-11-15..2026-12-15"),
        ("monthly from 31", "2026-02-27", "2026-01-31..2026-02-28"),
        ("monthly from 31", "2026-02-28", "2026-02-28..2026-03-31"),
        ("month from 31", "2024-02-29", "2024-02-29..2024-03-31"),
        ("year from 2026-04-06", "2026-04-05", "2025-04-06..2026-04-06"),
        ("week from 2026-11-20", "2026-11-19", "2026-11-13..2026-11-20"),
        ("every 4 weeks from 2026-01-05", "2026-11-24", "2026-11-09..2026-12-07"),
        ("every 28 days from 2026-01-05", "2026-01-04", "2025-12-08..2026-01-05"),
        ("every 2 months from 2026-01-31", "2026-04-15", "2026-03-31..2026-05-31"),
        ("every 1 years from 2024-02-29", "2025-02-27", "2024-02-29..2025-02-28"),
        ("last-workday", "2026-01-30", "2026-01-30..2026-02-27"),
        ("last-workday", "2026-05-28", "2026-04-30..2026-05-29"),
        ("last-workday", "2026-05-31", "2026-05-29..2026-06-30"),
        ("rolling 30 days", "2026-11-24", "2026-10-26..2026-11-25"),
        ("rolling 30 days", "2026-10-25", "2026-09-26..2026-10-26"),
        ("rolling 12 months", "2026-11-24", "2025-11-25..2026-11-25"),
        ("payday", "2026-11-24", "2026-11-01..2026-12-01"),
    ])
    func `a day lies in the period that its words mean`(
        _ text: String, _ day: String, _ wanted: String
    ) {
        #expect(CycleTests.shown(CycleTests.parser().cycle(text), day) == wanted)
    }

    @Test(arguments: [
        "", "fortnight", "month from", "month from 0", "month from 32", "month from -1",
        "quarter from 15", "every 0 days from 2026-01-05", "every 4 weeks",
        "every x days from 2026-01-05",
        "every 4 fortnights from 2026-01-05", "rolling days", "rolling 0 days",
        "rolling 30 days ago",
        "every 4 weeks from 2026-02-30", "last", "payday from 3",
    ])
    func `what cuts no time is refused`(_ text: String) {
        #expect(CycleTests.parser().cycle(text) == nil)
    }

    @Test func `pay periods run from payday to payday, and by the month beyond`() {
        let days = ["2026-08-28", "2026-09-30", "2026-10-29"].compactMap { CivilDate(iso: $0) }
        let cycle = CycleTests.parser(days).cycle("payday")
        let found = [
            "2026-07-27", "2026-07-28", "2026-08-28", "2026-10-01", "2026-10-29", "2026-12-01",
        ]
        .map { CycleTests.shown(cycle, $0) }
        #expect(
            found == [
                "2026-06-28..2026-07-28", "2026-07-28..2026-08-28", "2026-08-28..2026-09-30",
                "2026-09-30..2026-10-29", "2026-10-29..2026-11-29", "2026-11-29..2026-12-29",
            ])
    }

    /// A cycle of any kind, with any anchor.
    private static func random(_ seeded: inout Seeded) -> (text: String, cycle: Cycle)? {
        func day(_ seeded: inout Seeded) -> CivilDate {
            CivilDate(day: Int32(36_500 + seeded.below(20_000)))
        }
        let count = 1 + seeded.below(40)
        let anchor = day(&seeded)
        let unit = seeded.pick(["days", "weeks", "months", "years"])
        let text = seeded.pick([
            "day", "week", "month", "quarter", "year", "fiscal-month", "fiscal-quarter",
            "fiscal-year",
            "last-workday", "month from \(1 + seeded.below(31))",
            "every \(count) \(unit) from \(anchor)",
            "rolling \(count) \(unit)", "payday", "week from \(anchor)", "year from \(anchor)",
        ])
        let paydays = (0..<seeded.below(9)).map { _ in day(&seeded) }
        return parser(paydays).cycle(text).map { ("\(text) paydays \(paydays)", $0) }
    }

    @Test func `periods of any cycle follow each other without a gap`() throws {
        for seed in Trials.seeds(200, of: "cycles") {
            var seeded = Seeded(seed)
            let (text, cycle) = try #require(CycleTests.random(&seeded))
            var begin = cycle.start(of: CivilDate(day: Int32(36_500 + seeded.below(20_000))))
            for _ in 0..<30 {
                // The calendar ends with 2199.
                guard let next = cycle.next(after: begin) else { break }
                let last = try #require(next.adding(days: -1))
                let inside = CivilDate(
                    day: begin.day + Int32(seeded.below(Int(next.day - begin.day))))
                let isWhole =
                    begin < next && cycle.start(of: begin) == begin
                    && cycle.start(of: last) == begin
                    && cycle.start(of: inside) == begin && cycle.start(of: next) == next
                let before = cycle.period(before: next)
                #expect(
                    isWhole && before == Period(begin: begin, end: next),
                    "seed \(seed): \(text) at \(begin)")
                begin = next
            }
        }
    }
}
