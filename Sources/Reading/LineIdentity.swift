import Model
package import Platform
import SourceText
import Syntax

/// The id of the line scanned last, in two words: its bytes where it has at most 16, else two hashes.
///
/// Zero where the line has none.
package struct LineIdentity: Sendable, Hashable {
    package var low: UInt64 = 0
    package var high: UInt64 = 0

    package var isPresent: Bool { low != 0 }

    /// The identity of an id's bytes.
    package init(_ id: some Sequence<UInt8>) {
        var count: UInt64 = 0
        for byte in id {
            add(byte, at: count)
            count += 1
        }
    }

    init() {}

    @inline(__always)
    private mutating func add(_ byte: UInt8, at position: UInt64) {
        if position < 8 {
            low |= UInt64(byte) &<< (position &* 8)
        } else if position < 16 {
            high |= UInt64(byte) &<< ((position &- 8) &* 8)
        } else {
            low = (low ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
            high = (high ^ UInt64(byte)) &* 0xBF58_476D_1CE4_E5B9 &+ 1
        }
    }

    /// Checks the attributes in `start..<end` and takes the id from them; `false` where they must be
    /// parsed with care.
    @inline(__always)
    mutating func scan(
        _ text: ByteView, _ start: Int, _ end: Int, _ traits: inout RowTraits
    ) -> Bool {
        // The usual line has nothing but its id of ten characters.
        if end &- start == 13, text.halfWord(at: start) & 0xFF_FFFF == 0x3A_6469 {
            let first = text.word(at: start &+ 3)
            let last = text.word(at: start &+ 5)
            if LineIdentity.areIDBytes(first), LineIdentity.areIDBytes(last) {
                low = first
                high = last &>> 48
                traits.insert(.identified)
                return true
            }
        }
        return scanAll(text, start, end, &traits)
    }

    private mutating func scanAll(
        _ text: ByteView, _ start: Int, _ end: Int, _ traits: inout RowTraits
    ) -> Bool {
        var index = start
        if end &- start >= 4, text.halfWord(at: start) & 0xFF_FFFF == 0x3A_6469 {
            index = start &+ 13
            if end >= index, LineIdentity.areIDBytes(text.word(at: start &+ 3)),
                LineIdentity.areIDBytes(text.word(at: start &+ 5)),
                end == index || text[index] == Ascii.space
            {
                low = text.word(at: start &+ 3)
                high = text.word(at: start &+ 5) &>> 48
            } else {
                index = scanOtherID(text, start &+ 3, end)
                guard index > start &+ 3, index &- start <= 67 else { return false }
            }
            traits.insert(.identified)
            if index == end { return true }
            guard text[index] == Ascii.space else { return false }
            index &+= 1
        }
        traits.insert(.attributed)
        if AttributeWords.isOneTag(text, index, end) { return true }
        var words = AttributeWords(hasID: isPresent)
        return words.scan(text, index, end, &traits)
    }

    /// Reads an id of another length and gives the offset behind it.
    private mutating func scanOtherID(_ text: ByteView, _ start: Int, _ end: Int) -> Int {
        var index = start
        while index < end, NameForm.isIDByte(text[index]) {
            add(text[index], at: UInt64(truncatingIfNeeded: index &- start))
            index &+= 1
        }
        return index
    }

    /// Whether all eight bytes of a word may stand in an id.
    ///
    /// Per byte: adding `0x80 - limit` sets the high bit from the limit on, so two additions tell a
    /// range; equality is a zero byte of the difference. Exact because no byte is above U+007F.
    @inline(__always)
    private static func areIDBytes(_ word: UInt64) -> Bool {
        let high: UInt64 = 0x8080_8080_8080_8080
        if word & high != 0 { return false }
        let folded = word | 0x2020_2020_2020_2020
        let letters = (folded &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(folded &+ 0x0505_0505_0505_0505)
        let digits = (word &+ 0x5050_5050_5050_5050) & ~(word &+ 0x4646_4646_4646_4646)
        let hyphens = high &- (word ^ 0x2D2D_2D2D_2D2D_2D2D)
        let underscores = high &- (word ^ 0x5F5F_5F5F_5F5F_5F5F)
        return (letters | digits | hyphens | underscores) & high == high
    }
}

extension LineIdentity {
    /// The identity of a row's id where the id is its first attribute; else `nil`.
    package static func first(in text: ByteView, _ row: Row) -> LineIdentity? {
        let start = Int(row.attributesStart)
        let end = Int(row.lineEnd)
        guard end - start >= 4, text.halfWord(at: start) & 0xFF_FFFF == 0x3A_6469 else {
            return nil
        }
        var identity = LineIdentity()
        // The usual id has ten characters, none of which is the blank that ends a shorter one.
        if end == start &+ 13 || end > start &+ 13 && text[start &+ 13] == Ascii.space {
            let low = text.word(at: start &+ 3)
            let high = text.word(at: start &+ 5)
            if !hasBlank(low), !hasBlank(high) {
                identity.low = low
                identity.high = high &>> 48
                return identity
            }
        }
        var index = start + 3
        while index < end, NameForm.isIDByte(text[index]) {
            identity.add(text[index], at: UInt64(index - start - 3))
            index += 1
        }
        return identity.isPresent ? identity : nil
    }

    /// Whether one of eight ASCII bytes is a blank.
    private static func hasBlank(_ word: UInt64) -> Bool {
        let blanks = word ^ 0x2020_2020_2020_2020
        return (blanks &- 0x0101_0101_0101_0101) & ~blanks & 0x8080_8080_8080_8080 != 0
    }

    /// Whether two lines have the same id.
    package func isSame(as other: LineIdentity) -> Bool { low == other.low && high == other.high }
}
