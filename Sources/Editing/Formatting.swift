import Model
package import Reading
import SourceText
import Syntax

/// Brings the lines of a file into canonical form. Lines that cannot be read, comments and blank
/// lines stay as they are, and no line is moved.
package enum Formatting {
    /// Formats a file of transactions and gives ids to the lines that have none.
    package static func transactions(
        _ file: inout EditableFile, account: String, _ reader: TransactionReader,
        taxonomies: Set<String>, ids: inout IDAssigner
    ) {
        for index in 0..<file.lineCount {
            let text = file.content(index)
            guard case .record = LineKind(text) else { continue }
            do throws(SyntaxProblem) {
                var line = try TransactionLine(text, in: reader, taxonomies: taxonomies)
                if line.record.status != .assertion, line.id == nil {
                    line.attributes["id"] = ids.derived(from: line.core, account: account)
                }
                let canonical = line.canonical
                if canonical != text { file.replace(index, with: canonical) }
            } catch {
                continue
            }
        }
    }

    /// Gives ids to the lines of a file that have none, in canonical form; no other line changes.
    ///
    /// - Parameters:
    ///   - account: the name of the folder that holds the file.
    ///   - ids: made from `taken`, every id of the ledger, when a line needs the first.
    package static func assignIDs(
        _ file: inout EditableFile, account: String, _ reader: TransactionReader,
        taxonomies: Set<String>, ids: inout IDAssigner?, taken: () -> Set<String>
    ) {
        for index in 0..<file.lineCount {
            let text = file.content(index)
            guard case .record = LineKind(text),
                var line = TransactionLine.read(text, in: reader, taxonomies: taxonomies),
                line.record.status != .assertion, line.id == nil
            else { continue }
            var assigner = ids ?? IDAssigner(taken: taken())
            line.attributes["id"] = assigner.derived(from: line.core, account: account)
            ids = assigner
            file.replace(index, with: line.canonical)
        }
    }

    /// Formats a file of other records: their fields joined by ` | `.
    package static func records(_ file: inout EditableFile) {
        for index in 0..<file.lineCount {
            let text = file.content(index)
            guard case .record = LineKind(text) else { continue }
            let canonical = CanonicalForm.plainLine(text)
            if canonical != text { file.replace(index, with: canonical) }
        }
    }
}
