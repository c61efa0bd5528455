package import Model
import SourceText

/// Answers about one record line for which parsing the whole line would be too much.
package enum LineText {
    /// The attributes of a transaction line; empty where they do not follow the grammar.
    package static func attributes(_ line: [UInt8]) -> AttributesField {
        do {
            return try AttributesField.parse(line, Fields(line)[TransactionRecord.fieldLimit - 1])
        } catch {
            return .empty
        }
    }

    /// The day with which a line begins; `nil` where it begins with none.
    package static func date(_ line: [UInt8]) -> CivilDate? {
        let start = line.trimmedRange.lowerBound
        guard line.count >= start + 10, line[start].isDigit else { return nil }
        return CivilDate(iso: String(readable: line[start..<start + 10]))
    }

    /// The status that the mark of a transaction line says; booked where it has none.
    package static func status(_ line: [UInt8]) -> Status {
        let head = Fields(line)[0]
        guard let blank = line[head].lastIndex(of: 0x20), blank + 2 == head.upperBound else {
            return .booked
        }
        return Status(mark: line[blank + 1]) ?? .booked
    }

    /// The `id` of a transaction line.
    package static func id(_ line: [UInt8]) -> String? { attributes(line).attributes["id"] }
}
