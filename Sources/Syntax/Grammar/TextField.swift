import SourceText

/// Free text: `\|` `\\` `\n` are its only escapes, and `\"` inside quotes.
package enum TextField {
    /// The text of a field.
    package static func parse(
        _ line: [UInt8], _ range: Range<Int>
    ) throws(SyntaxProblem) -> String {
        guard line[range].contains(Ascii.backslash) else {
            return String(readable: line[range])
        }
        return String(readable: try unescape(line, range, isQuoted: false))
    }

    static func unescape(
        _ line: [UInt8], _ range: Range<Int>, isQuoted: Bool
    ) throws(SyntaxProblem) -> [UInt8] {
        var result: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = line[index]
            if byte != Ascii.backslash {
                result.append(byte)
                index += 1
                continue
            }
            let next = index + 1 < range.upperBound ? line[index + 1] : nil
            switch next {
            case Ascii.bar: result.append(Ascii.bar)
            case Ascii.backslash: result.append(Ascii.backslash)
            case UInt8(ascii: "n"): result.append(Ascii.lineFeed)
            case Ascii.quote where isQuoted: result.append(Ascii.quote)
            default:
                throw SyntaxProblem(
                    "text.escape", index..<index + 1, "a lone backslash",
                    remedy: "write \\\\ for a backslash")
            }
            index += 2
        }
        return result
    }

    /// Appends `text` with its escapes. Carriage returns and other control characters but tab cannot
    /// stand in a line: they become blanks.
    package static func append(
        _ text: some Sequence<UInt8>, isQuoted: Bool = false, to bytes: inout [UInt8]
    ) {
        for byte in text {
            switch byte {
            case Ascii.bar: bytes += [Ascii.backslash, Ascii.bar]
            case Ascii.backslash: bytes += [Ascii.backslash, Ascii.backslash]
            case Ascii.lineFeed: bytes += [Ascii.backslash, UInt8(ascii: "n")]
            case Ascii.quote where isQuoted: bytes += [Ascii.backslash, Ascii.quote]
            case _ where byte.isForbiddenControl: bytes.append(Ascii.space)
            default: bytes.append(byte)
            }
        }
    }
}
