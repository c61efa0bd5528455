/// The ids of one day in one file, to find the same id twice on a day.
struct DayIDs {
    private var day: Int32 = -1
    private var identities = InlineArray<64, LineIdentity>(repeating: LineIdentity())
    private var lines = InlineArray<64, UInt32>(repeating: 0)
    private var count = 0
    /// The marks of the day's ids: an id whose mark is missing is new.
    private var marks: UInt64 = 0
    private var first: Int32 = .max
    private var last: Int32 = -1
    /// Whether a line stands behind one of a later day.
    private(set) var isUnsorted = false
    /// The line that had the id that was noted last and known already.
    private(set) var lastDuplicate: UInt32?

    var dayRange: ClosedRange<Int32>? { last < 0 ? nil : first...last }

    /// Notes an id; the line of the same id where the day has it already.
    ///
    /// A day has few lines, so that looking through them beats a hash table; long days are left to
    /// the comparison of whole files.
    @inline(__always)
    mutating func note(_ identity: LineIdentity, day: Int32, line: UInt32) -> UInt32? {
        if day != self.day {
            if day < last { isUnsorted = true }
            self.day = day
            if day < first { first = day }
            if day > last { last = day }
            count = 0
            marks = 0
        }
        guard identity.isPresent else { return nil }
        if count == 64 { isUnsorted = true }
        if isUnsorted { return nil }
        let mark = DayIDs.mark(identity)
        if marks & mark != 0 {
            for index in 0..<count where identities[index] == identity {
                lastDuplicate = lines[index]
                return lastDuplicate
            }
        }
        marks |= mark
        identities[count] = identity
        lines[count] = line
        count &+= 1
        return nil
    }

    /// One of 64 bits, by the hash of an id.
    @inline(__always)
    private static func mark(_ identity: LineIdentity) -> UInt64 {
        let mixed = (identity.low ^ identity.high) &* 0x9E37_79B9_7F4A_7C15
        return 1 &<< (mixed &>> 58)
    }
}
