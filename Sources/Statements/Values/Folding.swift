import SourceText

/// Texts reduced for comparing: small ASCII letters and digits, words parted by one blank.
enum Folding {
    /// Accents fall off, ł is l, ß is s; a character that a wrong decoding destroyed becomes `?`,
    /// which stands for any letter. A capital after a small letter begins a word.
    static func fold(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var lead: UInt8 = 0
        var pending = 0
        var wasSmall = false
        var replacement = 0
        for byte in bytes {
            if byte < 0x80 {
                pending = 0
                append(byte, &result, &wasSmall)
            } else if byte & 0xC0 == 0x80 {
                guard pending > 0 else { continue }
                pending -= 1
                if lead == 0xEF {
                    replacement = replacement << 8 | Int(byte)
                    if pending == 0, replacement == 0xBFBD { result.append(Ascii.question) }
                    continue
                }
                guard pending == 0, lead >= 0xC3, lead <= 0xC5 else {
                    if pending == 0 { append(Ascii.space, &result, &wasSmall) }
                    continue
                }
                let offset = (Int(lead) - 0xC3) << 6 | Int(byte & 0x3F)
                append(latin[offset], &result, &wasSmall)
            } else {
                lead = byte
                replacement = 0
                pending = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1
            }
        }
        while result.last == Ascii.space { result.removeLast() }
        return result
    }

    private static func append(_ byte: UInt8, _ result: inout [UInt8], _ wasSmall: inout Bool) {
        if byte.isUpper {
            if wasSmall, result.last != Ascii.space { result.append(Ascii.space) }
            result.append(byte | 0x20)
            wasSmall = false
        } else if byte.isLower || byte.isDigit {
            result.append(byte)
            wasSmall = byte.isLower
        } else {
            if let last = result.last, last != Ascii.space { result.append(Ascii.space) }
            wasSmall = false
        }
    }

    /// The letters U+00C0…U+017F without their marks.
    private static let latin: [UInt8] = Array(
        ("aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
            + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkk"
            + "llllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").utf8)
}
