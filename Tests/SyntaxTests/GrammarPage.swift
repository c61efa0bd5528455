import Foundation
import Testing

/// `docs/reference/grammar.md` as its tests need it.
struct GrammarPage {
    let text: String

    init() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        text = try String(
            contentsOf: root.appendingPathComponent("docs/reference/grammar.md"), encoding: .utf8)
    }

    /// The lines of the fenced block with this label.
    func block(_ label: String) -> [String] {
        let lines = text.components(separatedBy: "\n")
        guard let open = lines.firstIndex(of: "```\(label)") else { return [] }
        return Array(lines[(open + 1)...].prefix { $0 != "```" })
    }

    /// A rejected line with the column that its diagnostic must name.
    struct Rejected: CustomTestStringConvertible {
        let line: String
        let marked: String
        let column: Int
        var testDescription: String { line }
    }

    func rejected() -> [Rejected] {
        block("rejected").compactMap { row in
            guard let open = row.range(of: "  ["), let close = row.range(of: "]  ") else {
                return nil
            }
            let line = String(row[..<open.lowerBound]).trimmingCharacters(in: .whitespaces)
            let marked = String(row[open.upperBound..<close.lowerBound])
            guard let place = line.range(of: marked, options: .backwards) else { return nil }
            let column = line.utf8.distance(from: line.startIndex, to: place.lowerBound) + 1
            return Rejected(line: line, marked: marked, column: column)
        }
    }
}
