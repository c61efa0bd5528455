import Model
import Testing

struct CivilDateTests {
    @Test func `every day from 1900 to 2199 reads back and follows the one before`() {
        var expected = (year: 1900, month: 1, day: 1)
        for count in 0...109_572 {
            let date = CivilDate(day: Int32(count))
            let found = date.components
            guard found == expected, CivilDate(iso: date.description) == date else {
                Issue.record("day \(count) is \(found), expected \(expected)")
                return
            }
            expected.day += 1
            if expected.day > CivilDate.daysInMonth(expected.month, of: expected.year) {
                expected =
                    expected.month == 12
                    ? (expected.year + 1, 1, 1) : (expected.year, expected.month + 1, 1)
            }
        }
        #expect(expected == (2200, 1, 1))
    }

    @Test(arguments: [
        "2026-02-29", "1899-12-31", "2200-01-01", "2026-13-01", "2026-1-01", "2026-04-31",
        "20260401", "",
    ])
    func `what is no day is refused`(_ text: String) {
        #expect(CivilDate(iso: text) == nil)
    }

    @Test func `a month later keeps the day or takes the month's last`() {
        let january = CivilDate(iso: "2024-01-31")
        let february = CivilDate(iso: "2024-02-29")
        #expect(january?.adding(months: 1) == february)
        #expect(CivilDate(iso: "2026-11-24")?.weekday == 2)
    }
}
