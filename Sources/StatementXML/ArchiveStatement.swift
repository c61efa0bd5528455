import SourceText
package import Statements

/// What `bankbook-read` makes of a file: rows of statements, or a table that `bankbook` reads as it reads CSV.
package enum ApartReading: Sendable, Equatable {
    case statements(StatementReading)
    /// A workbook's sheets that hold something, each as CSV with a line for each row.
    case tables([[UInt8]])
}

/// Reads what comes in ZIP archives: workbooks (XLSX), and several CAMT messages in one archive.
package enum ArchiveStatement {
    /// Reads one file of a format that is read apart.
    package static func read(_ bytes: [UInt8], _ format: StatementFormat) -> ApartReading {
        guard bytes.starts(with: [0x50, 0x4B, 3, 4]) else {
            return .statements(CAMTStatement.read(bytes, format))
        }
        do {
            let archive = try ZIPArchive(bytes)
            if format == .xlsx {
                let sheets = try Workbook(archive).sheets
                return .tables(sheets.map(\.rows).filter { !$0.isEmpty }.map(csv))
            }
            return .statements(try messages(archive))
        } catch let refusal as ZIPArchive.Refusal {
            return .statements(refused(refusal.reason, 1))
        } catch let refusal as XMLRefusal {
            return .statements(refused(refusal.reason, refusal.line))
        } catch {
            return .statements(refused("\(error)", 1))
        }
    }

    private static func refused(_ reason: String, _ row: Int) -> StatementReading {
        .refused(reason: reason, row: row, column: nil, value: nil)
    }

    /// The statements of an archive in the order of their names; one that cannot be read refuses them all.
    private static func messages(_ archive: ZIPArchive) throws -> StatementReading {
        var all: [Statement] = []
        var kind: StatementFormat?
        var part = 0
        for name in archive.names.sorted() {
            // Tables may need an answer, which an archive cannot take.
            guard let data = try archive.data(name), let format = StatementFile.format(of: data),
                format != .xlsx, format != .csv
            else { continue }
            let reading =
                format.isReadApart
                ? CAMTStatement.read(data, format)
                : StatementFile.read(data, format, settings: StatementSettings())
            switch reading {
            case .read(let statements, _, _, _):
                all += statements.map { statement in
                    var statement = statement
                    statement.part = part
                    return statement
                }
                part += 1
                kind = kind ?? format
            case .refused(let reason, let row, _, let value):
                return .refused(
                    reason: "\(name): \(reason)", row: row, column: nil, value: value)
            case .asked(let questions):
                return .refused(
                    reason: "\(name) has two readings; take it out of the archive",
                    row: questions.first?.row, column: nil, value: questions.first?.value)
            }
        }
        guard let kind else { return refused("the archive holds no statement", 1) }
        return .read(
            statements: all, layout: StatementSettings(), headerSignature: kind.rawValue,
            encoding: "zip")
    }

    /// RFC 4180, with blanks for line breaks inside a cell, so that a row keeps its number.
    private static func csv(_ rows: [[String]]) -> [UInt8] {
        var bytes: [UInt8] = []
        for row in rows {
            for (column, cell) in row.enumerated() {
                if column > 0 { bytes.append(Ascii.comma) }
                bytes.append(Ascii.quote)
                for byte in cell.utf8 {
                    if byte == Ascii.quote { bytes.append(Ascii.quote) }
                    bytes.append(byte < 0x20 ? Ascii.space : byte)
                }
                bytes.append(Ascii.quote)
            }
            bytes.append(Ascii.lineFeed)
        }
        return bytes
    }
}
