@_spi(_Unicode) import Swift

/// Text without case and accents, for comparing (formats Q3): canonical decomposition, combining
/// marks dropped, simple case folding, and nothing else: ß stays ß, ø stays ø.
package enum Folding {
    package static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        var result = String.UnicodeScalarView()
        for scalar in text._nfd {
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .spacingMark, .enclosingMark: continue
            default: result.append(lower(scalar))
            }
        }
        return String(result)
    }

    /// The folded text's bytes.
    package static func bytes(_ text: String) -> [UInt8] { Array(fold(text).utf8) }

    private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "ς": return "σ"
        case "ſ": return "s"
        case "ẞ": return "ß"
        default:
            let mapping = scalar.properties.lowercaseMapping.unicodeScalars
            guard mapping.count == 1, let first = mapping.first else { return scalar }
            return first
        }
    }
}
