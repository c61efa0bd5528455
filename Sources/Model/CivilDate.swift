/// A calendar day, with no time and no zone.
///
/// Years 1900 to 2199. `day` counts days since 1900-01-01, so dates compare and subtract as integers.
package struct CivilDate: Sendable, Hashable, Comparable {
    /// Days since 1900-01-01; 0…109572.
    package let day: Int32

    package static let first = CivilDate(day: 0)
    package static let last = CivilDate(day: 109_572)

    /// The day with this count since 1900-01-01. The caller keeps it inside the range.
    package init(day: Int32) {
        precondition(day >= 0 && day <= 109_572, "a day outside the years 1900 to 2199")
        self.day = day
    }

    /// The day `year-month-day`, or `nil` where no such day exists or the year is outside 1900…2199.
    package init?(year: Int, month: Int, day: Int) {
        guard year >= 1900, year <= 2199, month >= 1, month <= 12, day >= 1 else { return nil }
        guard day <= CivilDate.daysInMonth(month, of: year) else { return nil }
        self.day = CivilDate.count(year: year, month: month) + Int32(day) - 1
    }

    /// Reads exactly `YYYY-MM-DD`; `nil` for anything else.
    package init?(iso text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard byte &- 0x30 < 10 else { return nil }
                value = value * 10 + Int(byte &- 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else {
            return nil
        }
        self.init(year: year, month: month, day: day)
    }

    package static func < (left: CivilDate, right: CivilDate) -> Bool { left.day < right.day }

    package static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// 28…31; `month` is 1…12.
    package static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1900-01-01 to the first of the month.
    private static func count(year: Int, month: Int) -> Int32 {
        // The year is taken to begin in March, so that the leap day is its last one.
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let days =
            365 * shifted + shifted / 4 - shifted / 100 + shifted / 400
            + (153 * monthFromMarch + 2) / 5
        return Int32(days - 693_901)
    }

    /// Year, month 1…12 and day of the month 1…31.
    package var components: (year: Int, month: Int, day: Int) {
        let fromMarch0 = Int(day) + 693_901
        var year = (10_000 * fromMarch0 + 14_780) / 3_652_425
        var dayOfYear = fromMarch0 - (365 * year + year / 4 - year / 100 + year / 400)
        if dayOfYear < 0 {
            year -= 1
            dayOfYear = fromMarch0 - (365 * year + year / 4 - year / 100 + year / 400)
        }
        let monthFromMarch = (100 * dayOfYear + 52) / 3_060
        let month = (monthFromMarch + 2) % 12 + 1
        year += (monthFromMarch + 2) / 12
        let dayOfMonth = dayOfYear - (monthFromMarch * 306 + 5) / 10 + 1
        return (year, month, dayOfMonth)
    }

    package var year: Int { components.year }
    package var month: Int { components.month }

    /// 1 for Monday … 7 for Sunday (1900-01-01 was a Monday).
    package var weekday: Int { Int(day) % 7 + 1 }

    /// The day itself from Monday to Friday; of a weekend the Monday behind it, or the Friday before.
    package func workday(isLater: Bool) -> CivilDate {
        if weekday <= 5 { return self }
        return adding(days: (isLater ? 8 : 5) - weekday) ?? self
    }

    /// The day `count` days later (earlier when negative), or `nil` outside the range.
    package func adding(days count: Int) -> CivilDate? {
        let sum = Int(day) + count
        guard sum >= 0, sum <= Int(CivilDate.last.day) else { return nil }
        return CivilDate(day: Int32(sum))
    }

    /// The same day of the month `count` months later, or that month's last day where it is shorter.
    package func adding(months count: Int) -> CivilDate? {
        let (year, month, day) = components
        let ordinal = year * 12 + month - 1 + count
        guard ordinal >= 0 else { return nil }
        let target = (year: ordinal / 12, month: ordinal % 12 + 1)
        let last = CivilDate.daysInMonth(target.month, of: target.year)
        return CivilDate(year: target.year, month: target.month, day: min(day, last))
    }
}

extension CivilDate: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    package var description: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends `YYYY-MM-DD`.
    package func append(to bytes: inout [UInt8]) {
        let (year, month, day) = components
        func digit(_ value: Int) -> UInt8 { UInt8(truncatingIfNeeded: 0x30 + value % 10) }
        bytes += [
            digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), 0x2D,
            digit(month / 10), digit(month), 0x2D, digit(day / 10), digit(day),
        ]
    }
}
