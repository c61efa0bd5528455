/// One physical line of a text file: its content and its end, as byte offsets.
package struct Line: Sendable, Equatable {
    /// The content without the line end (and without the BOM on the first line).
    package var content: Range<Int>
    /// The content with its line end.
    package var whole: Range<Int>

    package init(content: Range<Int>, whole: Range<Int>) {
        self.content = content
        self.whole = whole
    }
}

/// The lines of a text. Joined in order, `whole` ranges (after the BOM) give back every byte.
package struct LineTable: Sendable {
    package let lines: [Line]
    /// 3 where the text begins with a UTF-8 byte order mark, else 0.
    package let bomLength: Int

    /// Splits at LF and CR LF. A last line without an end counts; an empty text has no line.
    ///
    /// - Complexity: O(bytes).
    package init(_ bytes: [UInt8]) {
        let bom = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var lines: [Line] = []
        var start = bom
        while start < bytes.count {
            let feed = bytes[start...].firstIndex(of: Ascii.lineFeed)
            let wholeEnd = feed.map { $0 + 1 } ?? bytes.count
            var contentEnd = feed ?? bytes.count
            if feed != nil, contentEnd > start, bytes[contentEnd - 1] == Ascii.carriageReturn {
                contentEnd -= 1
            }
            lines.append(Line(content: start..<contentEnd, whole: start..<wholeEnd))
            start = wholeEnd
        }
        self.lines = lines
        bomLength = bom
    }
}

extension LineTable {
    /// A text with some of its lines changed; every other byte stays.
    ///
    /// - Parameter change: the new content of a line from its number, from 0, and its content; `nil` takes the line away
    ///   with its end.
    package static func changing(
        _ bytes: [UInt8], _ change: (_ number: Int, _ content: [UInt8]) -> [UInt8]?
    ) -> [UInt8] {
        let table = LineTable(bytes)
        var result = Array(bytes[..<table.bomLength])
        for (number, line) in table.lines.enumerated() {
            guard let content = change(number, Array(bytes[line.content])) else { continue }
            result += content + bytes[line.content.upperBound..<line.whole.upperBound]
        }
        return result
    }

    /// The contents of a text's lines, each once, without empty ones.
    package static func contents(_ bytes: [UInt8]) -> Set<ByteKey> {
        Set(
            LineTable(bytes).lines.filter { !$0.content.isEmpty }.map {
                ByteKey(Array(bytes[$0.content]))
            })
    }
}
