import Model
import SourceText

/// Reads one posting of a journal of hledger or ledger.
struct PlainPosting {
    /// What an amount without a commodity is in.
    let unnamed: String
    /// The year of dates without one.
    let year: Int?
    let isLedger: Bool

    /// - Parameter rename: the account that a name stands for.
    func read(
        _ line: StatementLines.Line, _ numbers: inout JournalNumbers, rename: (String) -> String
    ) throws(ReadingStop) -> JournalPosting {
        var scanner = JournalScanner(line.bytes, row: line.number)
        scanner.skipBlanks()
        var isPending = false
        if let mark = scanner.next, mark == UInt8(ascii: "!") || mark == UInt8(ascii: "*") {
            isPending = mark == UInt8(ascii: "!")
            scanner.skip()
            scanner.skipBlanks()
        }
        let (name, form) = try account(&scanner)
        var posting = JournalPosting(
            line: line.number, account: rename(name), form: form, isPending: isPending)
        if let amount = try scanner.amount(&numbers, unnamed: unnamed) {
            posting.amounts = [amount]
        }
        try annotations(&posting, &scanner, &numbers)
        scanner.skipBlanks()
        guard let next = scanner.next else { return posting }
        guard next == UInt8(ascii: ";") else {
            throw scanner.refusal("this part of a posting cannot be understood")
        }
        posting.date = try PlainPosting.date(in: scanner.rest, row: line.number, year: year)
        return posting
    }

    /// The account's name, which ends at two blanks or a tab; brackets and parentheses around it say that it is virtual.
    private func account(
        _ scanner: inout JournalScanner
    ) throws(ReadingStop) -> (name: String, form: JournalPosting.Form) {
        let start = scanner.position
        while let byte = scanner.next, byte != Ascii.tab, !scanner.rest.starts(with: [0x20, 0x20]) {
            // A comment may follow an account that has no amount after a single blank.
            if byte == Ascii.space, scanner.rest.dropFirst().first == UInt8(ascii: ";") { break }
            scanner.skip()
        }
        var name = scanner.bytes[start..<scanner.position].trimmed
        if name.isEmpty { throw scanner.refusal("a posting without an account", at: start) }
        var form = JournalPosting.Form.real
        for (open, close, kind) in [
            (UInt8(ascii: "("), UInt8(ascii: ")"), JournalPosting.Form.virtual),
            (UInt8(ascii: "["), UInt8(ascii: "]"), .balancedVirtual),
        ] where name.first == open && name.last == close && name.count > 1 {
            name = name.dropFirst().dropLast().trimmed
            form = kind
        }
        return (String(readable: name), form)
    }

    /// Lots, costs, prices and balances behind an amount, in any order.
    private func annotations(
        _ posting: inout JournalPosting, _ scanner: inout JournalScanner,
        _ numbers: inout JournalNumbers
    ) throws(ReadingStop) {
        var lot: JournalWeight?
        var price: JournalWeight?
        while true {
            scanner.skipBlanks()
            let start = scanner.position
            switch scanner.next {
            case UInt8(ascii: "{"):
                lot = try self.lot(&scanner, &numbers) ?? lot
                posting.hasCost = true
            case UInt8(ascii: "["):
                _ = scanner.until { $0 == UInt8(ascii: "]") }
                guard scanner.take("]") else { throw scanner.refusal("“[” without “]”", at: start) }
            case UInt8(ascii: "("):
                if scanner.rest.starts(with: "(@".utf8) {
                    price = try self.price(&scanner, &numbers)
                } else {
                    _ = scanner.until { $0 == UInt8(ascii: ")") }
                    guard scanner.take(")") else {
                        throw scanner.refusal("“(” without “)”", at: start)
                    }
                }
            case UInt8(ascii: "@"): price = try self.price(&scanner, &numbers)
            case Ascii.equals: posting.assertion = try assertion(&scanner, &numbers)
            default:
                // What ledger balances is what the lot had cost; hledger goes by the price where there is one.
                posting.weight = isLedger ? lot ?? price : price ?? lot
                return
            }
        }
    }

    private func price(
        _ scanner: inout JournalScanner, _ numbers: inout JournalNumbers
    ) throws(ReadingStop) -> JournalWeight {
        let start = scanner.position
        let isVirtual = scanner.take("(")
        let isTotal = scanner.take("@@")
        if !isTotal { _ = scanner.take("@") }
        if isVirtual, !scanner.take(")") { throw scanner.refusal("“(@” without “)”", at: start) }
        // A fixed price of ledger: `@ =$10`.
        scanner.skipBlanks()
        _ = scanner.take("=")
        guard let amount = try scanner.amount(&numbers, unnamed: unnamed) else {
            throw scanner.refusal("a price without an amount", at: start)
        }
        return JournalWeight(price: amount, isTotal: isTotal)
    }

    private func lot(
        _ scanner: inout JournalScanner, _ numbers: inout JournalNumbers
    ) throws(ReadingStop) -> JournalWeight? {
        let start = scanner.position
        let isTotal = scanner.take("{{")
        if !isTotal { _ = scanner.take("{") }
        scanner.skipBlanks()
        _ = scanner.take("=")
        let amount = try scanner.amount(&numbers, unnamed: unnamed)
        scanner.skipBlanks()
        guard scanner.take(isTotal ? "}}" : "}") else {
            throw scanner.refusal("the cost of a lot cannot be understood", at: start)
        }
        return amount.map { JournalWeight(price: $0, isTotal: isTotal) }
    }

    private func assertion(
        _ scanner: inout JournalScanner, _ numbers: inout JournalNumbers
    ) throws(ReadingStop) -> JournalAssertion {
        let start = scanner.position
        let isSole = scanner.take("==")
        if !isSole { _ = scanner.take("=") }
        let withSubaccounts = scanner.take("*")
        guard let amount = try scanner.amount(&numbers, unnamed: unnamed) else {
            throw scanner.refusal("a balance without an amount", at: start)
        }
        return JournalAssertion(amount: amount, withSubaccounts: withSubaccounts, isSole: isSole)
    }

    /// The day that a comment gives a posting: `date:2024-01-31` or `[2024-01-31]`; another one behind `=` or as
    /// `date2:` is left alone.
    static func date(
        in comment: ArraySlice<UInt8>, row: Int, year: Int?
    ) throws(ReadingStop) -> CivilDate? {
        if let place = firstPlace(of: Array("date:".utf8), in: comment),
            place == comment.startIndex || !isWord(comment[place - 1])
        {
            var scanner = JournalScanner(comment[(place + 5)...], row: row)
            scanner.skipBlanks()
            return scanner.next?.isDigit ?? false ? try scanner.date(year: year) : nil
        }
        guard let open = comment.firstIndex(of: UInt8(ascii: "[")),
            comment[(open + 1)...].first?.isDigit ?? false,
            let close = comment[open...].firstIndex(of: UInt8(ascii: "]")),
            comment[(open + 1)..<close].allSatisfy({ $0.isDigit || "-/.=".utf8.contains($0) }),
            comment[(open + 1)..<close].contains(where: { "-/.".utf8.contains($0) })
        else { return nil }
        var scanner = JournalScanner(comment[(open + 1)..<close], row: row)
        return try scanner.date(year: year)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte.isLower || byte.isUpper || byte.isDigit || byte >= 0x80 || byte == Ascii.minus
    }
}
