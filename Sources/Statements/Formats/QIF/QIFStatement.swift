import Model
import SourceText

/// Reads QIF, the format of Quicken: accounts for money and investments; lists of categories and securities are passed over.
///
/// QIF names no currency, and the order of its dates and the decimal mark are those of the program that
/// wrote it: both are recognised from all records, or asked.
enum QIFStatement {
    /// Whether a text in UTF-8 begins as QIF does, behind comments at most.
    static func looksLike(_ text: [UInt8]) -> Bool {
        for line in StatementLines(decoded: text).lines.prefix(50) {
            let bytes = line.bytes.trimmed
            if bytes.isEmpty || bytes.first == Ascii.hash { continue }
            let head = String(readable: bytes.prefix(12)).lowercased()
            return ["!type:", "!account", "!option:", "!clear:"].contains { head.hasPrefix($0) }
        }
        return false
    }

    static func read(
        _ bytes: [UInt8], _ settings: StatementSettings
    ) throws(ReadingStop) -> StatementReading {
        let lines = try StatementLines(bytes, settings)
        let sections = QIFSection.all(in: lines.lines).filter { $0.isOfMoney || $0.isInvestment }
        let records = sections.flatMap(\.records)
        let order = try QIFDates(records).order(settings)
        let mark = try QIFAmounts(records).mark(settings)
        var layout = settings
        layout.dateOrder = order ?? settings.dateOrder
        layout.decimalMark = mark ?? settings.decimalMark
        var statements: [Statement] = []
        for section in sections {
            var builder = StatementBuilder(
                identifier: section.account, currency: settings.currency)
            for record in section.records {
                if section.isOfMoney {
                    builder.append(
                        try QIFStatement.record(record, order ?? .ymd, mark ?? .point, settings))
                } else if let trade = try trade(record, order ?? .ymd, mark ?? .point) {
                    builder.append(trade)
                } else {
                    builder.skip()
                }
            }
            if !builder.isEmpty { statements.append(builder.finished()) }
        }
        return .read(
            statements: statements, layout: layout,
            headerSignature: StatementFormat.qif.rawValue, encoding: lines.encoding)
    }

    private static func trade(
        _ record: QIFRecord, _ order: DateOrder, _ mark: DecimalMark
    ) throws(ReadingStop) -> StatementRecord? {
        try QIFTrade(record: record, mark: mark).record(on: day(of: record, order))
    }

    private static func day(
        of record: QIFRecord, _ order: DateOrder
    ) throws(ReadingStop) -> CivilDate {
        guard let text = record.value("D") else {
            throw .refused(reason: "a record without a date", row: record.line)
        }
        guard let day = QIFDates.cell(text)?.day(order) else {
            throw .refused(reason: "there is no such day", row: record.line(of: "D"), value: text)
        }
        return day
    }

    private static func record(
        _ record: QIFRecord, _ order: DateOrder, _ mark: DecimalMark, _ settings: StatementSettings
    ) throws(ReadingStop) -> StatementRecord {
        // A part of a split may have a day of its own, but no line “T”.
        let split = record.fields.firstIndex { $0.letter == UInt8(ascii: "S") }
        let whole = record.fields.prefix(split ?? record.fields.count)
        for (letter, fields) in [("D", whole), ("T", record.fields[...])] {
            let places = fields.filter { Character(Unicode.Scalar($0.letter)) == Character(letter) }
            if places.count > 1 {
                throw .refused(
                    reason:
                        "a record with two lines “\(letter)”; the “^” between two records is missing",
                    row: places[1].line, value: places[1].value)
            }
        }
        let day = try day(of: record, order)
        guard var amount = try QIFAmounts.amount(of: record, mark) else {
            throw .refused(reason: "a record without an amount", row: record.line)
        }
        let parts = split == nil ? [] : QIFSplit(record: record, mark: mark).parts(of: amount)
        let isInverted = settings.sign == .inverted
        if isInverted { amount = amount.negated }
        var result = StatementRecord(
            row: record.line, bookingDate: day, amount: amount, raw: record.raw)
        result.counterparty = record.value("P")
        result.text = [record.value("M")].compactMap { $0 }
        result.entryReference = record.value("N")
        if split == nil { result.category = record.value("L").flatMap(QIFSplit.category) }
        result.take(
            parts.map { part in
                StatementPart(
                    category: part.category, amount: isInverted ? part.amount.negated : part.amount)
            })
        return result
    }
}

/// The dates of a QIF file: `2/10'2020`, `10.2.20`, `2020-02-10` or ` 2/ 9/06`.
struct QIFDates {
    private let records: [QIFRecord]

    init(_ records: [QIFRecord]) { self.records = records }

    /// A date before its order is known; an apostrophe parts a year from 2000 on.
    static func cell(_ text: String) -> DateCell? {
        let plain = text.utf8.filter { $0 != Ascii.space }.map {
            $0 == UInt8(ascii: "'") ? Ascii.slash : $0
        }
        return DateCell(padded(plain), 0..<padded(plain).count)
    }

