import Model
import SourceText

/// Reads a journal of hledger or ledger: its transactions, and the directives that say how they are meant.
///
/// What either program makes up by itself is left out: periodic transactions, rules that add postings, prices.
struct PlainJournal {
    private let lines: [StatementLines.Line]
    private let text: [UInt8]
    let isLedger: Bool
    var numbers: JournalNumbers
    private var index = 0
    private var year: Int?
    /// The commodity of amounts that name none.
    private var unnamed = ""
    private var prefixes: [String] = []
    /// What `apply` began and `end` has not ended, the innermost last.
    private var scopes: [String] = []
    /// What held before each file that is open now.
    private var outer: [Scope] = []
    /// The newest first.
    private var aliases: [(old: String, new: String)] = []
    private var journal = Journal()

    /// What directives say until the end of their file.
    private struct Scope {
        var year: Int?
        var unnamed: String
        var prefixes: [String]
        var scopes: [String]
        var aliases: [(old: String, new: String)]
        var mark: DecimalMark?
    }

    init(_ lines: StatementLines, isLedger: Bool, _ numbers: JournalNumbers) {
        self.lines = lines.lines
        text = lines.text
        self.isLedger = isLedger
        self.numbers = numbers
    }

    mutating func read() throws(ReadingStop) -> Journal {
        while index < lines.count {
            let line = lines[index]
            guard let first = line.bytes.first, !line.bytes.trimmed.isEmpty else {
                index += 1
                continue
            }
            switch first {
            case UInt8(ascii: ";") where crossesFile(line.bytes): index += 1
            case UInt8(ascii: ";"), Ascii.hash, UInt8(ascii: "%"), Ascii.bar, UInt8(ascii: "*"):
                index += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"): try readTransaction()
            case Ascii.tilde, Ascii.equals: skipBlock()
            case Ascii.space, Ascii.tab:
                guard line.bytes.trimmed.first == UInt8(ascii: ";") else {
                    throw .refused(
                        reason: "an indented line without a transaction above it", row: line.number,
                        value: String(readable: line.bytes.trimmed))
                }
                index += 1
            default: try readDirective(line)
            }
        }
        return journal
    }

    /// Whether a line is where an included file begins or ends: then what its directives say is put aside.
    private mutating func crossesFile(_ line: ArraySlice<UInt8>) -> Bool {
        if line.starts(with: JournalIncludes.begin.utf8) {
            outer.append(
                Scope(
                    year: year, unnamed: unnamed, prefixes: prefixes, scopes: scopes,
                    aliases: aliases, mark: numbers.given))
            return true
        }
        guard line.elementsEqual(JournalIncludes.end.utf8), let scope = outer.popLast() else {
            return false
        }
        year = scope.year
        // A default commodity of ledger is one for all files.
        if !isLedger { unnamed = scope.unnamed }
        prefixes = scope.prefixes
        scopes = scope.scopes
        aliases = scope.aliases
        numbers.given = scope.mark
        return true
    }

    /// Steps over a line and those that are indented below it.
    private mutating func skipBlock() {
        index += 1
        while index < lines.count, isIndented(lines[index]) { index += 1 }
    }

    private func isIndented(_ line: StatementLines.Line) -> Bool {
        (line.bytes.first?.isBlank ?? false) && !line.bytes.trimmed.isEmpty
    }

    // MARK: Transactions

    private mutating func readTransaction() throws(ReadingStop) {
        let head = lines[index]
        var transaction = try readHead(head)
        let reader = PlainPosting(
            unnamed: unnamed, year: transaction.date.year, isLedger: isLedger)
        let (prefixes, aliases) = (prefixes, aliases)
        index += 1
        var end = head.bytes.endIndex
        while index < lines.count, isIndented(lines[index]) {
            let line = lines[index]
            index += 1
            end = line.bytes.endIndex
            let content = line.bytes.trimmed
            guard content.first == UInt8(ascii: ";") else {
                transaction.postings.append(
                    try reader.read(line, &numbers) {
                        PlainJournal.meant($0, prefixes, aliases)
                    })
                continue
            }
            if !transaction.postings.isEmpty,
                let day = try PlainPosting.date(
                    in: content, row: line.number, year: transaction.date.year)
            {
                transaction.postings[transaction.postings.count - 1].date = day
            }
        }
        transaction.raw = String(readable: text[head.bytes.startIndex..<end])
        journal.transactions.append(transaction)
    }

