import Platform
import SourceText
import Syntax

/// Finds the end of a line and says whether every byte on the way may stand in one.
struct LineFinder {
    /// The offset of the LF, which always exists because the buffer ends with one.
    var feed = 0
    /// Whether the line holds only printable ASCII and valid UTF-8.
    var isClean = true

    /// Looks from `start` on, eight bytes at a time.
    ///
    /// Subtracting a blank from each byte leaves the high bit set in those below U+0020 and above
    /// U+007F; a borrow can only reach bytes behind a real hit, so the first one is exact.
    @inline(__always)
    mutating func find(_ text: ByteView, from start: Int) {
        var index = start
        while true {
            let word = text.word(at: index)
            let hits = ((word &- 0x2020_2020_2020_2020) | word) & 0x8080_8080_8080_8080
            if hits == 0 {
                index &+= 8
                continue
            }
            index &+= hits.trailingZeroBitCount &>> 3
            if text[index] == Ascii.lineFeed {
                feed = index
                isClean = true
                return
            }
            return findUnusual(text, from: start, first: index)
        }
    }

    /// The rest of the way for a line with a byte that is not printable ASCII at `first`.
    private mutating func findUnusual(_ text: ByteView, from start: Int, first: Int) {
        var index = first
        while text[index] != Ascii.lineFeed { index &+= 1 }
        feed = index
        isClean = LineFinder.isClean(text, first, index)
    }

    /// Whether the range is valid UTF-8 without control characters (RFC 3629).
    private static func isClean(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
        var index = start
        while index < end {
            let byte = text[index]
            if byte < 0x80 {
                if byte < 0x20 { return false }
                index &+= 1
                continue
            }
            let second = text[index &+ 1]
            let low: UInt8 = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80
            let high: UInt8 = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF
            guard byte >= 0xC2, byte <= 0xF4, second >= low, second <= high else { return false }
            let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            guard index &+ length <= end else { return false }
            if length > 2, text[index &+ 2] & 0xC0 != 0x80 { return false }
            if length > 3, text[index &+ 3] & 0xC0 != 0x80 { return false }
            index &+= length
        }
        return true
    }
}
