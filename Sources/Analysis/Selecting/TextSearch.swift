import Platform
import Queries
import SourceText

/// Looks for a folded ASCII text in raw bytes, eight at a time; texts with letters beyond ASCII are
/// folded first.
struct TextSearch: Sendable {
    private let pattern: [UInt8]
    /// The first byte and the second one, eight times each; a pattern of one byte has its first as
    /// second too.
    private let first: UInt64
    private let second: UInt64

    /// `nil` where the pattern cannot be found among bytes: an expression, letters beyond ASCII, or a
    /// blank at its end, which the padding behind a text would meet.
    init?(_ pattern: TextPattern) {
        guard pattern.isPlain, let head = pattern.folded.first,
            pattern.folded.last != Ascii.space,
            pattern.folded.allSatisfy({ $0 < 0x80 })
        else { return nil }
        self.init(bytes: pattern.folded, head)
    }

    /// Looks for a name of ASCII letters, without regard to case.
    init?(name: String) {
        let bytes = Array(name.lowercased().utf8)
        guard let head = bytes.first, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        self.init(bytes: bytes, head)
    }

    private init(bytes: [UInt8], _ head: UInt8) {
        pattern = bytes
        first = UInt64(head | 0x20) &* 0x0101_0101_0101_0101
        second = UInt64((bytes.count > 1 ? bytes[1] : head) | 0x20) &* 0x0101_0101_0101_0101
    }

    /// Whether the pattern stands in the range without regard to case and accents.
    func find(in text: ByteView, _ start: Int, _ end: Int) -> Bool {
        var index = start
        var high: UInt64 = 0
        let distance = pattern.count > 1 ? 1 : 0
        while index < end {
            var word = text.word(at: index)
            let rest = end &- index
            if rest < 8 { word &= (1 &<< (UInt64(truncatingIfNeeded: rest) &* 8)) &- 1 }
            high |= word
            // Setting the sixth bit makes letters lower case; what it does to other bytes only
            // makes candidates that the comparison refuses.
            let next = text.word(at: index &+ distance)
            var hits = TextSearch.equalBytes(word, first) & TextSearch.equalBytes(next, second)
            while hits != 0 {
                let at = index &+ hits.trailingZeroBitCount &>> 3
                if at &+ pattern.count <= end, stands(in: text, at) { return true }
                hits &= hits &- 1
            }
            index &+= 8
        }
        if high & 0x8080_8080_8080_8080 == 0 { return false }
        return firstPlace(of: pattern, in: Folding.bytes(text, start, end)[...]) != nil
    }

    /// The high bit of each byte that equals its letter, case aside; exact up to the first one, and
    /// at worst a candidate too many behind it.
    @inline(__always)
    private static func equalBytes(_ word: UInt64, _ letter: UInt64) -> UInt64 {
        let difference = (word | 0x2020_2020_2020_2020) ^ letter
        return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
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

extension Folding {
    /// The folded bytes of a range of valid UTF-8.
    fileprivate static func bytes(_ text: ByteView, _ start: Int, _ end: Int) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(end - start)
        var index = start
        while index < end {
            let byte = text[index]
            if byte < 0x80 {
                folded.append(byte.isUpper ? byte | 0x20 : byte)
                index += 1
            } else if byte >= 0xC3, byte <= 0xC5 {
                folded += latin[(Int(byte) - 0xC3) << 6 + Int(text[index + 1] & 0x3F)]
                index += 2
            } else {
                return bytes(String(readable: text.bytes(start..<end)))
            }
        }
        return folded
    }

    /// U+00C0 to U+017F folded: a text folds as its scalars do, one by one.
    private static let latin: [[UInt8]] = (0xC0...0x17F).map { value in
        Unicode.Scalar(UInt32(value)).map { bytes(String(Character($0))) } ?? []
    }
}
