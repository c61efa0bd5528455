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
        let mark = UInt8(ascii: "`")
        for piece in text.utf8.split(separator: mark, omittingEmptySubsequences: false) {
            if !piece.isEmpty {
                spans.append(Span(text: String(Substring(piece)), isCode: isCode))
            }
            isCode.toggle()
        }
        self.spans = spans
    }

    /// `text` for a terminal: code in single quotes.
    static func plain(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "`")) else { return text }
        return MarkedText(text).spans.reduce(into: "") {
            $0 += $1.isCode ? "'" + $1.text + "'" : $1.text
        }
    }
}

/// The columns that `text` takes in a terminal: one for each Unicode scalar.
func columns(of text: some StringProtocol) -> Int {
    text.utf8.reduce(into: 0) { $0 += $1 & 0xC0 == 0x80 ? 0 : 1 }
}

/// The words of `text` in lines of at most `width` columns; a longer word has a line of its own.
///
/// A text that fits in a line is that line, blanks and all.
func wrapped(_ text: String, width: Int) -> [String] {
    let newline = UInt8(ascii: "\n")
    if text.utf8.count <= width, !text.utf8.contains(newline) { return text.isEmpty ? [] : [text] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for bytes in text.utf8.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == newline }) {
        let word = Substring(bytes)
        let length = columns(of: word)
        if used > 0, used + 1 + length > width {
            lines.append(line)
            line = ""
            used = 0
        }
        if used > 0 {
            line += " "
            used += 1
        }
        line += word
        used += length
    }
    if used > 0 { lines.append(line) }
    return lines
}