    /// `DATE[=DATE] [*|!] [(CODE)] PAYEE [| NOTE] [; COMMENT]`
    private func readHead(_ line: StatementLines.Line) throws(ReadingStop) -> JournalTransaction {
        var scanner = JournalScanner(line.bytes, row: line.number)
        var transaction = JournalTransaction(
            line: line.number, date: try scanner.date(year: year))
        if scanner.take("=") {
            transaction.secondDate = try scanner.date(year: transaction.date.year)
        }
        if let byte = scanner.next, !byte.isBlank, byte != UInt8(ascii: ";") {
            throw scanner.refusal("a date is not followed by a blank")
        }
        scanner.skipBlanks()
        if scanner.take("!") {
            transaction.isPending = true
        } else {
            _ = scanner.take("*")
        }
        scanner.skipBlanks()
        if scanner.next == UInt8(ascii: "("),
            let close = scanner.rest.firstIndex(of: UInt8(ascii: ")"))
        {
            let code = scanner.rest.dropFirst().prefix { $0 != UInt8(ascii: ")") }
            transaction.code = String(readable: code).meaningful
            scanner.skip(close + 1 - scanner.position)
        }
        let description = scanner.until { $0 == UInt8(ascii: ";") }
        if let bar = description.firstIndex(of: Ascii.bar) {
            transaction.payee = String(readable: description[..<bar]).meaningful
            transaction.note = String(readable: description[(bar + 1)...]).meaningful
        } else {
            transaction.payee = String(readable: description).meaningful
        }
        return transaction
    }

    /// The account that a name stands for, below the accounts that apply and with aliases in its place.
    private static func meant(
        _ name: String, _ prefixes: [String], _ aliases: [(old: String, new: String)]
    ) -> String {
        var name = (prefixes + [name]).joined(separator: ":")
        for alias in aliases {
            if name == alias.old {
                name = alias.new
            } else if name.utf8.starts(with: (alias.old + ":").utf8) {
                name = alias.new + name.dropFirst(alias.old.count)
            }
        }
        return name
    }

    // MARK: Directives

    /// Directives that say nothing of what is read here; lines that are indented below them belong to them.
    private static let passedOver: Set<String> = [
        "P", "N", "C", "payee", "tag", "define", "def", "assert", "check", "expr", "eval", "value",
        "python", "import", "option", "commodity",
    ]

    private mutating func readDirective(_ line: StatementLines.Line) throws(ReadingStop) {
        var scanner = JournalScanner(line.bytes, row: line.number)
        if line.bytes.starts(with: "--".utf8) {
            index += 1
            return
        }
        if scanner.next == UInt8(ascii: "@") || scanner.next == UInt8(ascii: "!") { scanner.skip() }
        let word = String(readable: scanner.until { $0.isBlank })
        scanner.skipBlanks()
        let argument = String(readable: scanner.rest.trimmed)
        switch word {
        case "account": try readAccount(argument)
        case "commodity": try readCommodity(scanner)
        case "D":
            unnamed = try scanner.amount(&numbers)?.commodity ?? ""
            index += 1
        case "decimal-mark":
            guard let mark = DecimalMark(rawValue: argument) else {
                throw scanner.refusal("a decimal mark is “.” or “,”")
            }
            numbers.declare(mark)
            index += 1
        case "alias": try readAlias(argument, line)
        case "comment", "test": skip(to: "end \(word)")
        case "apply", "end": try readScope(word, argument, line)
        case "year", "Y": try setYear(argument, line)
        case _ where word.first == "Y" && word.dropFirst().allSatisfy(\.isNumber):
            try setYear(String(word.dropFirst()), line)
        case "include":
            throw .refused(
                reason: "another file is included that cannot be read", row: line.number,
                value: argument)
        case "i", "o", "O", "h", "b":
            throw .refused(
                reason: "this is a log of hours, which holds no money", row: line.number,
                value: word)
        case _ where PlainJournal.passedOver.contains(word): skipBlock()
        default:
            throw .refused(
                reason: "this line of a journal cannot be understood", row: line.number,
                column: 1, value: String(readable: line.bytes.trimmed))
        }
    }

