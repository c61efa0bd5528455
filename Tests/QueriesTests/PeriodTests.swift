import Model
import Queries
import Testing

/// Periods, with 2026-11-24 (a Tuesday) as today.
struct PeriodTests {
    private static func parser(weekStart: Int = 1) -> PeriodParser {
        PeriodParser(
            today: CivilDate(iso: "2026-11-24") ?? .first,
            calendar: LedgerCalendar(weekStart: weekStart, fiscalYearStart: (4, 6)),
            paydays: {
                [28, 58, 88].compactMap { CivilDate(iso: "2026-08-28")?.adding(days: $0 - 28) }
            })
    }

    private static func shown(_ period: Period?) -> String? {
        period.map { "\($0.begin.map { "\($0)" } ?? "")..\($0.end.map { "\($0)" } ?? "")" }
    }

    @Test(arguments: [
        ("2026", "2026-01-01..2027-01-01"), ("2026-11", "2026-11-01..2026-12-01"),
        ("2026-12", "2026-12-01..2027-01-01"), ("2026Q4", "2026-10-01..2027-01-01"),
        ("2026q1", "2026-01-01..2026-04-01"), ("2026-11-03", "2026-11-03..2026-11-04"),
        ("2024-02", "2024-02-01..2024-03-01"), ("2026-01..2026-07", "2026-01-01..2026-07-01"),
        ("2026-11-03..2026-11-05", "2026-11-03..2026-11-05"), ("2026-11-03..", "2026-11-03.."),
        ("..2026-11-03", "..2026-11-03"), ("2026..2026-03", "2026-01-01..2026-03-01"),
        ("2026-01 .. 2026-02", "2026-01-01..2026-02-01"),
        ("last month..today", "2026-10-01..2026-11-24"),
        ("today", "2026-11-24..2026-11-25"), ("yesterday", "2026-11-23..2026-11-24"),
        ("Today", "2026-11-24..2026-11-25"),
        ("this week", "2026-11-23..2026-11-30"), ("last week", "2026-11-16..2026-11-23"),
        ("next week", "2026-11-30..2026-12-07"), ("this month", "2026-11-01..2026-12-01"),
        ("last month", "2026-10-01..2026-11-01"), ("next month", "2026-12-01..2027-01-01"),
        ("this quarter", "2026-10-01..2027-01-01"), ("last quarter", "2026-07-01..2026-10-01"),
        ("next quarter", "2027-01-01..2027-04-01"), ("this year", "2026-01-01..2027-01-01"),
        ("last year", "2025-01-01..2026-01-01"), ("next year", "2027-01-01..2028-01-01"),
        ("last 30 days", "2026-10-26..2026-11-25"), ("last 1 days", "2026-11-24..2026-11-25"),
        ("2199", "2199-01-01.."), ("this fiscal-year", "2026-04-06..2027-04-06"),
        ("last fiscal-quarter", "2026-07-06..2026-10-06"),
        ("this fiscal-month", "2026-11-06..2026-12-06"),
        ("this last-workday", "2026-10-30..2026-11-30"), ("this payday", "2026-10-27..2026-11-27"),
        ("last payday", "2026-09-27..2026-10-27"), ("next payday", "2026-11-27..2026-12-27"),
        ("this day", "2026-11-24..2026-11-25"),
    ])
    func `a period is the days its words mean`(_ text: String, _ wanted: String) {
        #expect(PeriodTests.shown(PeriodTests.parser().period(text)) == wanted)
    }

    @Test(arguments: [
        "", "26", "2026-13", "2026-00", "2026Q5", "2026Q0", "2026-1", "2026-02-30", "1899", "2200",
        "now", "week",
        "last", "last 0 days", "last -3 days", "last 30", "last fortnight", "2026-07..2026-01",
        "2026...2027 x", "20261103",
        "2026-Q", "+202-11", "２０２６",
    ])
    func `what is no period is refused`(_ text: String) {
        let found = PeriodTests.shown(PeriodTests.parser().period(text))
        #expect(found == nil)
    }

    @Test(arguments: [(1, "2026-11-23"), (7, "2026-11-22"), (2, "2026-11-24"), (3, "2026-11-18")])
    func `a week begins on the ledger's day`(_ start: Int, _ wanted: String) {
        let period = PeriodTests.parser(weekStart: start).period("this week")
        #expect(period?.begin == CivilDate(iso: wanted))
    }

    @Test func `the end does not belong to a period, and an open end has no end`() throws {
        let november = try #require(PeriodTests.parser().period("2026-11"))
        let inside = ["2026-11-01", "2026-11-30"].compactMap { CivilDate(iso: $0) }
        let outside = ["2026-10-31", "2026-12-01"].compactMap { CivilDate(iso: $0) }
        #expect(inside.allSatisfy(november.contains))
        #expect(!outside.contains(where: november.contains))
        #expect(november.lastDay == CivilDate(iso: "2026-11-30"))
        #expect(outside.allSatisfy(Period.always.contains))
    }
}
