import Foundation
import JSONText
import StatementWire
import StatementXML
import Statements

// Reads the bytes of one statement file from standard input and writes what it holds as JSON lines; it opens
// no file and no connection.
let bytes = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
let format = StatementFile.format(of: bytes)
let reading: StatementReading
if let format, format.isReadApart {
    reading = CAMTStatement.read(bytes, format)
} else {
    reading = .refused(
        reason: "this is no format that bankbook-read knows", row: nil, column: nil, value: nil)
}
var output: [UInt8] = []
for line in reading.lines(format ?? .camt053) { output += JSONWriter.compact(line) + [0x0A] }
FileHandle.standardOutput.write(Data(output))
