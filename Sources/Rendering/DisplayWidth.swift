/// How many columns of a terminal a text takes.
package enum DisplayWidth {
    package static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { $0 + width($1) }
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
