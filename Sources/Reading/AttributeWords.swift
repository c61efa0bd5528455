import Model
import Platform
import SourceText
import Syntax

/// Checks attributes byte by byte: the form of each word, that no key or tag stands twice, and the
/// values of the reserved keys. Refuses escapes in values that have a form of their own, which are
/// rare; the careful parser reads them.
struct AttributeWords {
    private var seen: InlineArray<12, UInt64>
    private var seenCount = 0

    /// - Parameter hasID: whether the `id` was read already.
    init(hasID: Bool) {
        seen = InlineArray(repeating: 0)
        if hasID { _ = isNew(AttributeWords.id) }
    }

    mutating func scan(
        _ text: ByteView, _ start: Int, _ end: Int, _ traits: inout RowTraits
    ) -> Bool {
        var index = start
        while index < end {
            guard let next = word(text, index, end, &traits) else { return false }
            index = next
            if index == end { return true }
            guard text[index] == Ascii.space else { return false }
            index &+= 1
        }
        return false
    }

    /// Checks the word at `start` and gives the offset behind it.
    private mutating func word(
        _ text: ByteView, _ start: Int, _ end: Int, _ traits: inout RowTraits
    ) -> Int? {
        var index = start
        var key: UInt64 = 0
        if text[start] == Ascii.hash { return tag(text, start, end) }
        while index < end {
            let byte = text[index]
            guard byte.isLower || byte.isDigit || byte == Ascii.minus else { break }
            key = AttributeWords.extend(key, byte, at: index &- start)
            index &+= 1
        }
        guard index > start, text[start].isLower else { return nil }
        let isIgnored = key == AttributeWords.ignored
        if isIgnored, index == end || text[index] == Ascii.space {
            traits.insert(.ignored)
            return isNew(key) ? index : nil
        }
        // An id behind other attributes is legal, but not where the program writes it.
        guard index < end, text[index] == Ascii.colon, key != AttributeWords.id, isNew(key) else {
            return nil
        }
        guard let next = value(text, index &+ 1, end, key) else { return nil }
        switch key {
        case AttributeWords.ignored:
            // An empty reason is absence (G2).
            let isEmpty = text[index &+ 1] == Ascii.quote && text[index &+ 2] == Ascii.quote
            if !isEmpty { traits.insert(.ignored) }
        case AttributeWords.pair: traits.insert(.paired)
        case AttributeWords.balance: traits.insert(.stated)
        case AttributeWords.aka: traits.insert(.aliased)
        case AttributeWords.contact: traits.insert(.contacted)
        default:
            if text.word(at: start) & 0xFF_FFFF_FFFF == AttributeWords.bankFact {
                traits.insert(.corrected)
            }
        }
        return next
    }

    private mutating func tag(_ text: ByteView, _ start: Int, _ end: Int) -> Int? {
        guard let index = AttributeWords.tagEnd(text, start, end) else { return nil }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2326
        for place in start &+ 1..<index {
            hash = (hash ^ UInt64(text[place])) &* 0x100_0000_01B3
        }
        return isNew(hash) ? index : nil
    }

    /// Whether the range is one tag and nothing else, which is what most lines with attributes have
    /// behind their id.
    @inline(__always)
    static func isOneTag(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
        start < end && text[start] == Ascii.hash && tagEnd(text, start, end) == end
    }

    /// The offset behind the tag at `start`; `nil` where it is none.
    @inline(__always)
    private static func tagEnd(_ text: ByteView, _ start: Int, _ end: Int) -> Int? {
        var index = start &+ 1
        while index < end {
            let byte = text[index]
            if byte == Ascii.space { break }
            switch byte {
            case Ascii.hash, Ascii.colon, Ascii.comma, Ascii.quote, Ascii.bar, Ascii.backslash,
                Ascii.tab:
                return nil
            default: index &+= 1
            }
        }
        return index > start &+ 1 ? index : nil
    }

