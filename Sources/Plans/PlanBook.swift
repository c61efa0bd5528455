import Analysis
import Model
package import Reading
package import SourceText
import Syntax

/// Every plan of a ledger.
package struct PlanBook: Sendable {
    /// By file and line.
    package private(set) var lines: [PlanLine] = []
    package private(set) var findings: [Diagnostic] = []

    /// Reads `plans/*.txt`.
    package init(_ ledger: Ledger) {
        let parser = PlanParser(ledger)
        findings =
            RecordFolder.read(ledger, "plans") { text, name, number throws(SyntaxProblem) in
                lines.append(try parser.line(text, plan: name, number: number))
            }.findings
    }

    /// Parts in categories that `categories.txt` does not declare.
    package func undeclared(_ ledger: Ledger) -> [Diagnostic] {
        lines.flatMap { line in
            line.parts.compactMap { part in
                guard case .category(let path) = part.target, !ledger.categories.isKnown(path)
                else { return nil }
                return Diagnostic(
                    "category.unknown", .error,
                    at: Location(file: "plans/\(line.plan).txt", line: line.number),
                    "the category “\(path)” is not declared",
                    remedy: "correct it, or declare it in categories.txt")
            }
        }
    }
}
