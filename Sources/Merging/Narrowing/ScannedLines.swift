import SourceText

/// The lines of a file of transactions by their places, with a hash of each: what is needed to find lines that no version
/// changed, at the speed at which the bytes come.
struct ScannedLines {
    /// Where each line begins, and the end of the text.
    private(set) var starts: [Int] = []
    private(set) var hashes: [UInt64] = []
    /// The day of each record as `20261103`; 0 for a comment and for a blank line.
    private(set) var days: [Int32] = []

    var count: Int { hashes.count }

    /// `nil` for a text that is not in the order of days, or holds anything but plain records, comments and blank lines
    /// with line feeds: such a file is merged as a whole.
    init?(_ bytes: [UInt8]) {
        let text = bytes.span
        let size = text.count
        starts.reserveCapacity(size / 64 + 2)
        hashes.reserveCapacity(size / 64 + 1)
        days.reserveCapacity(size / 64 + 1)
        var place = 0
        var last: Int32 = 0
        while place < size {
            let start = place
            let hash = ScannedLines.hash(text, &place)
            if place > start, bytes[place - 1] == Ascii.carriageReturn { return nil }
            guard let day = ScannedLines.day(bytes, start..<place) else { return nil }
            if day != 0 {
                if day < last { return nil }
                last = day
            }
            starts.append(start)
            hashes.append(hash)
            days.append(day)
            place += 1
        }
        starts.append(size)
    }

    /// The line with its end.
    func whole(_ line: Int) -> Range<Int> { starts[line]..<starts[line + 1] }

    /// Hashes from `place` up to the end of the line, to which it is moved.
    static func hash(_ text: Span<UInt8>, _ place: inout Int) -> UInt64 {
        var hash: UInt64 = 0x243F_6A88_85A3_08D3
        let size = text.count
        while true {
            var word: UInt64 = 0
            var count = 0
            while count < 8 {
                if place == size || text[place] == Ascii.lineFeed {
                    return mixed(hash, word ^ UInt64(truncatingIfNeeded: count) &<< 59)
                }
                word = word &<< 8 | UInt64(text[place])
                count &+= 1
                place &+= 1
            }
            hash = mixed(hash, word)
        }
    }

    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
        return product ^ product &>> 32
    }

    /// The day with which a record begins; 0 for a comment or a blank line, `nil` for anything else.
    private static func day(_ bytes: [UInt8], _ line: Range<Int>) -> Int32? {
        if line.isEmpty || bytes[line.lowerBound] == Ascii.hash { return 0 }
        if line.count < 12 { return nil }
        var number: Int32 = 0
        for offset in 0..<10 {
            let byte = bytes[line.lowerBound &+ offset]
            if offset == 4 || offset == 7 {
                if byte != Ascii.minus { return nil }
            } else {
                guard byte.isDigit else { return nil }
                number = number &* 10 &+ Int32(byte &- Ascii.zero)
            }
        }
        return number == 0 ? nil : number
    }
}
