import Model

/// The days of the month that was met last: most dates of a file lie in the month of the line before.
struct MonthDays {
    /// `YYYY-MM-`, the first byte lowest; 0 where no month was met yet.
    private var head: UInt64 = 0
    private var first: Int32 = 0
    private var length: UInt64 = 0

    /// The day of `YYYY-MM-DD`; `nil` where that is no date.
    ///
    /// - Parameters:
    ///   - head: `YYYY-MM-`, the first byte lowest.
    ///   - tail: `DD` in the lowest two bytes; what stands above them is ignored.
    @inline(__always)
    mutating func day(_ head: UInt64, _ tail: UInt64) -> Int32? {
        if head != self.head, !begin(head) { return nil }
        let digits = (tail & 0xFFFF) ^ 0x3030
        guard ((digits &+ 0x7676) | digits) & 0x8080 == 0 else { return nil }
        let place = (digits & 0xFF) &* 10 &+ digits &>> 8 &- 1
        return place < length ? first &+ Int32(truncatingIfNeeded: place) : nil
    }

    /// Takes another month; `false` where the bytes are none.
    private mutating func begin(_ head: UInt64) -> Bool {
        guard head & 0xFF00_00FF_0000_0000 == 0x2D00_002D_0000_0000 else { return false }
        // The digits as values, the hyphens as 0.
        let digits = (head & 0x00FF_FF00_FFFF_FFFF) ^ 0x0030_3000_3030_3030
        guard ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080 == 0 else {
            return false
        }
        func digit(_ index: UInt64) -> Int {
            Int(truncatingIfNeeded: (digits &>> (index &* 8)) & 0xFF)
        }
        let year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3)
        let month = digit(5) * 10 + digit(6)
        guard let start = CivilDate(year: year, month: month, day: 1) else { return false }
        self.head = head
        first = start.day
        length = UInt64(CivilDate.daysInMonth(month, of: year))
        return true
    }
}
