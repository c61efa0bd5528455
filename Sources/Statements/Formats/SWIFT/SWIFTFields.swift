import SourceText

/// A field of a SWIFT message such as `:61:`, with the lines that continue it.
struct SWIFTField {
    let tag: String
    let line: Int
    var lines: [String]

    /// The lines as one text.
    var joined: String { lines.joined() }
}

extension SWIFTField {
    /// The fields of all messages in a text; what stands around them, such as the blocks in braces, is left
    /// out.
    static func all(in lines: [StatementLines.Line]) -> [SWIFTField] {
        var fields: [SWIFTField] = []
        for line in lines {
            let bytes = line.bytes.trimmedEnd
            if let (tag, rest) = tag(bytes) {
                fields.append(
                    SWIFTField(tag: tag, line: line.number, lines: [String(readable: rest)]))
            } else if !fields.isEmpty, !isEnvelope(bytes) {
                fields[fields.count - 1].lines.append(String(readable: bytes))
            }
        }
        return fields
    }

    /// `:61:…` as its tag and what follows; a block's `{4:` may stand before it.
    private static func tag(
        _ bytes: ArraySlice<UInt8>
    ) -> (tag: String, rest: ArraySlice<UInt8>)? {
        let text = bytes.drop { $0.isBlank }
        guard text.first == Ascii.colon,
            let end = text.dropFirst().prefix(5).firstIndex(of: Ascii.colon)
        else { return nil }
        let tag = text[(text.startIndex + 1)..<end]
        let isNumbered =
            tag.count >= 2 && tag.count <= 3 && tag.prefix(2).allSatisfy(\.isDigit)
            && tag.dropFirst(2).allSatisfy(\.isUpper)
        guard isNumbered || tag.elementsEqual("NS".utf8) else { return nil }
        return (String(readable: tag), text[(end + 1)...])
    }

    /// The end of a message, and the blocks of the network around it.
    private static func isEnvelope(_ bytes: ArraySlice<UInt8>) -> Bool {
        let text = bytes.trimmed
        return text.isEmpty || text.elementsEqual("-".utf8) || text.starts(with: "-}".utf8)
            || text.starts(with: "{".utf8) && text.dropFirst().first?.isDigit == true
                && text.dropFirst(2).first == Ascii.colon
    }
}

extension ArraySlice<UInt8> {
    /// Without the blanks at its end.
    var trimmedEnd: ArraySlice<UInt8> {
        var part = self
        while let last = part.last, last.isBlank || last < 0x20 { part = part.dropLast() }
        return part
    }
}
