import Model
import SourceText

/// Reads OFX 1 (SGML) and OFX 2 (XML), also under the name QFX: statements of banks, cards, loans and investments.
enum OFXStatement {
    /// The format that a text in UTF-8 shows; `nil` where it is no OFX.
    static func format(of text: [UInt8]) -> StatementFormat? {
        let head = text.prefix(8_192)
        guard rootStart(head) != nil else { return nil }
        let isXML = head.trimmed.starts(with: "<?".utf8)
        return isXML ? .ofx2 : .ofx1
    }

    static func read(
        _ bytes: [UInt8], _ format: StatementFormat, _ settings: StatementSettings
    ) throws(ReadingStop) -> StatementReading {
        let encoding = try encoding(of: bytes, settings)
        let text = encoding.decoded(bytes)
        guard let start = rootStart(text[...]) else {
            throw .refused(reason: "the tag <OFX> is missing", row: 1)
        }
        var parser = OFXParser(text, from: start)
        let root = try parser.root()
        let lists = root.all([
            "STMTRS", "CCSTMTRS", "LOANSTMTRS", "INVSTMTRS",
        ])
        var statements: [Statement] = []
        let names = securityNames(root)
        for list in lists {
            statements.append(try OFXAccount(list, names, settings).statement())
        }
        let orphans = lists.isEmpty ? root.all(["STMTTRN"]) : []
        if !orphans.isEmpty {
            throw .refused(
                reason: "transactions stand outside a statement of an account",
                row: orphans[0].line)
        }
        if statements.isEmpty, let failure = failure(root) { throw failure }
        return .read(
            statements: statements, layout: settings, headerSignature: format.rawValue,
            encoding: encoding.rawValue)
    }

    /// Where `<OFX>` stands.
    private static func rootStart(_ text: ArraySlice<UInt8>) -> Int? {
        var place = text.startIndex
        while let start = text[place...].firstIndex(of: UInt8(ascii: "<")) {
            place = start + 1
            let tag = text[start...].prefix(5).map { $0.isUpper ? $0 | 0x20 : $0 }
            if tag.elementsEqual("<ofx>".utf8) || tag.elementsEqual("<ofx ".utf8) { return start }
        }
        return nil
    }

    /// The encoding that the bytes show; where they are not UTF-8, that of the header, in which many
    /// programs lie.
    private static func encoding(
        of bytes: [UInt8], _ settings: StatementSettings
    ) throws(ReadingStop) -> TextEncoding {
        let found = try StatementLines.encoding(of: bytes, settings)
        if settings.encoding != nil || found == .utf8 { return found }
        let head = String(readable: bytes.prefix(400)).uppercased()
        if found == .utf16LittleEndian || found == .utf16BigEndian { return found }
        return head.contains("CHARSET:1250") ? .windows1250 : .windows1252
    }

    /// The names of the securities that the file describes, by their ids.
    private static func securityNames(_ root: OFXElement) -> [String: String] {
        var names: [String: String] = [:]
        for security in root.all(["SECINFO"]) {
            guard let id = security["SECID"]?.text("UNIQUEID") else { continue }
            names[id] = security.text("SECNAME") ?? security.text("TICKER")
        }
        return names
    }

    /// What the bank said instead of a statement.
    private static func failure(_ root: OFXElement) -> ReadingStop? {
        let status = root.all(["STATUS"]).first { $0.text("SEVERITY")?.uppercased() == "ERROR" }
        guard let status else { return nil }
        let code = status.text("CODE") ?? ""
        let message = status.text("MESSAGE").map { ": \($0)" } ?? ""
        return .refused(
            reason: "the bank answered with error \(code)\(message); there is no statement",
            row: status.line)
    }
}

/// The statement of one account in an OFX file.
struct OFXAccount {
    private let list: OFXElement
    private let securityNames: [String: String]
    private let settings: StatementSettings

    init(
        _ list: OFXElement, _ securityNames: [String: String], _ settings: StatementSettings
    ) {
        self.list = list
        self.securityNames = securityNames
        self.settings = settings
    }

    func statement() throws(ReadingStop) -> Statement {
        let account = list.all(["BANKACCTFROM", "CCACCTFROM", "LOANACCTFROM", "INVACCTFROM"]).first
        let currency = list.text("CURDEF").flatMap { CurrencyCode($0.uppercased()) }
        var builder = StatementBuilder(
            identifier: account?.text("ACCTID"), currency: currency ?? settings.currency)
        for element in list.all(["STMTTRN", "STMTTRNP"]) { builder.append(try record(element)) }
        for element in list["INVTRANLIST"]?.children ?? [] {
            if let trade = try OFXTrade(element: element, names: securityNames).record() {
                builder.append(trade)
            } else if !element.all(["INVTRAN"]).isEmpty {
                builder.skip()
            }
        }
        builder.setClosing(try closing())
        builder.setValuation(try OFXHoldings(list: list, currency: currency).value())
        return builder.finished()
    }

    private func closing() throws(ReadingStop) -> StatedBalance? {
        guard let balance = list["LEDGERBAL"], let text = balance.text("BALAMT") else { return nil }
        guard let amount = DecimalNumber(banking: text) else {
            throw .refused(reason: "this is no amount", row: balance.line, value: text)
        }
        return StatedBalance(date: balance.text("DTASOF").flatMap(OFXAccount.day), amount: amount)
    }

    private func record(_ element: OFXElement) throws(ReadingStop) -> StatementRecord {
        let isPending = element.name == "STMTTRNP"
        let posted = isPending ? "DTTRAN" : "DTPOSTED"
        guard let dateText = element.text(posted) ?? element.text("DTUSER") else {
            throw .refused(reason: "a transaction without <\(posted)>", row: element.line)
        }
        guard let day = OFXAccount.day(dateText) else {
            throw .refused(
                reason: "there is no such day", row: element[posted]?.line ?? element.line,
                value: dateText)
        }
        guard let amount = try element.number("TRNAMT") else {
            throw .refused(reason: "a transaction without <TRNAMT>", row: element.line)
        }
        var record = StatementRecord(
            row: element.line, bookingDate: day, amount: amount, raw: element.raw)
        record.isPending = isPending
        record.valueDate = element.text("DTAVAIL").flatMap(OFXAccount.day)
        record.madeOn = element.text("DTUSER").flatMap(OFXAccount.day)
        record.counterparty = element.text("NAME") ?? element["PAYEE"]?.text("NAME")
        record.text = [element.text("EXTDNAME"), element.text("MEMO")].compactMap { $0 }
        record.entryReference = element.text("REFNUM") ?? element.text("CHECKNUM")
        record.transactionID = element.text("FITID")
        record.currency = element.currency
        let other = element["BANKACCTTO"]?.text("ACCTID")
        record.counterpartyIBAN = other.flatMap { IBAN.compact($0) }
        return record
    }

    /// The civil day at the front of `YYYYMMDDHHMMSS[-5:EST]`: the bank's own, whatever the zone.
    static func day(_ text: String) -> CivilDate? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 8, let year = bytes[0..<4].number, let month = bytes[4..<6].number,
            let day = bytes[6..<8].number
        else {
            return DateCell(bytes, bytes.indices)?.day(.ymd)
        }
        return CivilDate(year: year, month: month, day: day)
    }
}
