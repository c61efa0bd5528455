import Model
import SourceText

/// Reads bank statements in files of separated values, whatever bank made them.
package enum CSVStatement {
    /// Whether the bytes look like a table of dates and numbers; cheap, and no promise that `read`
    /// succeeds.
    package static func looksLike(_ bytes: [UInt8]) -> Bool {
        let sample = Array(bytes.prefix(1 << 15))
        guard isText(sample) else { return false }
        return Delimiter.find(in: TextEncoding(of: sample).decoded(sample)) != nil
    }

    /// Reads one file. What the settings say holds; the rest is recognised from all rows.
    ///
    /// A date, number, sign or column that can be understood in two ways becomes a question, never
    /// a guess.
    ///
    /// - Complexity: O(bytes).
    package static func read(_ bytes: [UInt8], settings: StatementSettings) -> StatementReading {
        do throws(ReadingStop) {
            return try Reader(bytes, settings).reading()
        } catch {
            return StatementReading(error)
        }
    }

    /// Zeros belong to UTF-16 only; other control bytes to no text.
    static func isText(_ bytes: [UInt8]) -> Bool {
        if bytes.starts(with: [0x25, 0x50, 0x44, 0x46]) || bytes.starts(with: [0x50, 0x4B, 3, 4]) {
            return false
        }
        let controls = bytes.prefix(4096).filter { $0 > 0 && $0 < 9 || $0 > 13 && $0 < 32 }.count
        return controls * 50 <= min(bytes.count, 4096)
    }

    /// One reading from bytes to statements.
    private struct Reader {
        let sheet: Sheet
        let encoding: TextEncoding

        init(_ bytes: [UInt8], _ settings: StatementSettings) throws(ReadingStop) {
            guard bytes.count < 1 << 30 else { throw .refused(reason: "the file is too large") }
            guard !bytes.isEmpty else { throw .refused(reason: "the file is empty") }
            guard CSVStatement.isText(bytes) else { throw .refused(reason: "this is no text file") }
            if let name = settings.encoding {
                guard let wanted = TextEncoding(named: name) else {
                    throw .refused(reason: "unknown encoding", value: name)
                }
                encoding = wanted
            } else {
                encoding = TextEncoding(of: bytes)
            }
            let text = encoding.decoded(bytes)
            guard let delimiter = settings.delimiter ?? Delimiter.find(in: text) else {
                throw .refused(reason: "no row holds a date and an amount; this is no statement")
            }
            sheet = Sheet(CellTable(text, delimiter: delimiter), settings: settings)
        }

        func reading() throws(ReadingStop) -> StatementReading {
            if let header = sheet.header, isEmptyBelowHeader { return nothing(header) }
            let found = try LayoutSearch(sheet).found()
            let (layout, mark) = (found.layout, found.mark)
            let dated = found.rows
            guard let first = dated.first, let last = dated.last else {
                throw .refused(
                    reason: "no row holds a date and an amount; there is nothing to read")
            }
            let around = (0..<first).filter { $0 != sheet.header?.row }
            let after = (last + 1)..<max(last + 1, sheet.table.rows.count)
            let preamble = Preamble(sheet, rows: Array(around) + Array(after))
            let clues = DateDecision.Clues(
                period: preamble.certainPeriod, usesDecimalComma: mark == .comma,
                isForeign: sheet.header?.isForeign ?? false)
            let order = try DateDecision.order(sheet, layout, rows: dated, clues: clues)
            let reader = try AmountDecision(
                sheet: sheet, rows: dated, layout: layout, preamble: preamble
            ).reader(mark)
            try askAboutAuthorised(layout, dated)
            let classes = try RowClass(sheet, layout, order, reader, dated: dated)
            let records = RecordAssembly(
                sheet: sheet, layout: layout, order: order, reader: reader, classes: classes,
                currency: preamble.currency)
            let statements = try StatementAssembly(
                sheet: sheet, layout: layout, order: order, reader: reader, preamble: preamble
            ).statements(classes, records: records)
            guard !statements.isEmpty else {
                throw .refused(
                    reason: "no row holds a date and an amount; there is nothing to read")
            }
            return .read(
                statements: statements, layout: profile(layout, order, reader, statements),
                headerSignature: sheet.header?.signature ?? "none:\(sheet.table.width)",
                encoding: encoding.rawValue)
        }

        private var isEmptyBelowHeader: Bool {
            sheet.body.allSatisfy { row in
                (0..<Int(sheet.table.rows[row].count)).allSatisfy {
                    sheet.table.range(row, $0).isEmpty
                }
            }
        }

        /// A statement of a time in which nothing happened.
        private func nothing(_ header: Header) -> StatementReading {
            var profile = sheet.settings
            profile.encoding = encoding.rawValue
            profile.delimiter = sheet.table.delimiter
            profile.hasHeader = true
            let statement = Statement(
                identifier: nil, currency: nil, records: [], skipped: 0, opening: nil,
                closing: nil, addsUp: nil)
            return .read(
                statements: [statement], layout: profile, headerSignature: header.signature,
                encoding: encoding.rawValue)
        }

        /// Authorised card rows may be booked later under another day; the file alone cannot tell.
        private func askAboutAuthorised(_ layout: Layout, _ rows: [Int]) throws(ReadingStop) {
            guard sheet.settings.authorisedIsBooked == nil, let column = layout.status else {
                return
            }
            let row = rows.first { BookingState.of(sheet.cell($0, column)) == .authorised }
            guard let row else { return }
            throw .asked([
                sheet.question(
                    "columns", row: row, column: column,
                    readings: ["authorised rows are pending", "authorised rows are booked"],
                    settle: "--profile with authorised = pending or authorised = booked")
            ])
        }

        private func profile(
            _ layout: Layout, _ order: DateOrder, _ reader: AmountReader, _ statements: [Statement]
        ) -> StatementSettings {
            var profile = sheet.settings
            profile.encoding = encoding.rawValue
            profile.delimiter = sheet.table.delimiter
            profile.hasHeader = sheet.header != nil
            profile.dateOrder = order
            profile.decimalMark = reader.mark
            profile.sign = reader.isInverted ? .inverted : .normal
            if layout.fee != nil { profile.countsFee = reader.fee != nil }
            profile.columns = layout.columns(sheet.label)
            return profile
        }
    }
}
