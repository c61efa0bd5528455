/// Escapes text for roff, so that every character prints as itself.
enum RoffText {
    /// Running text: code in bold, in lines that no request can begin.
    static func lines(_ text: String) -> [String] {
        var marked = ""
        for span in MarkedText(text).spans {
            marked += span.isCode ? bold(span.text) : escaped(span.text)
        }
        return wrapped(marked, width: 76).map(guarded)
    }

    static func bold(_ text: String) -> String { "\\fB" + escaped(text, isCode: true) + "\\fR" }

    static func italic(_ text: String) -> String { "\\fI" + escaped(text, isCode: true) + "\\fR" }

    /// - Parameter isCode: whether a dash is the one that is typed rather than a hyphen.
    static func escaped(_ text: String, isCode: Bool = false) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\e"
            case "-" where isCode: result += "\\-"
            case "'": result += "\\(aq"
            case "`": result += "\\(ga"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case "\"": result += "\\(dq"
            case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
            default: result += "\\[u" + hexadecimal(scalar.value) + "]"
            }
        }
        return result
    }

    /// A line of text that would be taken for a request made harmless.
    static func guarded(_ line: String) -> String {
        line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }

    private static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
