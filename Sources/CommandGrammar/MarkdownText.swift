/// Escapes text for Markdown, so that every character prints as itself.
enum MarkdownText {
    /// Running text; what stands in backquotes stays code.
    static func escaped(_ text: String) -> String {
        MarkedText(text).spans.reduce(into: "") { result, span in
            if span.isCode {
                result += code(span.text)
                return
            }
            for character in span.text {
                if "\\*_<>[]#".contains(character) { result += "\\" }
                result.append(character)
            }
        }
    }

    static func code(_ text: String) -> String { "`" + text + "`" }

    /// The same for a cell of a table, where a bar is escaped even inside code.
    static func cell(_ markdown: String) -> String {
        markdown.reduce(into: "") { result, character in
            if character == "|" { result += "\\" }
            result.append(character)
        }
    }

    /// The anchor that renderers give to a heading: lower case, dashes for blanks.
    static func anchor(_ heading: String) -> String {
        heading.lowercased().reduce(into: "") { result, character in
            if character == " " {
                result += "-"
            } else if character.isLetter || character.isNumber || character == "-" {
                result.append(character)
            }
        }
    }
}
