import BenchmarkFigures
import Foundation

/// The part of a page that the benchmark writes.
enum DocumentBlock {
    static let begin = "<!-- benchmark: begin -->"
    static let end = "<!-- benchmark: end -->"

    /// Puts `block` between the markers of the page at `path`.
    static func replace(in path: String, with block: String) throws(BenchmarkFailure) {
        do {
            let page = try String(contentsOfFile: path, encoding: .utf8)
            guard let first = page.range(of: begin),
                let last = page.range(of: end, range: first.upperBound..<page.endIndex)
            else {
                throw BenchmarkFailure(
                    "“\(path)” has no lines \(begin) and \(end) to write between")
            }
            let text = page[..<first.upperBound] + "\n\(block)\n" + page[last.lowerBound...]
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch let failure as BenchmarkFailure {
            throw failure
        } catch {
            throw BenchmarkFailure("“\(path)” cannot be written: \(error.localizedDescription)")
        }
    }
}
