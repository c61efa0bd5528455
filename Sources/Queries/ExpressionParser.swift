/// Cuts a text into terms at blanks outside quotes.
enum QueryWords {
    static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if character == "\"" && !isEscaped { isQuoted.toggle() }
            if !isQuoted, character == " " || character == "\t" || character.isNewline {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// The same, with brackets outside quotes as words of their own.
    static func splitExpression(_ text: String) -> [String] {
        split(text).flatMap { word in
            var word = Substring(word)
            var opening: [String] = []
            var closing: [String] = []
            while word.first == "(" {
                opening.append("(")
                word = word.dropFirst()
            }
            while word.last == ")", !word.contains("/") {
                closing.append(")")
                word = word.dropLast()
            }
            return opening + (word.isEmpty ? [] : [String(word)]) + closing
        }
    }
}

/// `expr:` with `and`, `or`, `not` and brackets; `and` binds closer than `or`, and stands between two
/// terms that have nothing between them.
struct ExpressionParser {
    private let parser: QueryParser
    private let words: [String]
    private var index = 0

    init(_ parser: QueryParser, _ words: [String]) {
        self.parser = parser
        self.words = words
    }

    func parse(_ whole: String) throws(QueryProblem) -> Query {
        var copy = self
        let query = try copy.disjunction(whole)
        if copy.index < words.count {
            throw QueryProblem(
                whole, "“\(words[copy.index])” stands alone in the expression",
                remedy: "join terms by and, or, not and brackets")
        }
        return query
    }

    private var current: String? { index < words.count ? words[index] : nil }

    private mutating func disjunction(_ whole: String) throws(QueryProblem) -> Query {
        var parts = [try conjunction(whole)]
        while current?.lowercased() == "or" {
            index += 1
            parts.append(try conjunction(whole))
        }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction(_ whole: String) throws(QueryProblem) -> Query {
        var parts = [try factor(whole)]
        while let word = current, word != ")", word.lowercased() != "or" {
            if word.lowercased() == "and" { index += 1 }
            parts.append(try factor(whole))
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func factor(_ whole: String) throws(QueryProblem) -> Query {
        guard let word = current else {
            throw QueryProblem(
                whole, "the expression ends where a term is due", remedy: "write a term")
        }
        if ["and", "or", ")"].contains(word.lowercased()) {
            throw QueryProblem(
                whole, "“\(word)” stands where a term is due",
                remedy: "write a term before it; the word itself is found by desc:\(word)")
        }
        index += 1
        if word.lowercased() == "not" { return .not(try factor(whole)) }
        guard word == "(" else { return try parser.term(word: word) }
        let inner = try disjunction(whole)
        guard current == ")" else {
            throw QueryProblem(whole, "a bracket is not closed", remedy: "write “)”")
        }
        index += 1
        return inner
    }
}
