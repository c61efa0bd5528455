import Model
import SourceText
import Syntax

/// The ids that stand in a line, read without taking the line apart. What looks like one in a text counts as well.
enum LineIDs {
    /// Calls `body` with each id, a hash of it, and whether it stands as `id:`.
    static func each(
        in line: ArraySlice<UInt8>,
        _ body: (_ id: ArraySlice<UInt8>, _ hash: UInt64, _ isShown: Bool) -> Void
    ) {
        let text = line.span
        let first = line.startIndex
        var place = 0
        while place < text.count {
            guard text[place] == Ascii.colon else {
                place &+= 1
                continue
            }
            let isShown = isKey(text, place, .id)
            if isShown || isKey(text, place, .aka) {
                var hash = start
                place &+= 1
                var begin = place
                while place < text.count {
                    let byte = text[place]
                    if byte <= Ascii.space { break }
                    if byte == Ascii.comma {
                        body(line[first &+ begin..<first &+ place], hash, isShown)
                        hash = start
                        begin = place &+ 1
                    } else {
                        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
                    }
                    place &+= 1
                }
                body(line[first &+ begin..<first &+ place], hash, isShown)
            } else {
                place &+= 1
            }
        }
    }

    /// `id` and `aka`, whose first letter is their last.
    private enum Key {
        case id, aka

        var size: Int { self == .id ? 2 : 3 }
        var last: UInt8 { self == .id ? UInt8(ascii: "d") : UInt8(ascii: "a") }
        var middle: UInt8 { self == .id ? UInt8(ascii: "i") : UInt8(ascii: "k") }
    }

    /// FNV-1a.
    private static let start: UInt64 = 0xCBF2_9CE4_8422_2325

    private static func hash(_ id: String) -> UInt64 {
        id.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// Whether the key stands before a colon, with a blank or a bar before it.
    private static func isKey(_ text: Span<UInt8>, _ colon: Int, _ key: Key) -> Bool {
        let first = colon &- key.size
        guard first > 0, text[colon &- 1] == key.last, text[colon &- 2] == key.middle,
            key.size == 2 || text[first] == key.last
        else { return false }
        let before = text[first &- 1]
        return before == Ascii.space || before == Ascii.bar || before == Ascii.tab
    }

    /// The ids that a line without one may get.
    static func derived(_ line: ArraySlice<UInt8>, account: String) -> [UInt64] {
        let content = line.last == Ascii.lineFeed ? line.dropLast() : line
        guard
            let record = TextLines.record(Array(content), .transactions(account: account)),
            record.key == nil
        else { return [] }
        return (1...4).map { occurrence in
            hash(
                Identifier.derived(
                    .line, account: account, parts: record.core, occurrence: occurrence))
        }
    }
}
