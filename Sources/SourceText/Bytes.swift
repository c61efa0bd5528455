extension String {
    /// The text of `bytes`, with U+FFFD for what is not UTF-8; for messages and excerpts.
    package init(readable bytes: some Collection<UInt8>) {
        self = String(decoding: bytes, as: UTF8.self)
    }
}

extension Collection<UInt8> where Index == Int {
    /// Self without the blanks and tabs at both ends, as a range of indices.
    @inlinable public var trimmedRange: Range<Int> {
        var lower = startIndex
        var upper = endIndex
        while lower < upper, self[lower].isBlank { lower += 1 }
        while upper > lower, self[upper - 1].isBlank { upper -= 1 }
        return lower..<upper
    }
}

/// Orders texts by their UTF-8 bytes: the same on every machine and in every locale.
package func byBytes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
}

/// Where `part` first stands in `bytes`.
package func firstPlace(of part: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    let text = bytes.span
    let wanted = part.span
    var start = 0
    while start &+ wanted.count <= text.count {
        var offset = 0
        while offset < wanted.count, text[start &+ offset] == wanted[offset] { offset &+= 1 }
        if offset == wanted.count { return bytes.startIndex + start }
        start &+= 1
    }
    return nil
}

/// Bytes as a key: an array of bytes by itself hands them to the hasher one at a time.
package struct ByteKey: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The key of a name, which other Unicode forms of it do not share.
    package init(_ name: String) { bytes = Array(name.utf8) }

    package func hash(into hasher: inout Hasher) {
        // FNV-1a; the hasher's own seed is mixed in behind it.
        var mixed: UInt64 = 0xCBF2_9CE4_8422_2325
        let text = bytes.span
        for index in text.indices { mixed = (mixed ^ UInt64(text[index])) &* 0x100_0000_01B3 }
        hasher.combine(mixed)
    }
}
