import SourceText

/// Tells by its lines whether a text is a journal, and whose.
struct JournalSigns {
    /// `nil` where it is none.
    private(set) var format: StatementFormat?

    private static let words: Set<String> = [
        "account", "alias", "apply", "comment", "commodity", "include", "payee", "tag",
        "decimal-mark",
        "year", "test", "define",
    ]
    private static let ledgerWords: Set<String> = [
        "N", "C", "bucket", "A", "define", "def", "assert", "check", "expr", "eval", "python",
        "capture",
    ]
    private static let beancountWords: Set<String> = [
        "open", "close", "commodity", "balance", "pad", "note", "document", "event", "query",
        "price",
        "custom", "txn",
    ]

    /// A journal shows itself by transactions with postings below them, or by directives; every line that is not
    /// indented has to be one of a journal.
    init(_ lines: [StatementLines.Line]) {
        var heads = 0
        var postings = 0
        var directives = 0
        var isLedger = false
        var comment: String?
        func hasPosting(_ index: Int) -> Bool {
            index + 1 < lines.count && JournalSigns.isPosting(lines[index + 1].bytes)
        }
        for (index, line) in lines.prefix(400).enumerated() {
            let content = line.bytes.trimmed
            guard let first = line.bytes.first, !content.isEmpty else { continue }
            if let end = comment {
                if String(readable: content) == end { comment = nil }
                continue
            }
            if firstPlace(of: Array("-*- ledger -*-".utf8), in: content) != nil { isLedger = true }
            if ";#%|*".utf8.contains(first) { continue }
            if first.isBlank { continue }
            let word = String(readable: line.bytes.prefix { !$0.isBlank })
            if first.isDigit {
                guard let kind = JournalSigns.dated(line.bytes) else { return }
                if kind == .beancount {
                    format = .beancount
                    return
                }
                heads += 1
                if hasPosting(index) { postings += 1 }
                continue
            }
            if word == "option" || word == "plugin", content.last == Ascii.quote {
                format = .beancount
                return
            }
            if word == "include", content.last == Ascii.quote, !isLedger { format = .beancount }
            let isDirective = JournalSigns.isDirective(word, first)
            guard isDirective || JournalSigns.ledgerWords.contains(word) else {
                format = nil
                return
            }
            isLedger = isLedger || JournalSigns.ledgerWords.contains(word)
            if word == "comment" || word == "test" { comment = "end \(word)" }
            let isRule = first == Ascii.tilde || first == Ascii.equals
            if !isRule || hasPosting(index) { directives += 1 }
        }
        if format == nil, postings * 2 >= heads, postings + directives > 0 {
            format = isLedger ? .ledger : .hledger
        }
    }

    private static func isDirective(_ word: String, _ first: UInt8) -> Bool {
        if words.contains(word) || ["P", "D", "Y", "end", "~", "="].contains(word) { return true }
        return first == Ascii.tilde || first == Ascii.equals || word.hasPrefix("--")
            || first == UInt8(ascii: "Y") && word.dropFirst().allSatisfy(\.isNumber)
    }

    /// Whose a line is that begins with a date; `nil` for a line of no journal.
    private static func dated(_ line: ArraySlice<UInt8>) -> StatementFormat? {
        let date = line.prefix { $0.isDigit || "-/.=".utf8.contains($0) }
        let numbers = date.split { !$0.isDigit }
        // The year comes first, or is left out.
        guard numbers.count == 2 || numbers.count >= 3 && numbers[0].count == 4,
            numbers.allSatisfy({ $0.count <= 4 })
        else { return nil }
        let rest = line[date.endIndex...]
        guard rest.isEmpty || rest.first?.isBlank ?? false else { return nil }
        let words = rest.trimmed.split(maxSplits: 1) { $0.isBlank }
        guard let word = words.first else { return .hledger }
        if beancountWords.contains(String(readable: word)), numbers.count == 3,
            rest.trimmed.count > word.count
        {
            // A payee may be called “open”; a directive is followed by an account, a name or a text.
            let next = words.last?.trimmed.first ?? 0
            let isAccount = words.last?.prefix { !$0.isBlank }.contains(Ascii.colon) ?? false
            if isAccount || next == Ascii.quote || word.elementsEqual("commodity".utf8)
                || word.elementsEqual("price".utf8)
            {
                return .beancount
            }
        }
        let isFlagged = word.count == 1 && "*!".utf8.contains(word[word.startIndex])
        if isFlagged, words.count > 1, words[1].trimmed.first == Ascii.quote { return .beancount }
        return .hledger
    }

    /// Whether a line has the form of a posting: indented, not a comment, with a name.
    private static func isPosting(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.first?.isBlank ?? false else { return false }
        guard let first = line.trimmed.first else { return false }
        return !first.isDigit || line.trimmed.contains(Ascii.colon)
    }
}
