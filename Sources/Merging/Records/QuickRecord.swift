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

    /// The record of a canonical line that has an id and nothing that needs care: no other ids, no open conflict, nothing
    /// quoted or escaped, no split, no value that could be wrong. `nil` for any other line, which has to be parsed; it
    /// may be no record at all.
    static func read(_ line: [UInt8]) -> ParsedRecord? {
        guard line.count > 32, let date = LineText.date(line), hasPlainHead(line) else {
            return nil
        }
        var fields: [Range<Int>] = []
        var start = 14
        for place in start..<line.count {
            let byte = line[place]
            if byte < Ascii.space || byte >= 0x7F || byte == Ascii.quote || byte == Ascii.backslash
            {
                return nil
            }
            if byte == Ascii.bar {
                fields.append(start..<place)
                start = place + 1
            }
        }
        fields.append(start..<line.count)
        guard fields.count == TransactionRecord.fieldLimit - 1, isPlainAmount(line[fields[0]]),
            isPlainCategory(line[fields[1]])
        else { return nil }
        return plainID(line[fields[3]]).map { ParsedRecord(day: date, id: ByteText($0)) }
    }

    private static func hasPlainHead(_ line: [UInt8]) -> Bool {
        line[0].isDigit && line[10] == Ascii.space && line[12] == Ascii.space
            && line[13] == Ascii.bar && " !?-x".utf8.contains(line[11])
    }

    /// A number with decimals, a blank, a currency of three letters.
    private static func isPlainAmount(_ field: ArraySlice<UInt8>) -> Bool {
        var rest = field.drop { $0 == Ascii.space }
        if rest.first == Ascii.minus { rest = rest.dropFirst() }
        let whole = rest.prefix(while: \.isDigit)
        rest = rest.dropFirst(whole.count)
        guard (1...12).contains(whole.count), rest.first == Ascii.dot else { return false }
        let decimals = rest.dropFirst().prefix(while: \.isDigit)
        rest = rest.dropFirst(1 + decimals.count)
        guard (1...4).contains(decimals.count), rest.count == 5, rest.first == Ascii.space,
            rest.last == Ascii.space
        else { return false }
        return rest.dropFirst().dropLast().allSatisfy(\.isUpper)
    }

    /// Names of letters and hyphens between slashes, or nothing.
    private static func isPlainCategory(_ field: ArraySlice<UInt8>) -> Bool {
        let path = field[field.trimmedRange]
        if path.isEmpty { return true }
        return path.split(separator: Ascii.slash, omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty
                && $0.allSatisfy { $0.isLower || $0.isUpper || $0 == Ascii.minus }
        }
    }

    /// The id of attributes of which each is known to be good by its form alone.
    private static func plainID(_ field: ArraySlice<UInt8>) -> String? {
        var id: String?
        var seen: [ArraySlice<UInt8>] = []
        for word in field.split(separator: Ascii.space) {
            let key = word.prefix { $0 != Ascii.colon }
            if seen.contains(where: { $0 == key }) { return nil }
            seen.append(key)
            let value = word.dropFirst(key.count + 1)
            if word.first == Ascii.hash {
                if !word.dropFirst().allSatisfy({ $0.isLower || $0.isDigit }) || word.count < 2 {
                    return nil
                }
            } else if key.elementsEqual("id".utf8) {
                id = String(readable: value)
            } else if !key.elementsEqual("note".utf8) || value.isEmpty {
                return nil
            }
        }
        guard let id, NameForm.isID(Array(id.utf8)) else { return nil }
        return id
    }
}
