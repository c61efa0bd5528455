import SourceText

/// Tells by its lines whether a text is a journal, and whose.
struct JournalSigns {
    /// `nil` where it is none.
    private(set) var format: StatementFormat?

    private static let words: Set<String> = [
        "account", "alias", "apply", "comment", "commodity", "include", "payee", "tag",
        "decimal-mark",
        "year", "test", "define", "P", "D", "Y", "end",
    ]
    /// Words that only ledger knows.
    private static let ledgerWords: Set<String> = [
        "N", "C", "bucket", "A", "define", "def", "assert", "check", "expr", "eval", "python",
        "capture",
        "value", "import", "I",
    ]

    /// What was seen so far.
    private struct Counts {
        var heads = 0
        /// Transactions with a posting that moves an amount.
        var moves = 0
        var directives = 0
        /// Lines that are none of a journal.
        var strange = 0
        var isLedger = false
        var isBeancount = false
    }

    /// A journal shows itself by transactions with postings below them, or by directives; nearly every line that is not
    /// indented has to be one of a journal.
    init(_ lines: [StatementLines.Line]) {
        var counts = Counts()
        var comment: String?
        var seen = 0
        for (index, line) in lines.enumerated() {
            guard let first = line.bytes.first, !line.bytes.trimmed.isEmpty else { continue }
            if let end = comment {
                if String(readable: line.bytes.trimmed) == end { comment = nil }
                continue
            }
            if firstPlace(of: Array("-*- ledger -*-".utf8), in: line.bytes) != nil {
                counts.isLedger = true
            }
            if first.isBlank || ";#%|*".utf8.contains(first) { continue }
            seen += 1
            if seen > 400 { break }
            if first.isDigit {
                JournalSigns.count(lines, index, &counts)
                continue
            }
            let word = JournalSigns.word(line.bytes)
            if word == "comment" || word == "test" { comment = "end \(word)" }
            JournalSigns.count(word, line.bytes, lines, index, &counts)
        }
        format = JournalSigns.format(counts)
    }

    private static func format(_ counts: Counts) -> StatementFormat? {
        if counts.isBeancount, counts.strange * 4 <= counts.heads + counts.directives {
            return .beancount
        }
        let isTold = counts.moves > 0 && counts.moves * 2 >= counts.heads
        // A few lines that are not understood are refused where they stand.
        guard
            isTold && counts.strange * 4 <= counts.heads
                || counts.heads == 0 && counts.directives > 0 && counts.strange == 0
        else { return nil }
        return counts.isLedger ? .ledger : .hledger
    }

    /// The first word, without the mark that older versions of ledger write before it.
    private static func word(_ line: ArraySlice<UInt8>) -> String {
        let isMarked = line.first == UInt8(ascii: "!") || line.first == UInt8(ascii: "@")
        return String(readable: (isMarked ? line.dropFirst() : line).prefix { !$0.isBlank })
    }

    // MARK: Directives

    private static func count(
        _ word: String, _ line: ArraySlice<UInt8>, _ lines: [StatementLines.Line], _ index: Int,
        _ counts: inout Counts
    ) {
        let isQuoted = line.trimmed.last == Ascii.quote
        if (word == "option" || word == "plugin" || word == "include"), isQuoted {
            counts.isBeancount = true
            counts.directives += 1
        } else if word == "pushtag" || word == "poptag" || word == "pushmeta" || word == "popmeta" {
            counts.directives += 1
        } else if word == "~" || word == "=" {
            // A rule has what it adds below it.
            let hasPosting = movesAmount(lines, index)
            counts.directives += hasPosting ? 1 : 0
            counts.strange += hasPosting ? 0 : 1
        } else if ledgerWords.contains(word) {
            counts.isLedger = true
            counts.directives += 1
        } else if words.contains(word) || isYear(word) {
            counts.directives += isDirective(line) ? 1 : 0
            counts.strange += isDirective(line) ? 0 : 1
        } else {
            counts.strange += 1
        }
    }

    private static func isYear(_ word: String) -> Bool {
        word.first == "Y" && word.count == 5 && word.dropFirst().allSatisfy(\.isNumber)
    }

    /// Whether behind the argument of a directive nothing stands but a comment: a row of a table has more.
    private static func isDirective(_ line: ArraySlice<UInt8>) -> Bool {
        guard let tab = line.firstIndex(of: Ascii.tab) else { return true }
        let rest = line[tab...].trimmed
        return rest.first == UInt8(ascii: ";") || !rest.contains(Ascii.tab)
    }

    // MARK: Transactions

