package import Model
import SourceText

/// `number`: an optional sign, digits, and optionally a point with digits.
package enum NumberField {
    /// The number in `range`, or `nil` where the text has not the form of one.
    ///
    /// A number of the right form that does not fit in 63 bits is `nil` as well; `hasForm` tells.
    package static func parse(_ line: [UInt8], _ range: Range<Int>) -> DecimalNumber? {
        DecimalNumber(line[range])
    }

    package static func hasForm(_ line: [UInt8], _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        func skipDigits() -> Bool {
            let start = index
            while index < range.upperBound, line[index].isDigit { index += 1 }
            return index > start
        }
        if index < range.upperBound, line[index] == Ascii.plus || line[index] == Ascii.minus {
            index += 1
        }
        guard skipDigits() else { return false }
        if index < range.upperBound, line[index] == Ascii.dot {
            index += 1
            guard skipDigits() else { return false }
        }
        return index == range.upperBound
    }

    /// What is wrong with a text that ought to be a number, at the byte that shows it.
    static func problem(_ line: [UInt8], _ range: Range<Int>) -> SyntaxProblem {
        let text = line.quoted(range)
        if range.isEmpty {
            return SyntaxProblem(
                "amount.form", range, "the amount is missing",
                remedy: "write a number such as -3.20")
        }
        if hasForm(line, range) {
            return SyntaxProblem(
                "amount.range", range, "\(text) is too large",
                remedy: "write at most 18 digits in all")
        }
        if let comma = line[range].firstIndex(of: Ascii.comma) {
            return commaProblem(line, range, comma)
        }
        if let minus = firstScalar("\u{2212}", in: line, range) {
            return SyntaxProblem(
                "amount.form", minus, "\(text) begins with the minus sign U+2212",
                remedy: "write the ASCII hyphen “-”")
        }
        if line[range].contains(Ascii.dot) { return dotProblem(line, range) }
        return SyntaxProblem(
            "amount.form", range, "\(text) is not a number",
            remedy: "write a number such as -3.20")
    }

    private static func commaProblem(
        _ line: [UInt8], _ range: Range<Int>, _ comma: Int
    ) -> SyntaxProblem {
        let text = Array(line[range])
        let marks = text.indices.filter { text[$0] == Ascii.comma || text[$0] == Ascii.dot }
        let isGrouped = marks.count > 1
        // The last mark is the decimal one, unless it repeats the one before it.
        let decimal =
            isGrouped && text[marks[marks.count - 2]] == text[marks[marks.count - 1]]
            ? nil : marks.last
        let plain = text.indices.compactMap { index in
            index == decimal ? Ascii.dot : marks.contains(index) ? nil : text[index]
        }
        let written = String(readable: plain)
        return SyntaxProblem(
            "amount.form", comma..<comma + 1,
            "\(line.quoted(range)) has a comma: "
                + (isGrouped ? "digits are not grouped" : "the decimal mark is a point"),
            remedy: "write \(written)")
    }

    private static func dotProblem(_ line: [UInt8], _ range: Range<Int>) -> SyntaxProblem {
        let dot = line[range].firstIndex(of: Ascii.dot) ?? range.lowerBound
        let isLeading = dot == range.lowerBound || !line[dot - 1].isDigit
        let text = String(readable: line[range])
        let digits = line[(dot + 1)..<range.upperBound]
        let isBare = isLeading && !digits.isEmpty && digits.allSatisfy(\.isDigit)
        let sign = String(readable: line[range.lowerBound..<dot])
        return SyntaxProblem(
            "amount.form", dot..<dot + 1, "“\(text)” is not a number",
            remedy: isBare
                ? "write \(sign)0.\(String(readable: digits))" : "write a number such as -3.20")
    }

    /// Where `scalar` first stands in the range.
    static func firstScalar(
        _ scalar: String, in line: [UInt8], _ range: Range<Int>
    ) -> Range<Int>? {
        let wanted = Array(scalar.utf8)
        guard range.count >= wanted.count else { return nil }
        for start in range.lowerBound...(range.upperBound - wanted.count)
        where line[start..<start + wanted.count].elementsEqual(wanted) {
            return start..<start + wanted.count
        }
        return nil
    }
}
