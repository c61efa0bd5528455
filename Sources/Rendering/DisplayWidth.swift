/// How many columns of a terminal a text takes.
package enum DisplayWidth {
    package static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    /// The columns of a text on one line, or `nil` where a control character stands in it.
    package static func of(_ text: borrowing Span<UInt8>) -> Int? {
        var unusual: UInt8 = 0
        for index in text.indices { unusual |= text[index] &- 0x20 > 0x5E ? 1 : 0 }
        if unusual == 0 { return text.count }
        for index in text.indices where text[index] < 0x20 || text[index] == 0x7F { return nil }
        return ofUnicode(text)
    }

    private static func ofUnicode(_ text: borrowing Span<UInt8>) -> Int {
        var width = 0
        for index in text.indices {
            let byte = text[index]
            // From U+00C0 to U+02FF a scalar takes two bytes and stands in one column.
            if byte >= 0xCC || byte == 0xC2 {
                return of(String(decoding: text.indices.map { text[$0] }, as: UTF8.self))
            }
            if byte & 0xC0 != 0x80 { width += 1 }
        }
        return width
    }

    /// The text cut to at most `limit` columns, with `…` where something is cut.
    package static func cut(_ text: String, to limit: Int) -> String {
        if of(text) <= limit { return text }
        var width = 0
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let next = width + self.width(scalar)
            if next > limit - 1 { break }
            width = next
            result.append(scalar)
        }
        return String(result) + "…"
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        switch scalar.value {
        // East Asian wide and emoji blocks (Unicode's EastAsianWidth W and F, by block).
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
