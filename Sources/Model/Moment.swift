/// A second of time, for clocks and quotas; never for the day of a transaction.
package struct Moment: Sendable, Hashable, Comparable {
    /// Seconds since 1900-01-01T00:00:00Z.
    package let seconds: Int64

    package init(seconds: Int64) { self.seconds = seconds }

    /// The beginning of a day in UTC.
    package init(_ day: CivilDate) { seconds = Int64(day.day) * 86_400 }

    /// Reads `YYYY-MM-DDTHH:MM:SS`, with or without a fraction, followed by `Z` or an offset (RFC 3339).
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
            let day = CivilDate(iso: String(text.prefix(10)))
        else { return nil }
        func two(_ place: Int) -> Int64? {
            guard place + 1 < bytes.count, bytes[place] &- 0x30 < 10, bytes[place + 1] &- 0x30 < 10
            else { return nil }
            return Int64(bytes[place] - 0x30) * 10 + Int64(bytes[place + 1] - 0x30)
        }
        guard let hour = two(11), let minute = two(14), let second = two(17),
            bytes[13] == 0x3A, bytes[16] == 0x3A, hour < 24, minute < 60, second < 61
        else { return nil }
        var place = 19
        if bytes[place] == UInt8(ascii: ".") {
            place += 1
            while place < bytes.count, bytes[place] &- 0x30 < 10 { place += 1 }
        }
        guard place < bytes.count else { return nil }
        var offset: Int64 = 0
        if bytes[place] != UInt8(ascii: "Z") {
            guard let hours = two(place + 1), let minutes = two(place + 4) else { return nil }
            offset = (hours * 60 + minutes) * 60
            if bytes[place] == UInt8(ascii: "-") { offset = -offset }
        }
        seconds = Int64(day.day) * 86_400 + hour * 3600 + minute * 60 + second - offset
    }

    package static func < (one: Moment, other: Moment) -> Bool { one.seconds < other.seconds }

    /// The day in UTC.
    package var day: CivilDate {
        CivilDate(day: Int32(clamping: max(0, min(seconds / 86_400, Int64(CivilDate.last.day)))))
    }

    package func adding(seconds count: Int64) -> Moment { Moment(seconds: seconds + count) }
}

extension Moment: CustomStringConvertible {
    /// `YYYY-MM-DDTHH:MM:SSZ`.
    package var description: String {
        let rest = seconds - Int64(day.day) * 86_400
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(day)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }
}
