/// A text of a description, in which `code` stands in backquotes.
struct MarkedText {
    struct Span {
        let text: String
        let isCode: Bool
    }

    let spans: [Span]

    init(_ text: String) {
        var spans: [Span] = []
        var isCode = false
        for piece in text.split(separator: "`", omittingEmptySubsequences: false) {
            if !piece.isEmpty { spans.append(Span(text: String(piece), isCode: isCode)) }
            isCode.toggle()
        }
        self.spans = spans
    }

    /// The text for a terminal: code in single quotes.
    var plain: String {
        spans.reduce(into: "") { $0 += $1.isCode ? "'" + $1.text + "'" : $1.text }
    }
}

/// The words of `text` in lines of at most `width` columns; a longer word has a line of its own.
///
/// Every character counts as one column.
func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var columns = 0
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
        let length = word.count
        if columns > 0, columns + 1 + length > width {
            lines.append(line)
            line = ""
            columns = 0
        }
        if columns > 0 {
            line += " "
            columns += 1
        }
        line += word
        columns += length
    }
    if columns > 0 { lines.append(line) }
    return lines
}
