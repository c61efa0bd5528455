import Platform
import Queries
import SourceText

/// Looks for a folded ASCII text in raw bytes, eight at a time.
struct TextSearch: Sendable {
    private let pattern: [UInt8]
    private let first: UInt64

    /// `nil` where the pattern cannot be found among bytes: an expression, letters beyond ASCII, or a
    /// blank at its end, which the padding behind a text would meet.
    init?(_ pattern: TextPattern) {
        guard pattern.isPlain, let head = pattern.folded.first,
            pattern.folded.last != Ascii.space,
            pattern.folded.allSatisfy({ $0 < 0x80 })
        else { return nil }
        self.pattern = pattern.folded
        first = UInt64(head | 0x20) &* 0x0101_0101_0101_0101
    }

    /// Looks for a name of ASCII letters, without regard to case.
    init?(name: String) {
        let bytes = Array(name.lowercased().utf8)
        guard let head = bytes.first, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        pattern = bytes
        first = UInt64(head | 0x20) &* 0x0101_0101_0101_0101
    }

    enum Answer {
        case found, absent
        /// Letters beyond ASCII stand in the text, which only folding can compare.
        case unknown
    }

    /// Whether the pattern stands in the range without regard to case.
    func find(in text: ByteView, _ start: Int, _ end: Int) -> Answer {
        var index = start
        var high: UInt64 = 0
        while index < end {
            var word = text.word(at: index)
            let rest = end &- index
            if rest < 8 { word &= (1 &<< (UInt64(truncatingIfNeeded: rest) &* 8)) &- 1 }
            high |= word
            // Setting the sixth bit makes letters lower case; what it does to other bytes only
            // makes candidates that the comparison refuses.
            let difference = (word | 0x2020_2020_2020_2020) ^ first
            var hits = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
            while hits != 0 {
                let at = index &+ hits.trailingZeroBitCount &>> 3
                if at &+ pattern.count <= end, stands(in: text, at) { return .found }
                hits &= hits &- 1
            }
            index &+= 8
        }
        return high & 0x8080_8080_8080_8080 == 0 ? .absent : .unknown
    }

    private func stands(in text: ByteView, _ start: Int) -> Bool {
        for offset in pattern.indices {
            let byte = text[start &+ offset]
            let lower = byte.isUpper ? byte | 0x20 : byte
            if lower != pattern[offset] { return false }
        }
        return true
    }
}
