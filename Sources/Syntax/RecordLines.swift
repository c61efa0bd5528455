package import SourceText

/// The records of a text file that holds one a line.
package enum RecordLines {
    /// Hands every record of a file on, with the number of its line from 1; blank lines and comments are
    /// left out.
    ///
    /// - Parameter path: the file inside the ledger, for findings.
    /// - Returns: what is wrong with lines that hold no record, or that `take` refuses.
    package static func read(
        _ bytes: [UInt8], path: String,
        _ take: (_ text: [UInt8], _ number: Int) throws(SyntaxProblem) -> Void
    ) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for (index, line) in LineTable(bytes).lines.enumerated() {
            let text = Array(bytes[line.content])
            do throws(SyntaxProblem) {
                switch LineKind(text) {
                case .blank, .comment: continue
                case .malformed(let problem): throw problem
                case .record: try take(text, index + 1)
                }
            } catch {
                findings.append(error.diagnostic(file: path, line: index + 1, text: text))
            }
        }
        return findings
    }
}
