import SourceText

/// A text that is equal to another only where its bytes are: a `String` would also take other Unicode forms.
struct ByteText: Sendable, Hashable, Comparable, ExpressibleByStringLiteral {
    let string: String

    init(_ string: String) { self.string = string }

    init(stringLiteral value: String) { string = value }

    static func == (left: ByteText, right: ByteText) -> Bool {
        left.string.utf8.elementsEqual(right.string.utf8)
    }

    static func < (left: ByteText, right: ByteText) -> Bool { byBytes(left.string, right.string) }

    func hash(into hasher: inout Hasher) {
        // FNV-1a, as of other keys of bytes.
        var mixed: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in string.utf8 { mixed = (mixed ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hasher.combine(mixed)
    }
}
