package import SourceText

/// Why a line, or a part of one, does not follow the grammar.
///
/// `range` are byte offsets in the line. The wording quotes the user's own text and says the way out.
package struct SyntaxProblem: Error, Sendable, Hashable {
    package var code: String
    package var range: Range<Int>
    package var message: String
    package var remedy: String

    package init(_ code: String, _ range: Range<Int>, _ message: String, remedy: String) {
        self.code = code
        self.range = range
        self.message = message
        self.remedy = remedy
    }

    /// The problem as a finding at line `number` of `file`.
    package func diagnostic(
        file: String, line number: Int, text: [UInt8], severity: Severity = .error
    ) -> Diagnostic {
        let location = Location(
            file: file, line: number, column: range.lowerBound + 1,
            endColumn: max(range.upperBound, range.lowerBound + 1) + 1)
        return Diagnostic(
            code, severity, at: location, message, excerpt: String(readable: text), remedy: remedy)
    }
}

extension [UInt8] {
    /// The text of a range, in quotes, for messages.
    func quoted(_ range: Range<Int>) -> String { "“" + String(readable: self[range]) + "”" }
}
