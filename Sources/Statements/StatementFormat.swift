import SourceText

/// The kinds of files that banks and programs hand out, by the names that outputs use.
package enum StatementFormat: String, Sendable, CaseIterable {
    case csv, ofx1, ofx2, qif
    case camt052 = "camt.052"
    case camt053 = "camt.053"
    case camt054 = "camt.054"
    case mt940, mt942, n43, xlsx, json
    case hledger, ledger, beancount

    /// The name under which evidence and ids keep the format: its kinds and versions tell of the same records.
    package var source: String {
        switch self {
        case .ofx1, .ofx2: "ofx"
        case .camt052, .camt053, .camt054: "camt"
        case .mt940, .mt942: "mt940"
        case .hledger, .ledger: "hledger"
        default: rawValue
        }
    }

    /// Whether the format itself promises that a reference tells one event from every other; a column of a
    /// table may as well hold numbers of contracts or of rows.
    package var hasReferences: Bool {
        switch self {
        case .csv, .xlsx, .qif, .hledger, .ledger, .beancount: false
        default: true
        }
    }

    /// Whether it is a journal of double entry: of its accounts those are taken in that the ledger has.
    package var isJournal: Bool {
        switch self {
        case .hledger, .ledger, .beancount: true
        default: false
        }
    }

    /// Whether the program `bankbook-read` reads it, which alone knows XML and archives.
    package var isReadApart: Bool {
        switch self {
        case .camt052, .camt053, .camt054, .xlsx: true
        default: false
        }
    }
}

/// Reads a statement file of any format that this program knows, told by its content alone.
package enum StatementFile {
    /// The format that the bytes show; cheap, and no promise that `read` succeeds. `nil` where they
    /// show none.
    package static func format(of bytes: [UInt8]) -> StatementFormat? {
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) { return archive(bytes) }
        let head = Array(bytes.prefix(1 << 15))
        guard CSVStatement.isText(head) else { return nil }
        let text = TextEncoding(of: head).decoded(head)
        if let format = camt(text) { return format }
        if let format = OFXStatement.format(of: text) { return format }
        if let format = SWIFTStatement.format(of: text) { return format }
        if QIFStatement.looksLike(text) { return .qif }
        if Norma43Statement.looksLike(text) { return .n43 }
        if JSONStatement.looksLike(text) { return .json }
        if let format = JournalStatement.format(of: text) { return format }
        return CSVStatement.looksLike(bytes) ? .csv : nil
    }

    /// An archive lists its files by name: a workbook, or else statements, of which the reading tells the
    /// format.
    private static func archive(_ bytes: [UInt8]) -> StatementFormat {
        firstPlace(of: Array("xl/workbook.xml".utf8), in: bytes[...]) != nil ? .xlsx : .camt053
    }

    /// The element below the root of an ISO 20022 statement tells its kind.
    private static func camt(_ text: [UInt8]) -> StatementFormat? {
        let kinds: [(String, StatementFormat)] = [
            ("BkToCstmrAcctRpt", .camt052), ("BkToCstmrStmt", .camt053),
            ("BkToCstmrDbtCdtNtfctn", .camt054),
        ]
        for (name, format) in kinds {
            guard let place = firstPlace(of: Array(name.utf8), in: text[...]), place > 0 else {
                continue
            }
            let before = text[place - 1]
            if before == UInt8(ascii: "<") || before == Ascii.colon { return format }
        }
        return nil
    }

    /// Reads one file of a format that `format(of:)` told and that is not read apart.
    package static func read(
        _ bytes: [UInt8], _ format: StatementFormat, settings: StatementSettings
    ) -> StatementReading {
        if format == .csv { return CSVStatement.read(bytes, settings: settings) }
        do throws(ReadingStop) {
            guard bytes.count < 1 << 30 else { throw .refused(reason: "the file is too large") }
            return switch format {
            case .csv: CSVStatement.read(bytes, settings: settings)
            case .ofx1, .ofx2: try OFXStatement.read(bytes, format, settings)
            case .mt940, .mt942: try SWIFTStatement.read(bytes, format, settings)
            case .qif: try QIFStatement.read(bytes, settings)
            case .n43: try Norma43Statement.read(bytes, settings)
            case .json: try JSONStatement.read(bytes, settings)
            case .hledger, .ledger, .beancount:
                try JournalStatement.read(bytes, format, settings)
            case .camt052, .camt053, .camt054, .xlsx:
                throw ReadingStop.refused(reason: "XML and archives are read by bankbook-read")
            }
        } catch {
            return StatementReading(error)
        }
    }
}

extension StatementReading {
    init(_ stop: ReadingStop) {
        switch stop {
        case .asked(let questions): self = .asked(questions)
        case .refused(let reason, let row, let column, let value):
            self = .refused(reason: reason, row: row, column: column, value: value)
        }
    }
}
