/// The ids of one day in one file, to find the same id twice on a day.
struct DayIDs {
    private var day: Int32 = -1
    private var identities: [LineIdentity] = []
    private var lines: [UInt32] = []
    private var first: Int32 = .max
    private var last: Int32 = -1
    /// Whether a line stands behind one of a later day.
    private(set) var isUnsorted = false

    var dayRange: ClosedRange<Int32>? { last < 0 ? nil : first...last }

    /// Notes an id; the line of the same id where the day has it already.
    ///
    /// A day has few lines, so that looking through them beats a hash table; long days are left to
    /// the comparison of whole files.
    mutating func note(_ identity: LineIdentity, day: Int32, line: UInt32) -> UInt32? {
        if day != self.day {
            if day < last { isUnsorted = true }
            self.day = day
            if day < first { first = day }
            if day > last { last = day }
            identities.removeAll(keepingCapacity: true)
            lines.removeAll(keepingCapacity: true)
        }
        guard identity.isPresent else { return nil }
        if identities.count >= 64 { isUnsorted = true }
        if isUnsorted { return nil }
        for index in identities.indices where identities[index] == identity { return lines[index] }
        identities.append(identity)
        lines.append(line)
        return nil
    }
}
