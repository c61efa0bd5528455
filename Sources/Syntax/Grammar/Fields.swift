import SourceText

/// The fields of a record line: what lies between unescaped bars, without the blanks around it.
///
/// A `|` separates unless an odd number of backslashes stands before it; quotes do not protect it.
package struct Fields: Sendable, Equatable {
    /// One trimmed range per field.
    package let ranges: [Range<Int>]
    /// The offset of each separator; one fewer than fields.
    package let separators: [Int]

    package init(_ line: [UInt8]) {
        var ranges: [Range<Int>] = []
        var separators: [Int] = []
        var start = 0
        var isEscaped = false
        for index in line.indices {
            let byte = line[index]
            if byte == Ascii.bar && !isEscaped {
                ranges.append(line[start..<index].trimmedRange)
                separators.append(index)
                start = index + 1
            }
            isEscaped = byte == Ascii.backslash && !isEscaped
        }
        ranges.append(line[start...].trimmedRange)
        self.ranges = ranges
        self.separators = separators
    }

    /// The range of field `index`; empty at the end of the line where it is left out.
    package subscript(index: Int) -> Range<Int> {
        if index < ranges.count { return ranges[index] }
        let end = ranges.last?.upperBound ?? 0
        return end..<end
    }

    /// Refuses more than `limit` fields, naming the first separator that is too many.
    func check(limit: Int, remedy: String) throws(SyntaxProblem) {
        guard ranges.count > limit else { return }
        let at = separators[limit - 1]
        throw SyntaxProblem(
            "field.count", at..<at + 1,
            "one separator “|” too many: this line has at most \(limit) fields",
            remedy: remedy)
    }
}
