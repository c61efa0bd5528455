import Rendering
package import SourceText

/// Words findings for people: place, severity, message, the line as it stands, the way out.
package enum DiagnosticText {
    package static func append(
        _ finding: Diagnostic, colours: Bool, to bytes: inout [UInt8]
    ) {
        let location = finding.location
        var place = location.file
        if let line = location.line { place += ":\(line)" }
        if let column = location.column { place += ":\(column)" }
        let severity = paint(
            finding.severity.rawValue, finding.severity == .error ? "1;31" : "1;33", colours)
        bytes += "\(place): \(severity): \(finding.message) [\(finding.code)]\n".utf8
        appendExcerpt(finding, colours, to: &bytes)
        if !finding.remedy.isEmpty { bytes += "  = \(finding.remedy)\n".utf8 }
        for related in finding.related {
            let line = related.location.line.map { ":\($0)" } ?? ""
            bytes += "  - \(related.location.file)\(line): \(related.message)\n".utf8
        }
    }

    private static func appendExcerpt(
        _ finding: Diagnostic, _ colours: Bool, to bytes: inout [UInt8]
    ) {
        guard !finding.excerpt.isEmpty else { return }
        let line = Array(finding.excerpt.utf8)
        let start = min((finding.location.column ?? 1) - 1, line.count)
        let end = max(start, min((finding.location.endColumn ?? start + 2) - 1, line.count))
        // A long line is shown around the place that matters.
        let first = start > 100 ? start - 60 : 0
        let shown = String(readable: line[first..<min(line.count, first + 160)])
            .replacingTabs
        bytes += "  | \(first > 0 ? "…" : "")\(shown)\n".utf8
        guard finding.location.column != nil else { return }
        let lead = DisplayWidth.of(String(readable: line[first..<start]).replacingTabs)
        let width = max(1, DisplayWidth.of(String(readable: line[start..<end])))
        let carets = String(repeating: "^", count: min(width, 100))
        let gap = String(repeating: " ", count: lead + (first > 0 ? 1 : 0))
        bytes += "  | \(gap)\(paint(carets, "31", colours))\n".utf8
    }

    private static func paint(_ text: String, _ code: String, _ colours: Bool) -> String {
        colours ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

extension String {
    /// `harmless` in one line, so that columns stay in place.
    package var replacingTabs: String {
        let text = harmless
        return text.utf8.contains(0x0A) ? text.replacing("\n", with: " ") : text
    }
}
