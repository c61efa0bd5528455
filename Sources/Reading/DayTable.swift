import Model

/// The day of `YYYY-MM-DD` from its bytes in two words, by one look-up.
enum DayTable {
    /// The first day of each month from January 1900 on, and of January 2200 at the end.
    private static let monthStarts: [Int32] = {
        var starts: [Int32] = []
        for year in 1900...2199 {
            for month in 1...12 {
                starts.append(CivilDate(year: year, month: month, day: 1)?.day ?? 0)
            }
        }
        starts.append(CivilDate.last.day + 1)
        return starts
    }()

    /// - Parameters:
    ///   - head: `YYYY-MM-`, the first byte lowest.
    ///   - tail: `DD` in the lowest two bytes.
    static func day(_ head: UInt64, _ tail: UInt64) -> Int32? {
        guard head & 0xFF00_00FF_0000_0000 == 0x2D00_002D_0000_0000 else { return nil }
        // The digits as values, the hyphens as 0; and the two digits of the day behind them.
        let month = (head & 0x00FF_FF00_FFFF_FFFF) ^ 0x0030_3000_3030_3030
        let day = (tail & 0xFFFF) ^ 0x3030
        guard ((month &+ 0x7676_7676_7676_7676) | month) & 0x8080_8080_8080_8080 == 0,
            ((day &+ 0x7676) | day) & 0x8080 == 0
        else { return nil }
        let year =
            digit(month, 0) * 1000 + digit(month, 1) * 100 + digit(month, 2) * 10 + digit(month, 3)
        return self.day(
            year: year, month: digit(month, 5) * 10 + digit(month, 6),
            dayOfMonth: digit(day, 0) * 10 + digit(day, 1))
    }

    @inline(__always)
    private static func digit(_ word: UInt64, _ index: UInt64) -> Int {
        Int(truncatingIfNeeded: (word &>> (index &* 8)) & 0xFF)
    }

    private static func day(year: Int, month: Int, dayOfMonth: Int) -> Int32? {
        guard year >= 1900, year <= 2199, month >= 1, month <= 12, dayOfMonth >= 1 else {
            return nil
        }
        let index = (year - 1900) * 12 + month - 1
        let day = monthStarts[index] + Int32(dayOfMonth) - 1
        return day < monthStarts[index + 1] ? day : nil
    }
}
