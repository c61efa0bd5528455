import Platform
import SourceText
import Syntax

/// Finds the end of a line and says whether every byte on the way may stand in one.
struct LineFinder {
    /// The offset of the LF, which always exists because the buffer ends with one.
    var feed = 0
    /// Whether the line holds only printable ASCII and valid UTF-8.
    var isClean = true

    /// Looks from `start` on, 32 bytes at a time.
    @inline(__always)
    mutating func find(_ text: ByteView, from start: Int) {
        var index = start
        while text.isPrintable32(at: index) { index &+= 32 }
        index &+= text.firstUnprintable32(at: index)
        if text[index] == Ascii.lineFeed {
            feed = index
            isClean = true
        } else {
            findUnusual(text, from: start, first: index)
        }
    }

    /// The high bit of each byte below U+0020 or above U+007F.
    ///
    /// Subtracting a blank from each byte leaves the high bit set in those; a borrow can only reach
    /// bytes behind a real hit, so the first one is exact.
    @inline(__always)
    private static func hits(_ word: UInt64) -> UInt64 {
        ((word &- 0x2020_2020_2020_2020) | word) & 0x8080_8080_8080_8080
    }

    /// The rest of the way for a line with a byte that is not printable ASCII at `first`.
    private mutating func findUnusual(_ text: ByteView, from start: Int, first: Int) {
        var index = first
        isClean = true
        while true {
            let byte = text[index]
            if byte == Ascii.lineFeed { break }
            let length = byte < 0x80 ? 0 : LineFinder.sequenceLength(text, index, byte)
            if length == 0 { isClean = false }
            index &+= max(length, 1)
            index = LineFinder.nextHit(text, index)
        }
        feed = index
    }

    /// The first byte from `index` on that is not printable ASCII.
    @inline(__always)
    private static func nextHit(_ text: ByteView, _ index: Int) -> Int {
        var index = index
        while true {
            let hits = hits(text.word(at: index))
            if hits != 0 { return index &+ hits.trailingZeroBitCount &>> 3 }
            index &+= 8
        }
    }

    /// The length of the valid UTF-8 sequence that begins with `byte`, else 0 (RFC 3629). It never
    /// reaches behind the line, whose end is no continuation byte.
    private static func sequenceLength(_ text: ByteView, _ index: Int, _ byte: UInt8) -> Int {
        let second = text[index &+ 1]
        let low: UInt8 = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80
        let high: UInt8 = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF
        guard byte >= 0xC2, byte <= 0xF4, second >= low, second <= high else { return 0 }
        if byte < 0xE0 { return 2 }
        guard text[index &+ 2] & 0xC0 == 0x80 else { return 0 }
        if byte < 0xF0 { return 3 }
        return text[index &+ 3] & 0xC0 == 0x80 ? 4 : 0
    }
}
