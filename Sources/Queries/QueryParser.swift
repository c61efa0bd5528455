import Model

/// Reads queries (formats 5): each argument of the command line is one term; files and `expr:` are
/// cut at blanks.
package struct QueryParser: Sendable {
    private let periods: PeriodParser
    private let taxonomies: Set<String>
    private let accountPrefix: String

    /// - Parameter accountPrefix: what may stand before the names of accounts in `acct:`.
    package init(periods: PeriodParser, taxonomies: Set<String>, accountPrefix: String = "") {
        self.periods = periods
        self.taxonomies = taxonomies
        self.accountPrefix = accountPrefix
    }

    /// The keys of terms, for completion and messages.
    package static let keys = [
        "acct", "cat", "desc", "note", "contact", "tag", "amt", "date", "status", "cur", "id",
        "kind",
        "file", "attr", "is", "expr",
    ]

    /// A query of separate terms: same keys OR, different keys AND, `not:` AND NOT.
    package func query(terms: [String]) throws(QueryProblem) -> Query {
        var order: [String] = []
        var groups: [String: [Query]] = [:]
        var result: [Query] = []
        for text in terms {
            let (isNegated, key, pattern) = split(text)
            let query = try term(key: key, pattern: pattern, whole: text)
            if isNegated {
                result.append(.not(query))
            } else if key.isEmpty || key == "expr" {
                result.append(query)
            } else {
                if groups[key] == nil { order.append(key) }
                groups[key, default: []].append(query)
            }
        }
        for key in order {
            let group = groups[key] ?? []
            result.append(group.count == 1 ? group[0] : .any(group))
        }
        return .all(result)
    }

    /// A query as it stands in a file: terms cut at blanks.
    package func query(text: String) throws(QueryProblem) -> Query {
        try query(terms: QueryWords.split(text))
    }

    /// The terms of a query as it stands in a file.
    package static func words(_ text: String) -> [String] { QueryWords.split(text) }

    /// Terms of the command line as a file holds them: a pattern with blanks in quotes.
    package static func text(_ terms: [String]) -> String {
        terms.map { term in
            guard term.contains(where: { $0 == " " || $0 == "\t" }), !term.hasSuffix("\"") else {
                return term
            }
            var start = term.startIndex
            if let colon = term.lastIndex(of: ":"),
                term[..<colon].split(separator: ":").allSatisfy({
                    keys.contains(String($0)) || $0 == "not"
                })
            {
                start = term.index(after: colon)
            }
            let pattern = term[start...].replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            return "\(term[..<start])\"\(pattern)\""
        }.joined(separator: " ")
    }

    /// Cuts a term into `not:`, key and pattern. A text before a colon that is no key belongs to the
    /// pattern, so that `12:30` is a word.
    func split(_ text: String) -> (isNegated: Bool, key: String, pattern: String) {
        var rest = Substring(text)
        let isNegated = rest.hasPrefix("not:")
        if isNegated { rest = rest.dropFirst(4) }
        guard let colon = rest.firstIndex(of: ":") else { return (isNegated, "", String(rest)) }
        let key = String(rest[..<colon])
        guard QueryParser.keys.contains(key) || taxonomies.contains(key) else {
            return (isNegated, "", String(rest))
        }
        return (isNegated, key, String(rest[rest.index(after: colon)...]))
    }

    private func term(
        key: String, pattern raw: String, whole: String
    ) throws(QueryProblem) -> Query {
        let pattern = raw.unquoted
        if pattern.isEmpty {
            throw QueryProblem(whole, "“\(whole)” asks for nothing", remedy: "write \(key):…")
        }
        let isNone = pattern == "none"
        switch key {
        case "": return .term(.word(try TextPattern(try checkWord(pattern))))
        case "acct": return .term(.account(NamePattern(pattern, prefix: accountPrefix)))
        case "kind": return .term(.kind(NamePattern(pattern)))
        case "cat": return .term(.category(isNone ? nil : pattern))
        case "desc": return .term(.description(try TextPattern(pattern)))
        case "note": return .term(.note(isNone ? nil : try TextPattern(pattern)))
        case "contact": return .term(.contact(isNone ? nil : NamePattern(pattern)))
        case "tag": return .term(.tag(isNone ? nil : NamePattern(pattern.droppingHash)))
        case "amt": return .term(.amount(try AmountCondition(pattern)))
        case "date": return .term(.date(try period(pattern)))
        case "status": return .term(.status(try status(pattern)))
        case "cur": return .term(.currency(NamePattern(pattern)))
        case "id": return .term(.id(NamePattern(pattern)))
        case "file": return .term(.file(try TextPattern(pattern)))
        case "attr": return .term(attribute(pattern))
        case "is": return .term(.trait(try trait(pattern)))
        case "expr":
            return try ExpressionParser(self, QueryWords.splitExpression(pattern)).parse(whole)
        default: return .term(.taxonomy(key, path: isNone ? nil : pattern))
        }
    }

    func term(word: String) throws(QueryProblem) -> Query {
        let (isNegated, key, pattern) = split(word)
        let query = try term(key: key, pattern: pattern, whole: word)
        return isNegated ? .not(query) : query
    }

    /// A word that looks like a term with a misspelt key is refused.
    private func checkWord(_ word: String) throws(QueryProblem) -> String {
        guard let colon = word.firstIndex(of: ":"), word.index(after: colon) < word.endIndex else {
            return word
        }
        let key = String(word[..<colon])
        guard key.utf8.allSatisfy({ $0 &- 0x61 < 26 }),
            let near = Suggestion.nearest(to: key, in: QueryParser.keys + Array(taxonomies))
        else { return word }
        throw QueryProblem(
            word, "“\(key):” is no key of a query",
            remedy: "did you mean \(near):? A text is found by desc:\"\(word)\"")
    }

    private func period(_ text: String) throws(QueryProblem) -> Period {
        guard let period = periods.period(text) else {
            throw QueryProblem(
                text, "“\(text)” is no period", remedy: "periods are \(PeriodParser.forms)")
        }
        return period
    }

    private func status(_ text: String) throws(QueryProblem) -> NamePattern {
        let pattern = NamePattern(text)
        let names = Status.allCases.filter { $0 != .assertion }.map(\.name)
        if names.contains(where: pattern.matches) { return pattern }
        throw QueryProblem(
            text, "“\(text)” is no status", remedy: "statuses are " + names.joined(separator: ", "))
    }

    private func trait(_ text: String) throws(QueryProblem) -> Trait {
        if let trait = Trait(rawValue: text) { return trait }
        let names = Trait.allCases.map(\.rawValue)
        let near = Suggestion.nearest(to: text, in: names)
        throw QueryProblem(
            text, "“is:\(text)” asks nothing known",
            remedy: near.map { "did you mean is:\($0)?" } ?? "is: takes "
                + names.joined(separator: " "))
    }

    private func attribute(_ text: String) -> Term {
        guard let equals = text.firstIndex(of: "=") else {
            return .attribute(key: text, value: nil)
        }
        return .attribute(
            key: String(text[..<equals]),
            value: NamePattern(String(text[text.index(after: equals)...]).unquoted))
    }
}

extension String {
    /// Without the double quotes around it, `\"` and `\\` inside them resolved.
    fileprivate var unquoted: String {
        guard count >= 2, hasPrefix("\""), hasSuffix("\"") else { return self }
        var result = ""
        var isEscaped = false
        for character in dropFirst().dropLast() {
            if character == "\\" && !isEscaped {
                isEscaped = true
                continue
            }
            result.append(character)
            isEscaped = false
        }
        return result
    }

    fileprivate var droppingHash: String { hasPrefix("#") ? String(dropFirst()) : self }
}
