import Model
import SourceText
import Syntax

/// What is needed of a line that no side changed: its day and its id. Nearly every line of a merge is one, and is copied
/// without being taken apart.
enum QuickRecord {
    /// The lines that stand exactly once in each version.
    static func unchanged(_ versions: [[UInt8]]) -> Set<ByteKey> {
        var common: Set<ByteKey>?
        for bytes in versions {
            var once: Set<ByteKey> = []
            var twice: Set<ByteKey> = []
            for line in LineTable(bytes).lines where !line.content.isEmpty {
                let key = ByteKey(Array(bytes[line.content]))
                if common.map({ $0.contains(key) }) ?? true, !once.insert(key).inserted {
                    twice.insert(key)
                }
            }
            common = once.subtracting(twice)
        }
        return common ?? []
    }

    /// The record of a line that has an id and nothing that needs care: no other ids, no open conflict, nothing quoted or
    /// escaped. `nil` for any other line, which has to be parsed.
    static func read(_ line: [UInt8]) -> ParsedRecord? {
        guard let date = LineText.date(line), line[0].isDigit else { return nil }
        var bars = 0
        var last = 0
        for (place, byte) in line.enumerated() {
            if byte == Ascii.quote || byte == Ascii.backslash { return nil }
            if byte == Ascii.bar {
                if bars == 0, line[..<place].contains(Ascii.equals) { return nil }
                bars += 1
                last = place
            }
        }
        guard bars == TransactionRecord.fieldLimit - 1 else { return nil }
        var id: String?
        for word in line[(last + 1)...].split(separator: Ascii.space) {
            if word.first == Ascii.question || word.first == Ascii.minus { return nil }
            if word.starts(with: "aka:".utf8) { return nil }
            if word.starts(with: "id:".utf8) { id = String(readable: word.dropFirst(3)) }
        }
        guard let id, NameForm.isID(Array(id.utf8)) else { return nil }
        return ParsedRecord(day: date, id: ByteText(id))
    }
}
