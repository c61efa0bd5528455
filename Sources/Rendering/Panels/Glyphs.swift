/// The characters that charts and frames are drawn with.
package struct Glyphs: Sendable {
    package enum Set: Sendable { case unicode, ascii }

    private let isASCII: Bool

    package init(_ set: Set) { isASCII = set == .ascii }

    var corners: (String, String, String, String) {
        isASCII ? ("+", "+", "+", "+") : ("╭", "╮", "╰", "╯")
    }
    var horizontal: String { isASCII ? "-" : "─" }
    var vertical: String { isASCII ? "|" : "│" }
    var empty: String { isASCII ? "." : "░" }
    var mark: String { isASCII ? "!" : "┃" }

    /// A horizontal bar of `eighths` eighths of a column, in as many columns as it needs.
    func bar(eighths: Int) -> String {
        let (whole, rest) = max(eighths, 0).quotientAndRemainder(dividingBy: 8)
        if isASCII { return String(repeating: "#", count: whole + (rest >= 4 ? 1 : 0)) }
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: whole) + parts[rest]
    }

    /// One line of a column that is `eighths` eighths of a line high there.
    func column(eighths: Int) -> String {
        if isASCII { return eighths >= 4 ? "#" : eighths > 0 ? "." : " " }
        let parts = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        return parts[min(max(eighths, 0), 8)]
    }

    /// A text that was set for Unicode terminals, in these characters.
    func shown(_ text: String) -> String {
        if !isASCII { return text }
        var result = ""
        for character in text {
            switch character {
            case "─": result.append("-")
            case "…": result.append("~")
            case "“", "”": result.append("\"")
            case "·": result.append(",")
            case "\u{A0}": result.append(" ")
            default: result.append(character)
            }
        }
        return result
    }
}

extension Int128 {
    /// `self` of `whole` in units of `parts`, rounded down; 0 where there is no whole.
    package func scaled(of whole: Int128, to parts: Int) -> Int {
        guard whole > 0, self > 0 else { return 0 }
        // Large numbers are made smaller first: what is drawn has few steps.
        let shift = Swift.max(0, 64 - whole.leadingZeroBitCount + 1)
        let (a, b) = (self >> Int128(shift), whole >> Int128(shift))
        return Int(a * Int128(parts) / Swift.max(b, 1))
    }
}
