import Model
import SourceText

/// Reads a journal of beancount: its transactions, its balances and what is padded.
struct BeancountJournal {
    private let lines: [StatementLines.Line]
    private let text: [UInt8]
    var numbers: JournalNumbers
    private var index = 0
    private var journal = Journal()
    private var pads: [(account: String, source: String, line: Int, date: CivilDate)] = []

    init(_ lines: StatementLines, _ numbers: JournalNumbers) {
        self.lines = lines.lines
        text = lines.text
        self.numbers = numbers
    }

    mutating func read() throws(ReadingStop) -> Journal {
        while index < lines.count {
            let line = lines[index]
            guard let first = line.bytes.first else {
                index += 1
                continue
            }
            if first.isDigit {
                try readDated(try logicalLine())
            } else if first.isLower {
                try readUndated(try logicalLine())
            } else if first.isBlank, let byte = line.bytes.trimmed.first, !isSaid(byte) {
                throw .refused(
                    reason: "an indented line without a transaction above it", row: line.number,
                    value: String(readable: line.bytes.trimmed))
            } else {
                // A heading of an outline, a comment, or what a directive that says nothing here has below it.
                if first.isBlank { _ = try logicalLine() } else { index += 1 }
            }
        }
        attachPads()
        return journal
    }

    /// Whether an indented line that begins so is a comment, tags, links or metadata, which begin with a small letter.
    private func isSaid(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ";") || byte == Ascii.hash || byte == UInt8(ascii: "^") || byte.isLower
            || byte == Ascii.quote
    }

    /// The next line, with those after it that its open quote reaches.
    private mutating func logicalLine() throws(ReadingStop) -> StatementLines.Line {
        let first = lines[index]
        var last = first
        index += 1
        var isOpen = BeancountJournal.isOpen(first.bytes, false)
        while isOpen {
            guard index < lines.count else {
                throw .refused(
                    reason: "a quoted text without its end", row: first.number,
                    value: String(readable: first.bytes.trimmed))
            }
            last = lines[index]
            isOpen = BeancountJournal.isOpen(last.bytes, true)
            index += 1
        }
        return StatementLines.Line(
            number: first.number, bytes: text[first.bytes.startIndex..<last.bytes.endIndex])
    }

    /// Whether a quote is open at the end of a line; one behind a comment's mark is none.
    private static func isOpen(_ bytes: ArraySlice<UInt8>, _ before: Bool) -> Bool {
        var isOpen = before
        var isEscaped = false
        for byte in bytes {
            if isOpen, byte == Ascii.backslash, !isEscaped {
                isEscaped = true
                continue
            }
            if byte == Ascii.quote, !isEscaped { isOpen.toggle() }
            if byte == UInt8(ascii: ";"), !isOpen { return false }
            isEscaped = false
        }
        return isOpen
    }

    // MARK: Directives

    private mutating func readUndated(_ line: StatementLines.Line) throws(ReadingStop) {
        var scanner = JournalScanner(line.bytes, row: line.number, isBeancount: true)
        let word = String(readable: scanner.until { $0.isBlank })
        switch word {
        case "option":
            let (name, value) = (quoted(&scanner), quoted(&scanner))
            let kinds: [String: JournalAccountKind] = [
                "name_assets": .asset, "name_liabilities": .liability, "name_equity": .equity,
                "name_income": .revenue, "name_expenses": .expense,
            ]
            if let name, let value, let kind = kinds[name] {
                journal.kinds.rename(root: value, kind)
            }
        case "plugin", "pushtag", "poptag", "pushmeta", "popmeta": break
        case "include":
            throw .refused(
                reason: "another file is included that cannot be read", row: line.number,
                value: quoted(&scanner))
        default:
            throw .refused(
                reason: "this line of a journal cannot be understood", row: line.number, column: 1,
                value: String(readable: line.bytes.trimmed))
        }
    }

    /// Directives that say nothing of what is read here.
    private static let passedOver: Set<String> = [
        "open", "close", "commodity", "note", "document", "event", "query", "price", "custom",
    ]

    private mutating func readDated(_ line: StatementLines.Line) throws(ReadingStop) {
        var scanner = JournalScanner(line.bytes, row: line.number, isBeancount: true)
        // A commodity may be older than any day of a ledger.
        var head = scanner
        _ = head.until(\.isBlank)
        head.skipBlanks()
        let name = String(readable: head.until(\.isBlank))
        if BeancountJournal.passedOver.contains(name) { return }
        let date = try scanner.date(year: nil)
        scanner.skipBlanks()
        let start = scanner.position
        let word = String(readable: scanner.until { $0.isBlank || $0 == Ascii.quote })
        scanner.skipBlanks()
        switch word {
        case "pad":
            let account = self.word(&scanner)
            pads.append((account, self.word(&scanner), line.number, date))
        case "balance":
            let account = self.word(&scanner)
            guard let amount = try amount(&scanner) else {
                throw scanner.refusal("a balance without an amount", at: start)
            }
            journal.statedBalances.append(
                JournalBalance(line: line.number, date: date, account: account, amount: amount))
        case "txn", "*", "!": try readTransaction(line, date, &scanner)
        case _ where word.utf8.count == 1: try readTransaction(line, date, &scanner)
        default:
            throw scanner.refusal("this directive of a journal cannot be understood", at: start)
        }
    }

    /// A word without blanks.
    private func word(_ scanner: inout JournalScanner) -> String {
        scanner.skipBlanks()
        return String(readable: scanner.until { $0.isBlank })
    }

    /// A quoted text, with what a backslash stands for; `nil` where none comes next.
    private func quoted(_ scanner: inout JournalScanner) -> String? {
        scanner.skipBlanks()
        guard scanner.next == Ascii.quote else { return nil }
        scanner.skip()
        var text: [UInt8] = []
        while let byte = scanner.next, byte != Ascii.quote {
            scanner.skip()
            if byte == Ascii.backslash, let escaped = scanner.next {
                text.append(escaped == UInt8(ascii: "n") ? Ascii.lineFeed : escaped)
                scanner.skip()
            } else {
                text.append(byte)
            }
        }
        scanner.skip()
        return String(readable: text)
    }

    /// A number or a sum of numbers, with its currency behind it.
    private mutating func amount(
        _ scanner: inout JournalScanner
    ) throws(ReadingStop) -> JournalAmount? {
        scanner.skipBlanks()
        guard let byte = scanner.next, byte.isDigit || "+-.(".utf8.contains(byte) else {
            return nil
        }
        let start = scanner.position
        var expression = JournalExpression(scanner: scanner)
        var amount = try expression.sum(&numbers)
        scanner = expression.scanner
        if amount.commodity.isEmpty {
            scanner.skipBlanks()
            // A tolerance stands between the number and the currency of a balance.
            let tolerance = scanner.take("~") ? try scanner.amount(&numbers) : nil
            scanner.skipBlanks()
            if let tolerance {
                amount.commodity = tolerance.commodity
            } else {
                amount.commodity = try scanner.commodity()
            }
        }
        if amount.commodity.isEmpty {
            throw scanner.refusal("an amount without a currency", at: start)
        }
        return amount
    }

    // MARK: Transactions

    private mutating func readTransaction(
        _ head: StatementLines.Line, _ date: CivilDate, _ scanner: inout JournalScanner
    ) throws(ReadingStop) {
        var transaction = JournalTransaction(line: head.number, date: date)
        let first = quoted(&scanner)
        if let second = quoted(&scanner) {
            transaction.payee = first?.meaningful
            transaction.note = second.meaningful
        } else {
            transaction.note = first?.meaningful
        }
        try seeEnd(&scanner)
        var end = head.bytes.endIndex
        while index < lines.count, let indent = lines[index].bytes.first {
            if indent == UInt8(ascii: ";") {
                // A comment between postings may stand at the margin.
                index += 1
                continue
            }
            guard indent.isBlank else { break }
            let line = try logicalLine()
            guard let byte = line.bytes.trimmed.first else { continue }
            end = line.bytes.endIndex
            if isSaid(byte) { continue }
            transaction.postings.append(try posting(line))
        }
        transaction.raw = String(readable: text[head.bytes.startIndex..<end])
        journal.transactions.append(transaction)
    }

    /// Behind the texts of a transaction only tags, links and a comment may stand.
    private func seeEnd(_ scanner: inout JournalScanner) throws(ReadingStop) {
        scanner.skipBlanks()
        while let next = scanner.next, next != UInt8(ascii: ";") {
            guard next == Ascii.hash || next == UInt8(ascii: "^") else {
                throw scanner.refusal("this part of a transaction cannot be understood")
            }
            _ = scanner.until(\.isBlank)
            scanner.skipBlanks()
        }
    }

    private mutating func posting(
        _ line: StatementLines.Line
    ) throws(ReadingStop) -> JournalPosting {
        var scanner = JournalScanner(line.bytes, row: line.number, isBeancount: true)
        scanner.skipBlanks()
        if scanner.rest.dropFirst().first?.isBlank ?? false {
            scanner.skip()
            scanner.skipBlanks()
        }
        let start = scanner.position
        let account = String(readable: scanner.until { $0.isBlank || $0 == UInt8(ascii: ";") })
        guard account.contains(":") else {
            throw scanner.refusal("a posting without an account", at: start)
        }
        var posting = JournalPosting(line: line.number, account: account)
        if let amount = try amount(&scanner) {
            posting.amounts = [amount]
        } else {
            // A currency may stand without its number, which is then open.
            _ = try scanner.commodity()
        }
        scanner.skipBlanks()
        var cost: JournalWeight?
        if scanner.next == UInt8(ascii: "{") {
            cost = try self.cost(&scanner)
            posting.hasCost = true
            posting.isCostOpen = cost == nil
            scanner.skipBlanks()
        }
        var price: JournalWeight?
        if scanner.take("@") {
            let isTotal = scanner.take("@")
            price = try amount(&scanner).map { JournalWeight(price: $0, isTotal: isTotal) }
            scanner.skipBlanks()
        }
        posting.weight = cost ?? price
        guard let next = scanner.next, next != UInt8(ascii: ";") else { return posting }
        throw scanner.refusal("this part of a posting cannot be understood")
    }

    /// The cost in `{…}`, beside which a day and a name may stand; `nil` where it is that of lots bought before.
    private mutating func cost(
        _ scanner: inout JournalScanner
    ) throws(ReadingStop) -> JournalWeight? {
        let start = scanner.position
        let isTotal = scanner.take("{{")
        if !isTotal { _ = scanner.take("{") }
        var found: JournalAmount?
        while let byte = scanner.next, byte != UInt8(ascii: "}") {
            if byte == Ascii.quote {
                _ = quoted(&scanner)
            } else if byte.isDigit || byte == Ascii.minus, !isDate(scanner.rest) {
                found = try amount(&scanner)
            } else if byte == Ascii.hash {
                throw scanner.refusal("a cost of units and of the whole together", at: start)
            } else {
                // A comma, a blank, a star or a day.
                _ = byte.isDigit ? scanner.until { !$0.isDigit && $0 != Ascii.minus } : []
                if !byte.isDigit { scanner.skip() }
            }
        }
        guard scanner.take(isTotal ? "}}" : "}") else {
            throw scanner.refusal("a cost without its end", at: start)
        }
        return found.map { JournalWeight(price: $0, isTotal: isTotal) }
    }

    private func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
        let head = Array(bytes.prefix(10))
        return head.count == 10 && head[4] == Ascii.minus && head[7] == Ascii.minus
    }

    /// A pad fills in what the next balance of its account lacks, once for each commodity.
    private mutating func attachPads() {
        journal.statedBalances.sort { ($0.date, $0.line) < ($1.date, $1.line) }
        for place in journal.statedBalances.indices {
            let balance = journal.statedBalances[place]
            let own = pads.filter { $0.account == balance.account && $0.date < balance.date }
            guard let pad = own.max(by: { ($0.date, $0.line) < ($1.date, $1.line) }) else {
                continue
            }
            let isUsed = journal.statedBalances[..<place].contains {
                $0.account == balance.account && $0.date > pad.date
                    && $0.amount.commodity == balance.amount.commodity
            }
            if !isUsed {
                journal.statedBalances[place].pad = (pad.source, pad.line, pad.date)
            }
        }
    }
}
