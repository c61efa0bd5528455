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
