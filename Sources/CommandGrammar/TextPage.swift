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
        for line in wrapped(MarkedText(paragraph).plain, width: width - indent) {
            text += margin + line + "\n"
        }
    }

    mutating func verbatim(_ line: String) { text += line + "\n" }

    /// Rows whose meanings begin at one column, chosen by `column(for:)`; a term that reaches into
    /// it stands on a line of its own.
    mutating func rows(_ rows: [Row], column: Int) {
        for row in rows {
            let lines = wrapped(MarkedText(row.meaning).plain, width: width - column)
            var start = "  " + row.term
            if start.count + 2 > column {
                text += start + "\n"
                start = ""
            }
            for line in lines {
                text += start + String(repeating: " ", count: column - start.count) + line + "\n"
                start = ""
            }
            if lines.isEmpty { text += start + "\n" }
        }
    }

    /// The column at which the meanings of all `rows` begin: right of the widest term, but not right
    /// of column 28.
    static func column(for rows: [Row]) -> Int {
        let fitting = rows.map { $0.term.count + 4 }.filter { $0 <= 28 }
        return fitting.max() ?? 28
    }

    private mutating func separate() {
        if !text.isEmpty { text += "\n" }
    }
}
