import Foundation
import JSONText
import StatementWire
import StatementXML
import Statements

// Reads the bytes of one statement file from standard input and writes what it holds as JSON lines; it opens
// no file and no connection.
let bytes = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
var lines: [JSONValue]
if let format = StatementFile.format(of: bytes), format.isReadApart {
    switch ArchiveStatement.read(bytes, format) {
    case .statements(let reading): lines = reading.lines
    case .tables(let tables): lines = StatementReading.lines(tables: tables, format)
    }
} else {
    let refusal = StatementReading.refused(
        reason: "this is no format that bankbook-read knows", row: nil, column: nil, value: nil)
    lines = refusal.lines
}
var output: [UInt8] = []
for line in lines { output += JSONWriter.compact(line) + [0x0A] }
FileHandle.standardOutput.write(Data(output))
