/// A line of pieces that each mean something.
struct StyledLine: Sendable {
    private(set) var pieces: [(text: String, role: Role)] = []
    /// The columns of a terminal that the line takes.
    private(set) var width = 0

    init() {}

    init(_ text: String, _ role: Role = .plain) { append(text, role) }

    mutating func append(_ text: String, _ role: Role = .plain) {
        if text.isEmpty { return }
        pieces.append((text, role))
        width += DisplayWidth.of(text)
    }

    /// A text that has its codes already and takes `width` columns.
    mutating func appendMeasured(_ text: String, width: Int) {
        pieces.append((text, .plain))
        self.width += width
    }

    mutating func append(_ other: StyledLine) {
        pieces += other.pieces
        width += other.width
    }

    /// Blanks up to `width` columns.
    mutating func pad(to width: Int) {
        if self.width < width { append(String(repeating: " ", count: width - self.width)) }
    }

    /// The line cut to at most `limit` columns.
    func cut(to limit: Int) -> StyledLine {
        if width <= limit { return self }
        var result = StyledLine()
        for (text, role) in pieces {
            let rest = limit - result.width
            if rest <= 0 { break }
            result.append(DisplayWidth.cut(text, to: rest), role)
        }
        return result
    }

    /// Without blanks at its end.
    func text(colours: Bool) -> String {
        var pieces = pieces
        while let last = pieces.last, Theme.code(last.role) == nil || !colours {
            var text = Substring(last.text)
            while text.last == " " { text.removeLast() }
            pieces.removeLast()
            if !text.isEmpty {
                pieces.append((String(text), last.role))
                break
            }
        }
        return pieces.map { text, role in
            guard colours, let code = Theme.code(role) else { return text }
            return "\u{1B}[\(code)m\(text)\u{1B}[0m"
        }.joined()
    }
}
