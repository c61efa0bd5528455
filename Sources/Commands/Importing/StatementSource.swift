import JSONText
import Platform
import SourceText
import StatementWire
import Statements

/// Reads statement files of every format: what knows XML is a program of its own, which is asked.
struct StatementSource {
    private let environment: Environment

    init(_ environment: Environment) { self.environment = environment }

    func read(
        _ bytes: [UInt8], _ format: StatementFormat, settings: StatementSettings
    ) -> StatementReading {
        guard format.isReadApart else {
            return StatementFile.read(bytes, format, settings: settings)
        }
        switch environment.askProgram("bankbook-read", bytes) {
        case .missing:
            return refusal("the program bankbook-read, which reads XML, is missing beside bankbook")
        case .failed(let reason): return refusal("bankbook-read could not read the file: \(reason)")
        case .output(let output):
            let lines = output.split(separator: Ascii.lineFeed).map { line -> JSONValue in
                do throws(JSONProblem) { return try JSONParser.parse(Array(line)) } catch {
                    return .null
                }
            }
            if let tables = StatementReading.tables(lines) {
                return reading(tables, settings)
            }
            return StatementReading(lines: lines)
                ?? refusal("bankbook-read gave an answer that cannot be understood")
        }
    }

    /// The statements of the sheets that hold one. Where none does, what keeps the first from being read.
    private func reading(
        _ tables: [[UInt8]], _ settings: StatementSettings
    ) -> StatementReading {
        var found: StatementReading?
        var first: StatementReading?
        for (part, table) in tables.enumerated() {
            let reading = CSVStatement.read(table, settings: settings)
            first = first ?? reading
            switch reading {
            case .refused: continue
            case .asked: return reading
            case .read(let sheet, let layout, let signature, _):
                let statements = sheet.map { statement in
                    var statement = statement
                    statement.part = part
                    return statement
                }
                guard case .read(let before, let known, let header, _) = found else {
                    found = .read(
                        statements: statements, layout: layout, headerSignature: signature,
                        encoding: "xml")
                    continue
                }
                found = .read(
                    statements: before + statements, layout: known, headerSignature: header,
                    encoding: "xml")
            }
        }
        return found ?? first ?? refusal("the workbook is empty")
    }

    private func refusal(_ reason: String) -> StatementReading {
        .refused(reason: reason, row: nil, column: nil, value: nil)
    }
}