    /// With two digits for each number but a year of four, which is what tells a date apart.
    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var digits: [UInt8] = []
        for byte in bytes + [0] {
            if byte.isDigit {
                digits.append(byte)
                continue
            }
            if digits.count == 1 { result.append(Ascii.zero) }
            result += digits
            digits = []
            if byte != 0 { result.append(byte) }
        }
        return result
    }

    /// The order that fits every record; `nil` where there are none.
    func order(_ settings: StatementSettings) throws(ReadingStop) -> DateOrder? {
        if let given = settings.dateOrder { return given }
        var fitting: Set<DateOrder> = [.dmy, .mdy, .ymd]
        var doubtful: (record: QIFRecord, text: String)?
        for record in records {
            guard let text = record.value("D"), let cell = QIFDates.cell(text) else { continue }
            fitting = fitting.filter { cell.day($0) != nil }
            if cell.hasPoints { fitting.remove(.mdy) }
            if !cell.isFixed, cell.day(.dmy) != cell.day(.mdy) { doubtful = (record, text) }
        }
        if records.isEmpty { return nil }
        // Years come first only where they have four digits, which every order reads alike.
        if fitting.contains(.dmy) || fitting.contains(.mdy) { fitting.remove(.ymd) }
        guard let only = fitting.first else {
            throw .refused(
                reason: "the dates have no common order of day and month",
                row: records.first?.line(of: "D"))
        }
        if fitting.count > 1, let (record, text) = doubtful, let cell = QIFDates.cell(text) {
            throw .asked([
                ReadingQuestion(
                    code: "date.order", row: record.line(of: "D"), column: "D", value: text,
                    readings: [DateOrder.dmy, .mdy].compactMap { cell.day($0)?.description },
                    settle: "--date-order dmy or --date-order mdy")
            ])
        }
        return fitting.count > 1 ? .dmy : only
    }
}

/// The amounts of a QIF file: `-1,234.56` or `-1.234,56`.
struct QIFAmounts {
    private let records: [QIFRecord]

    init(_ records: [QIFRecord]) { self.records = records }

    /// What a record says in `T`, or in `U`; `nil` where it says neither.
    static func amount(
        of record: QIFRecord, _ mark: DecimalMark
    ) throws(ReadingStop) -> DecimalNumber? {
        guard let text = record.value("T") ?? record.value("U") else { return nil }
        guard let amount = number(text, mark) else {
            throw .refused(reason: "this is no amount", row: record.line(of: "T"), value: text)
        }
        return amount
    }

    static func number(_ text: String, _ mark: DecimalMark) -> DecimalNumber? {
        let point = mark == .point ? Ascii.dot : Ascii.comma
        let other = mark == .point ? Ascii.comma : Ascii.dot
        var bytes = text.utf8.filter { $0 != Ascii.space && $0 != UInt8(ascii: "'") && $0 != other }
        if let place = bytes.firstIndex(of: point) {
            bytes[place] = Ascii.dot
            if place == bytes.count - 1 { bytes.removeLast() }
            if place == 0 || !bytes[place - 1].isDigit { bytes.insert(Ascii.zero, at: place) }
        }
        return DecimalNumber(bytes[...])
    }

    /// The mark that fits every record; `nil` where no amount has one.
    func mark(_ settings: StatementSettings) throws(ReadingStop) -> DecimalMark? {
        var proven: Set<DecimalMark> = []
        var doubtful: (record: QIFRecord, text: String)?
        let given = settings.decimalMark
        for record in records {
            guard let text = record.value("T") ?? record.value("U") else { continue }
            let bytes = Array(text.utf8)
            let marks = bytes.indices.filter { bytes[$0] == Ascii.comma || bytes[$0] == Ascii.dot }
            guard let last = marks.last else { continue }
            let mark: DecimalMark = bytes[last] == Ascii.comma ? .comma : .point
            let isMixed = marks.contains { bytes[$0] != bytes[last] }
            var told: DecimalMark?
            if isMixed || marks.count == 1 && bytes.count - last - 1 != 3 {
                told = mark
            } else if marks.count > 1 {
                told = mark == .comma ? .point : .comma
            } else {
                doubtful = (record, text)
            }
            if let told, let given, told != given {
                throw .refused(
                    reason: "this amount does not fit the decimal mark “\(given.rawValue)”",
                    row: record.line(of: "T"), value: text)
            }
            if let told { proven.insert(told) }
        }
        if let given { return given }
        if proven.count > 1 {
            throw .refused(
                reason: "the amounts have no common decimal mark", row: records.first?.line(of: "T")
            )
        }
        if proven.isEmpty, let (record, text) = doubtful {
            throw .asked([
                ReadingQuestion(
                    code: "decimal.mark", row: record.line(of: "T"), column: "T", value: text,
                    readings: [DecimalMark.comma, .point].compactMap { mark in
                        QIFAmounts.number(text, mark).map {
                            decimalText($0.units, decimals: $0.decimals)
                        }
                    }, settle: "--decimal , or --decimal .")
            ])
        }
        return proven.first
    }
}