    private func value(_ text: ByteView, _ start: Int, _ end: Int, _ key: UInt64) -> Int? {
        guard start < end else { return nil }
        var index = start
        let isQuoted = text[start] == Ascii.quote
        if isQuoted { index &+= 1 }
        let first = index
        var hasEscapes = false
        if isQuoted { index = AttributeWords.plainEnd(text, index, end) }
        while index < end {
            let byte = text[index]
            if byte == Ascii.bar { return nil }
            if byte == Ascii.backslash {
                guard isQuoted, index &+ 1 < end, AttributeWords.isEscape(text[index &+ 1]) else {
                    return nil
                }
                hasEscapes = true
                index &+= 2
                continue
            }
            if byte == Ascii.quote { break }
            if !isQuoted, byte == Ascii.space { break }
            index &+= 1
        }
        if isQuoted {
            guard index < end else { return nil }
        } else if index == first || index < end && text[index] == Ascii.quote {
            return nil
        }
        let isAccepted =
            hasEscapes
            ? AttributeWords.isFreeText(key) : AttributeWords.accepts(text, first, index, key)
        return isAccepted ? isQuoted ? index &+ 1 : index : nil
    }

    /// An offset up to which no quote, `|` or backslash stands, eight bytes at a time.
    @inline(__always)
    private static func plainEnd(_ text: ByteView, _ start: Int, _ end: Int) -> Int {
        var index = start
        while index &+ 8 <= end {
            let word = text.word(at: index)
            let hits =
                zeroBytes(word ^ 0x2222_2222_2222_2222) | zeroBytes(word ^ 0x7C7C_7C7C_7C7C_7C7C)
                | zeroBytes(word ^ 0x5C5C_5C5C_5C5C_5C5C)
            if hits != 0 { return index }
            index &+= 8
        }
        return index
    }

    /// Not zero where one of the bytes is zero.
    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    /// Whether the byte may stand behind a backslash in a quoted value.
    private static func isEscape(_ byte: UInt8) -> Bool {
        byte == Ascii.quote || byte == Ascii.bar || byte == Ascii.backslash
            || byte == UInt8(ascii: "n")
    }

    /// Whether any text is a value of the key.
    private static func isFreeText(_ key: UInt64) -> Bool {
        key == note || formByKey[key].map { $0 == .text } ?? true
    }

    /// Notes a hash; `false` where it was there, or where there are too many to tell.
    private mutating func isNew(_ hash: UInt64) -> Bool {
        for index in 0..<seenCount where seen[index] == hash { return false }
        guard seenCount < 12 else { return false }
        seen[seenCount] = hash
        seenCount &+= 1
        return true
    }

    /// The number of a key: its first eight bytes, with the others mixed in.
    @inline(__always)
    private static func extend(_ key: UInt64, _ byte: UInt8, at position: Int) -> UInt64 {
        position < 8
            ? key | UInt64(byte) &<< (UInt64(truncatingIfNeeded: position) &* 8)
            : (key ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
    }

    // The bytes of the names, the first one lowest.
    private static var id: UInt64 { 0x6469 }
    private static var ignored: UInt64 { 0x64_6572_6F6E_6769 }
    private static var pair: UInt64 { 0x7269_6170 }
    private static var note: UInt64 { 0x6574_6F6E }
    private static var balance: UInt64 { 0x65_636E_616C_6162 }
    private static var aka: UInt64 { 0x61_6B61 }
    /// The bytes `bank-`, with which two keys begin.
    private static var bankFact: UInt64 { 0x2D_6B6E_6162 }
    private static var contact: UInt64 { 0x74_6361_746E_6F63 }

    private static let formByKey: [UInt64: ValueForm] = Dictionary(
        uniqueKeysWithValues: ReservedAttribute.all.map { row in
            var key: UInt64 = 0
            for (position, byte) in row.key.utf8.enumerated() {
                key = extend(key, byte, at: position)
            }
            return (key, row.form)
        })

    /// Whether the value has the form that its key asks for.
    private static func accepts(
        _ text: ByteView, _ start: Int, _ end: Int, _ key: UInt64
    ) -> Bool {
        if key == note || start == end { return true }
        if key == pair { return isIDs(text, start, end) }
        guard let form = formByKey[key] else { return true }
        switch form {
        case .text: return true
        case .ids: return isIDs(text, start, end)
        default: return form.accepts(text.bytes(start..<end))
        }
    }

    private static func isIDs(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
        var length = 0
        for index in start..<end {
            if text[index] == Ascii.comma {
                guard length > 0, length <= 64 else { return false }
                length = 0
            } else {
                guard NameForm.isIDByte(text[index]) else { return false }
                length &+= 1
            }
        }
        return length > 0 && length <= 64
    }
}
