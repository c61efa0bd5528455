import SourceText

/// `path`: segments joined by `/`, each of words joined by single blanks.
package enum CategoryPath {
    /// Whether `text` is a path that may be declared and used.
    package static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        if text == "ignored" || bytes.contains(where: \.isForbiddenControl) { return false }
        do {
            try check(bytes, bytes.indices)
            return true
        } catch {
            return false
        }
    }

    /// Throws the first thing that makes the range no path.
    static func check(_ line: [UInt8], _ range: Range<Int>) throws(SyntaxProblem) {
        guard let head = line[range].first else {
            throw SyntaxProblem(
                "category.form", range, "an empty category",
                remedy: "write a path such as food/dining")
        }
        if [Ascii.hash, Ascii.question, Ascii.tilde, Ascii.equals].contains(head) {
            throw SyntaxProblem(
                "category.form", range.lowerBound..<range.lowerBound + 1,
                "a category may not begin with “\(Character(Unicode.Scalar(head)))”",
                remedy: head == Ascii.hash
                    ? "tags stand in the last field; write an empty category before them: | |"
                    : "begin it with a letter or a digit")
        }
        var isSegmentStart = true
        var isAfterBlank = false
        for index in range {
            let byte = line[index]
            if byte == Ascii.slash && (isSegmentStart || isAfterBlank) {
                throw emptyName(line, range, index)
            }
            if let problem = problem(byte, at: index, isDoubled: isSegmentStart || isAfterBlank) {
                throw problem
            }
            isSegmentStart = byte == Ascii.slash
            isAfterBlank = byte == Ascii.space
        }
        if isSegmentStart { throw emptyName(line, range, range.upperBound - 1) }
        let last = range.upperBound - 1
        if isAfterBlank, let problem = problem(Ascii.space, at: last, isDoubled: true) {
            throw problem
        }
        try checkEnd(line, range)
    }

    private static func emptyName(
        _ line: [UInt8], _ range: Range<Int>, _ index: Int
    ) -> SyntaxProblem {
        SyntaxProblem(
            "category.form", index..<index + 1, "an empty name in the path \(line.quoted(range))",
            remedy: "write one “/” between two names, without blanks around it")
    }

    private static func problem(_ byte: UInt8, at index: Int, isDoubled: Bool) -> SyntaxProblem? {
        switch byte {
        case Ascii.space where isDoubled:
            SyntaxProblem(
                "category.form", index..<index + 1, "a blank too many in a category",
                remedy: "write single blanks between words and none around “/”")
        case Ascii.tab:
            SyntaxProblem(
                "category.form", index..<index + 1, "a tab in a category", remedy: "write a blank")
        case Ascii.backslash, Ascii.quote, Ascii.bar, Ascii.comma:
            SyntaxProblem(
                "category.form", index..<index + 1,
                "“\(Character(Unicode.Scalar(byte)))” may not stand in a category",
                remedy: "leave it out")
        default: nil
        }
    }

    /// A path may not end in a word that reads as a number (G1).
    private static func checkEnd(_ line: [UInt8], _ range: Range<Int>) throws(SyntaxProblem) {
        let separator = line[range].lastIndex { $0 == Ascii.space }
        let last = (separator.map { $0 + 1 } ?? range.lowerBound)..<range.upperBound
        guard NumberField.hasForm(line, last) else { return }
        throw SyntaxProblem(
            "category.form", last, "a category may not end in the number \(line.quoted(last))",
            remedy: "join it with a hyphen, such as insurance-\(String(readable: line[last]))")
    }
}
