import Model
import SourceText

/// Reads MT940 (end of day) and MT942 (during the day) statements of the SWIFT network.
enum SWIFTStatement {
    /// The format that a text in UTF-8 shows; `nil` where it is none of the two.
    static func format(of text: [UInt8]) -> StatementFormat? {
        var tags: Set<String> = []
        for field in SWIFTField.all(in: StatementLines(decoded: text).lines) {
            tags.insert(field.tag)
        }
        let isStatement = !tags.isDisjoint(with: [
            "20", "25", "28", "28C", "60F", "60M", "61", "62F", "62M", "64", "65", "86",
        ])
        guard isStatement else { return nil }
        let isDuring =
            tags.contains("34F") || tags.contains("13D") || tags.contains("90D")
            || tags.contains("90C")
        return isDuring && !tags.contains("60F") ? .mt942 : .mt940
    }

    static func read(
        _ bytes: [UInt8], _ format: StatementFormat, _ settings: StatementSettings
    ) throws(ReadingStop) -> StatementReading {
        let lines = try StatementLines(bytes, settings)
        let fields = SWIFTField.all(in: lines.lines)
        var reader = SWIFTReader(settings)
        for (index, field) in fields.enumerated() {
            // Fields 86 below a line belong to it.
            let details =
                index + 1 < fields.count && ["86", "NS"].contains(fields[index + 1].tag)
            try reader.take(field, details: details ? fields[index + 1] : nil)
        }
        return .read(
            statements: reader.finished(), layout: settings, headerSignature: format.rawValue,
            encoding: lines.encoding)
    }
}

/// Gathers the statements of a file field by field.
private struct SWIFTReader {
    private let settings: StatementSettings
    private var statements: [Statement] = []
    private var builder: StatementBuilder?
    private var identifier: String?
    /// The currency that the account's balances named last.
    private var currency: CurrencyCode?
    /// The last field that a statement holds came by.
    private var isClosed = false

    init(_ settings: StatementSettings) { self.settings = settings }

    mutating func take(_ field: SWIFTField, details: SWIFTField?) throws(ReadingStop) {
        switch field.tag {
        case "20":
            close()
            currency = nil
        case "25", "25P":
            if isClosed { close() }
            currency = nil
            takeAccount(field.joined)
            begin(currency)
        case "60F", "60M":
            if isClosed || builder?.statement.opening != nil { close() }
            let (balance, currency) = try stated(field)
            begin(currency)
            builder?.setOpening(balance)
        case "62F", "62M":
            let (balance, currency) = try stated(field)
            begin(currency)
            builder?.setClosing(balance)
            isClosed = true
        case "34F", "90C", "90D":
            // The least amount that is told, and sums: what they are worth here is their currency.
            let letters = Array(field.joined.utf8).drop { $0.isDigit }.prefix(3)
            begin(CurrencyCode(letters))
        case "61":
            if isClosed { close() }
            begin()
            let found = try record(field, details)
            builder?.append(found)
        default: return
        }
    }

    /// The account's number, behind a slash after the bank's code where it has one, without the currency
    /// that many banks put behind it.
    private mutating func takeAccount(_ text: String) {
        var pieces = text.split(separator: "/").compactMap { String($0).meaningful }
        if pieces.count > 1, let last = pieces.last, last.utf8.count == 3,
            let code = CurrencyCode(last)
        {
            currency = code
            pieces.removeLast()
        }
        identifier = pieces.last
        guard let number = pieces.last, number.utf8.count > 8,
            let code = CurrencyCode(
                String(number.suffix(3)))
        else { return }
        let front = String(number.dropLast(3))
        guard front.utf8.last?.isDigit == true else { return }
        currency = code
        identifier = front
    }

    /// Begins a statement, or names the currency of the one that has begun.
    private mutating func begin(_ stated: CurrencyCode? = nil) {
        currency = stated ?? currency
        guard let known = builder?.statement else {
            builder = StatementBuilder(
                identifier: identifier, currency: currency ?? settings.currency)
            return
        }
        if let currency, known.currency == nil { builder?.setCurrency(currency) }
    }

    private mutating func close() {
        if let builder, !builder.isEmpty { statements.append(builder.finished()) }
        builder = nil
        isClosed = false
    }

    mutating func finished() -> [Statement] {
        close()
        return statements
    }

    /// `C140630EUR147,64`.
    private func stated(
        _ field: SWIFTField
    ) throws(ReadingStop) -> (StatedBalance, CurrencyCode?) {
        let bytes = Array(field.joined.utf8)[...]
        let refusal = ReadingStop.refused(
            reason: "this is no balance of :\(field.tag):", row: field.line, value: field.joined)
        guard bytes.count >= 8, let mark = bytes.first,
            mark == UInt8(ascii: "C") || mark == UInt8(ascii: "D"),
            let day = SWIFTDay.day(bytes[1..<7])
        else { throw refusal }
        let currency = CurrencyCode(bytes[7...].prefix(3))
        let rest = bytes[(currency == nil ? 7 : 10)...].prefix { !$0.isBlank && $0 > 0x20 }
        guard let number = DecimalNumber(banking: String(readable: rest)) else { throw refusal }
        let amount = mark == UInt8(ascii: "D") ? number.negated : number
        return (StatedBalance(date: day, amount: amount), currency)
    }

    private func record(
        _ field: SWIFTField, _ details: SWIFTField?
    ) throws(ReadingStop) -> StatementRecord {
        let entry = try SWIFTEntry(field)
        let below = details.map(SWIFTDetails.init)
        let raw = [field, details].compactMap { $0 }.map {
            ":\($0.tag):" + $0.lines.joined(separator: "\n")
        }
        var record = StatementRecord(
            row: field.line, bookingDate: entry.bookingDate ?? entry.valueDate,
            amount: entry.amount,
            raw: raw.joined(separator: "\n"))
        record.valueDate = entry.valueDate
        record.counterparty = below?.counterparty
        record.counterpartyIBAN = below?.iban
        record.text = below?.text ?? []
        if record.text.isEmpty, let supplement = entry.supplement { record.text = [supplement] }
        record.transactionID = entry.bankReference
        record.endToEnd = below?.endToEnd ?? entry.customerReference
        record.mandate = below?.mandate
        return record
    }
}

extension StatementLines {
    /// The lines of a text that is in UTF-8 already.
    init(decoded text: [UInt8]) {
        self.text = text
        encoding = TextEncoding.utf8.rawValue
        lines = StatementLines.lines(of: text)
    }
}
