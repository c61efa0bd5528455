import Platform
import Queries
import SourceText

/// Looks for a folded ASCII text in raw bytes, eight at a time; texts with letters beyond ASCII are
/// folded first.
struct TextSearch: Sendable {
    private let pattern: [UInt8]
    /// The first byte and a later one, eight times each: two bytes far apart are together rarer than two
    /// neighbours.
    private let first: UInt64
    private let second: UInt64
    /// The bytes between the two.
    private let distance: Int

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
        distance = min(bytes.count - 1, 24)
        first = UInt64(head | 0x20) &* 0x0101_0101_0101_0101
        second = UInt64(bytes[distance] | 0x20) &* 0x0101_0101_0101_0101
    }

    /// Whether the pattern stands in the range without regard to case and accents. At least 56 bytes
    /// behind `end` are readable.
    @inline(__always)
    func find(in text: ByteView, _ start: Int, _ end: Int) -> Bool {
        var index = start
        while index < end {
            guard text.lacksPair32(at: index, first, second, distance: distance) else {
                return findByWords(in: text, start, end)
            }
            index &+= 32
        }
        return false
    }

    private func findByWords(in text: ByteView, _ start: Int, _ end: Int) -> Bool {
        var index = start
        var all: UInt64 = 0
        while index < end {
            let word = text.word(at: index)
            all |= word
            var hits = TextSearch.zeroBytes(
                ((word ^ first) | (text.word(at: index &+ distance) ^ second))
                    & 0xDFDF_DFDF_DFDF_DFDF)
            // What is found behind the end is refused by the comparison.
            while hits != 0 {
                let at = index &+ hits.trailingZeroBitCount &>> 3
                if at &+ pattern.count <= end, stands(in: text, at) { return true }
                hits &= hits &- 1
            }
            index &+= 8
        }
        return all & 0x8080_8080_8080_8080 != 0 && findFolded(in: text, start, end)
    }

    /// The same where letters beyond ASCII stand in the range.
    private func findFolded(in text: ByteView, _ start: Int, _ end: Int) -> Bool {
        let letters = Folding.latin
        let head = pattern[0]
        var index = start
        while index < end {
            let byte = text[index]
            var folded = byte.isUpper ? byte | 0x20 : byte
            var length = 1
            if byte >= 0x80 {
                guard byte >= 0xC3, byte <= 0xC5 else {
                    let whole = Folding.bytes(String(readable: text.bytes(start..<end)))
                    return firstPlace(of: pattern, in: whole[...]) != nil
                }
                folded = letters[Folding.index(byte, text[index &+ 1])]
                length = 2
            }
            if folded == head, continues(in: text, index &+ length, end, letters) { return true }
            index &+= length
        }
        return false
    }

    /// Whether the pattern goes on behind its first byte. Stops at letters and marks beyond
    /// `Folding.latin`, at which `findFolded` folds the whole text.
    private func continues(
        in text: ByteView, _ start: Int, _ end: Int, _ letters: [UInt8]
    ) -> Bool {
        var index = start
        var place = 1
        while place < pattern.count {
            guard index < end else { return false }
            let byte = text[index]
            var folded = byte.isUpper ? byte | 0x20 : byte
            if byte >= 0x80 {
                guard byte >= 0xC3, byte <= 0xC5 else { return false }
                index &+= 1
                folded = letters[Folding.index(byte, text[index])]
            }
            if folded != pattern[place] { return false }
            place &+= 1
            index &+= 1
        }
        return true
    }

    /// The high bit of each zero byte; exact up to the first one, and at worst a candidate too many
    /// behind it.
    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
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
    /// The place in `latin` of a letter of two bytes, the first of them C3 to C5.
    fileprivate static func index(_ lead: UInt8, _ second: UInt8) -> Int {
        (Int(lead) - 0xC3) << 6 + Int(second & 0x3F)
    }

    /// U+00C0 to U+017F folded, where that is one byte; 0xFF, which no text holds, elsewhere. A text
    /// folds as its scalars do, one by one.
    fileprivate static let latin: [UInt8] = (0xC0...0x17F).map { value in
        let folded = Unicode.Scalar(UInt32(value)).map { bytes(String(Character($0))) } ?? []
        return folded.count == 1 ? folded[0] : 0xFF
    }
}