    private static func count(
        _ lines: [StatementLines.Line], _ index: Int, _ counts: inout Counts
    ) {
        let line = lines[index].bytes
        guard let rest = afterDate(line) else {
            counts.strange += 1
            return
        }
        if isBeancountDirective(rest) {
            counts.isBeancount = true
            counts.directives += 1
            return
        }
        counts.heads += 1
        if isQuotedHead(rest), hasBeancountPosting(lines, index) { counts.isBeancount = true }
        if movesAmount(lines, index) { counts.moves += 1 }
    }

    /// What stands behind the date of a transaction; `nil` for a line of no journal, such as a row that ends in an amount
    /// behind blanks.
    private static func afterDate(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let date = line.prefix { $0.isDigit || "-/.=".utf8.contains($0) }
        let numbers = date.split { !$0.isDigit }
        // The year comes first, or is left out.
        guard numbers.count == 2 || numbers.count >= 3 && numbers[0].count == 4,
            numbers.allSatisfy({ $0.count <= 4 })
        else { return nil }
        let rest = line[date.endIndex...]
        guard rest.isEmpty || rest.first?.isBlank ?? false else { return nil }
        if let blanks = lastPlace(ofBlanks: rest.trimmed), isAmount(rest.trimmed[blanks...].trimmed)
        {
            return nil
        }
        return rest.trimmed
    }

    private static func lastPlace(ofBlanks text: ArraySlice<UInt8>) -> Int? {
        text.indices.dropLast().last {
            text[$0].isBlank && text[$0 + 1].isBlank || text[$0] == Ascii.tab
        }
    }

    private static func isAmount(_ text: ArraySlice<UInt8>) -> Bool {
        text.contains(where: \.isDigit)
            && text.allSatisfy { $0.isDigit || "+-.,".utf8.contains($0) }
    }

    /// Whether below a head a posting stands that moves an amount.
    private static func movesAmount(_ lines: [StatementLines.Line], _ index: Int) -> Bool {
        for line in lines[(index + 1)...] {
            guard let first = line.bytes.first, first.isBlank else { return false }
            let content = line.bytes.trimmed
            guard let head = content.first, head != UInt8(ascii: ";"), head != Ascii.minus else {
                continue
            }
            // Two blanks or a tab part the account from its amount.
            let end =
                firstPlace(of: [0x20, 0x20], in: content) ?? content.firstIndex(of: Ascii.tab)
            if let end, content[end...].contains(where: \.isDigit) { return true }
            // In beancount one blank is enough.
            let account = content.prefix { !$0.isBlank }
            if account.contains(Ascii.colon),
                content[account.endIndex...].contains(where: \.isDigit)
            {
                return true
            }
        }
        return false
    }

    // MARK: Beancount

    private static func isBeancountDirective(_ rest: ArraySlice<UInt8>) -> Bool {
        let words = rest.split { $0.isBlank }
        guard let word = words.first, words.count > 1 else { return false }
        let next = words[1]
        switch String(readable: word) {
        case "open", "close", "pad", "balance", "note", "document":
            return isAccount(next)
        case "event", "query", "custom": return next.first == Ascii.quote
        case "commodity":
            return isCurrency(next)
                && (words.count == 2 || words[2].first == UInt8(ascii: ";"))
        case "price":
            return words.count >= 4 && isCurrency(next) && words[2].contains(where: \.isDigit)
                && isCurrency(words[3])
        case "txn": return next.first == Ascii.quote
        default: return false
        }
    }

    private static func isAccount(_ word: ArraySlice<UInt8>) -> Bool {
        guard let first = word.first, first.isUpper || first >= 0x80 else { return false }
        return word.contains(Ascii.colon)
    }

    private static func isCurrency(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.first?.isUpper ?? false else { return false }
        return word.allSatisfy { $0.isUpper || $0.isDigit || "'._-".utf8.contains($0) }
    }

    /// A flag and quoted texts, behind which only tags and links stand.
    private static func isQuotedHead(_ rest: ArraySlice<UInt8>) -> Bool {
        let text = rest.dropFirst().trimmed
        guard let flag = rest.first, "*!".utf8.contains(flag), text.first == Ascii.quote,
            let end = text.lastIndex(of: Ascii.quote)
        else { return false }
        return text[(end + 1)...].split { $0.isBlank }.allSatisfy {
            $0.first == Ascii.hash || $0.first == UInt8(ascii: "^") || $0.first == UInt8(ascii: ";")
        }
    }

    private static func hasBeancountPosting(
        _ lines: [StatementLines.Line], _ index: Int
    ) -> Bool {
        for line in lines[(index + 1)...].prefix(20) {
            guard let first = line.bytes.first else { return false }
            guard first.isBlank else { continue }
            let content = line.bytes.trimmed
            if content.first?.isUpper ?? false { return isAccount(content.prefix { !$0.isBlank }) }
        }
        return false
    }
}
