import SourceText

/// The text of a statement file in UTF-8, line by line.
struct StatementLines {
    /// A line without its end; `number` counts from 1.
    struct Line {
        let number: Int
        let bytes: ArraySlice<UInt8>

        var text: String { String(readable: bytes) }
    }

    let text: [UInt8]
    let encoding: String
    let lines: [Line]

    /// - Throws: `ReadingStop` for an unknown encoding.
    init(_ bytes: [UInt8], _ settings: StatementSettings) throws(ReadingStop) {
        let encoding = try StatementLines.encoding(of: bytes, settings)
        let text = encoding.decoded(bytes)
        self.text = text
        self.encoding = encoding.rawValue
        lines = StatementLines.lines(of: text)
    }

    /// The encoding that the settings name, else the one that the bytes show.
    static func encoding(
        of bytes: [UInt8], _ settings: StatementSettings
    ) throws(ReadingStop) -> TextEncoding {
        guard let name = settings.encoding else { return TextEncoding(of: bytes) }
        guard let wanted = TextEncoding(named: name) else {
            throw .refused(reason: "unknown encoding", value: name)
        }
        return wanted
    }

    /// Lines end in LF, CR LF or CR; what stands behind a last end is a line only where it is not empty.
    static func lines(of text: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var start = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == Ascii.lineFeed || byte == Ascii.carriageReturn {
                lines.append(Line(number: lines.count + 1, bytes: text[start..<index]))
                let isPair =
                    byte == Ascii.carriageReturn && index + 1 < text.count
                    && text[index + 1] == Ascii.lineFeed
                index += isPair ? 2 : 1
                start = index
            } else {
                index += 1
            }
        }
        if start < text.count { lines.append(Line(number: lines.count + 1, bytes: text[start...])) }
        return lines
    }
}

extension ArraySlice<UInt8> {
    /// Without blanks and tabs at its ends.
    var trimmed: ArraySlice<UInt8> {
        var part = self
        while let first = part.first, first.isBlank || first < 0x20 { part = part.dropFirst() }
        while let last = part.last, last.isBlank || last < 0x20 { part = part.dropLast() }
        return part
    }

    /// The number that ASCII digits spell; `nil` for anything else, and for more than 18 digits.
    var number: Int? {
        guard !isEmpty, count <= 18 else { return nil }
        var value = 0
        for byte in self {
            guard byte.isDigit else { return nil }
            value = value * 10 + Int(byte - Ascii.zero)
        }
        return value
    }
}

extension String {
    /// `nil` for nothing, and for the words with which banks say that there is nothing.
    var meaningful: String? {
        let text = String(decoding: Array(utf8)[...].trimmed, as: UTF8.self)
        let nothing = ["NOTPROVIDED", "NOTAVAILABLE", "NONREF", "-", "NULL"]
        return text.isEmpty || nothing.contains(text.uppercased()) ? nil : text
    }
}