    /// What `account NAME  ; type:T` says, in the line or the ones below it.
    private mutating func readAccount(_ argument: String) throws(ReadingStop) {
        let bytes = Array(argument.utf8)[...]
        let end =
            firstPlace(of: [0x20, 0x20], in: bytes) ?? bytes.firstIndex(of: Ascii.tab)
            ?? bytes.endIndex
        let name = String(readable: bytes[..<end].trimmed)
        var comments = [bytes[end...]]
        index += 1
        while index < lines.count, isIndented(lines[index]) {
            let content = lines[index].bytes.trimmed
            if content.first == UInt8(ascii: ";") { comments.append(content) }
            if content.starts(with: "alias ".utf8) {
                aliases.insert((String(readable: content.dropFirst(6).trimmed), name), at: 0)
            }
            index += 1
        }
        for comment in comments {
            guard let place = firstPlace(of: Array("type:".utf8), in: comment) else { continue }
            let word = comment[(place + 5)...].trimmed.prefix { $0.isLower || $0.isUpper }
            if let kind = JournalAccountKind(word: String(readable: word)) {
                journal.kinds.declare(name, kind)
            }
        }
    }

    /// `commodity 1.000,00 EUR`, or with the number in a line `format` below.
    private mutating func readCommodity(_ scanner: JournalScanner) throws(ReadingStop) {
        var scanner = scanner
        if scanner.rest.contains(where: \.isDigit) { _ = try scanner.amount(&numbers) }
        index += 1
        while index < lines.count, isIndented(lines[index]) {
            var line = JournalScanner(lines[index].bytes, row: lines[index].number)
            line.skipBlanks()
            if line.take("format") { _ = try line.amount(&numbers) }
            index += 1
        }
    }

    private mutating func readAlias(
        _ argument: String, _ line: StatementLines.Line
    ) throws(ReadingStop) {
        let sides = argument.split(separator: "=", maxSplits: 1).map(String.init)
        guard sides.count == 2, !argument.hasPrefix("/") else {
            throw .refused(
                reason: "an alias by pattern is not understood; name the account", row: line.number,
                value: argument)
        }
        aliases.insert((sides[0].meaningful ?? "", sides[1].meaningful ?? ""), at: 0)
        index += 1
    }

    private mutating func skip(to end: String) {
        index += 1
        while index < lines.count, String(readable: lines[index].bytes.trimmed) != end {
            // A comment may reach to the end of its file.
            if lines[index].bytes.elementsEqual(JournalIncludes.end.utf8) { return }
            index += 1
        }
        index += 1
    }

    /// `apply account NAME`, `end apply account`, `end aliases`; what tags are applied says nothing here.
    private mutating func readScope(
        _ word: String, _ argument: String, _ line: StatementLines.Line
    ) throws(ReadingStop) {
        let words = argument.split(whereSeparator: \.isWhitespace).map(String.init)
        switch (word, words.first) {
        case ("apply", "account"):
            prefixes.append(words.dropFirst().joined(separator: " "))
            scopes.append("account")
        case ("apply", "year"): try setYear(words.last ?? "", line)
        case ("apply", "fixed"), ("apply", "rate"), ("apply", "tag"):
            scopes.append(words.first ?? "")
        case ("end", "aliases"): aliases = []
        case ("end", _): endScope(words.last { $0 != "apply" })
        default:
            throw .refused(
                reason: "this line of a journal cannot be understood", row: line.number,
                value: String(readable: line.bytes.trimmed))
        }
        if !(word == "apply" && words.first == "year") { index += 1 }
    }

    /// Ends the innermost scope, or the innermost of a kind.
    private mutating func endScope(_ kind: String?) {
        guard let place = scopes.lastIndex(where: { kind == nil || $0 == kind }) else { return }
        if scopes.remove(at: place) == "account", !prefixes.isEmpty { prefixes.removeLast() }
    }

    private mutating func setYear(
        _ text: String, _ line: StatementLines.Line
    ) throws(ReadingStop) {
        guard let value = Int(text), CivilDate(year: value, month: 1, day: 1) != nil else {
            throw .refused(reason: "this is no year", row: line.number, value: text)
        }
        year = value
        index += 1
    }
}
