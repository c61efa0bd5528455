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
            return StatementReading(lines: lines)
                ?? refusal("bankbook-read gave an answer that cannot be understood")
        }
    }

    private func refusal(_ reason: String) -> StatementReading {
        .refused(reason: reason, row: nil, column: nil, value: nil)
    }
}
