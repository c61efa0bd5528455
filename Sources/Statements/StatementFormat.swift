/// The kinds of files that banks and programs hand out, by the names that outputs use.
package enum StatementFormat: String, Sendable, CaseIterable {
    case csv, ofx1, ofx2, qif, mt940, mt942, n43
}

/// Reads a statement file of any format that this program knows, told by its content alone.
package enum StatementFile {
    /// The format that the bytes show; cheap, and no promise that `read` succeeds. `nil` where they
    /// show none.
    package static func format(of bytes: [UInt8]) -> StatementFormat? {
        let head = Array(bytes.prefix(1 << 15))
        guard CSVStatement.isText(head) else { return nil }
        let text = TextEncoding(of: head).decoded(head)
        if let format = OFXStatement.format(of: text) { return format }
        if let format = SWIFTStatement.format(of: text) { return format }
        if QIFStatement.looksLike(text) { return .qif }
        if Norma43Statement.looksLike(text) { return .n43 }
        return CSVStatement.looksLike(bytes) ? .csv : nil
    }

    /// Reads one file of a format that `format(of:)` told.
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
