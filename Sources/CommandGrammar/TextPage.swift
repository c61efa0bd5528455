/// Plain text for a terminal: paragraphs and two-column rows, wrapped at a width.
struct TextPage {
    /// A term and what it means.
    typealias Row = (term: String, meaning: String)

    private(set) var text = ""
    private let width: Int

    /// Pages narrower than 40 columns are laid out for 40.
    init(width: Int) {
        self.width = max(width, 40)
    }

    mutating func heading(_ title: String) {
        separate()
        text += title + "\n"
    }

    mutating func paragraph(_ paragraph: String, indent: Int = 0) {
        separate()
        lines(paragraph, indent: indent)
    }

    mutating func lines(_ paragraph: String, indent: Int) {
        let margin = String(repeating: " ", count: indent)
        for line in wrapped(MarkedText.plain(paragraph), width: width - indent) {
            text += margin + line + "\n"
        }
    }

    /// Terms with commas between them; no line ends inside a term.
    mutating func list(_ terms: [String], indent: Int) {
        var line = String(repeating: " ", count: indent)
        for (index, term) in terms.enumerated() {
            let piece = index + 1 < terms.count ? term + "," : term
            if columns(of: line) > indent, columns(of: line) + 1 + columns(of: piece) > width {
                text += line + "\n"
                line = String(repeating: " ", count: indent)
            }
            line += columns(of: line) > indent ? " " + piece : piece
        }
        text += line + "\n"
    }

    mutating func verbatim(_ line: String) { text += line + "\n" }

    /// Rows whose meanings begin at one column, chosen by `column(for:)`; a term that reaches into
    /// it stands on a line of its own.
    mutating func rows(_ rows: [Row], column: Int) {
        for row in rows {
            let lines = wrapped(MarkedText.plain(row.meaning), width: width - column)
            var start = "  " + row.term
            if columns(of: start) + 2 > column {
                text += start + "\n"
                start = ""
            }
            for line in lines {
                text +=
                    start + String(repeating: " ", count: column - columns(of: start)) + line + "\n"
                start = ""
            }
            if lines.isEmpty { text += start + "\n" }
        }
    }

    /// The column at which the meanings of all `rows` begin: right of the widest term, but not
    /// right of column 28.
    static func column(for rows: [Row]) -> Int {
        let fitting = rows.map { columns(of: $0.term) + 4 }.filter { $0 <= 28 }
        return fitting.max() ?? 28
    }

    private mutating func separate() {
        if !text.isEmpty { text += "\n" }
    }
}
