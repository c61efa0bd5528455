/// Writes JSON in the two forms of the ledger: one member a line, and all on one line.
package enum JSONWriter {
    /// Two blanks of indentation, one member or element a line, `{}` and `[]` for empty ones, and a
    /// line break at the end (formats J1).
    package static func file(_ value: JSONValue) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, indent: 0, to: &bytes)
        bytes.append(0x0A)
        return bytes
    }

    /// No blanks at all, and no line break.
    package static func compact(_ value: JSONValue) -> [UInt8] {
        var bytes: [UInt8] = []
        append(value, indent: nil, to: &bytes)
        return bytes
    }

    /// Appends `value`; `indent` is the depth, or `nil` for the compact form.
    package static func append(_ value: JSONValue, indent: Int?, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let flag): bytes += (flag ? "true" : "false").utf8
        case .number(let text): bytes += text.utf8
        case .string(let text): append(text, to: &bytes)
        case .array(let elements):
            wrap("[", "]", elements, indent, &bytes) { element, depth, bytes in
                append(element, indent: depth, to: &bytes)
            }
        case .object(let members):
            wrap("{", "}", members, indent, &bytes) { member, depth, bytes in
                append(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                if depth != nil { bytes.append(UInt8(ascii: " ")) }
                append(member.value, indent: depth, to: &bytes)
            }
        }
    }

    private static func wrap<Item>(
        _ open: String, _ close: String, _ items: [Item], _ indent: Int?, _ bytes: inout [UInt8],
        _ body: (Item, Int?, inout [UInt8]) -> Void
    ) {
        bytes += open.utf8
        let inner = indent.map { $0 + 1 }
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            breakLine(inner, &bytes)
            body(item, inner, &bytes)
        }
        if !items.isEmpty { breakLine(indent, &bytes) }
        bytes += close.utf8
    }

    private static func breakLine(_ indent: Int?, _ bytes: inout [UInt8]) {
        guard let indent else { return }
        bytes.append(0x0A)
        bytes += repeatElement(UInt8(ascii: " "), count: indent * 2)
    }

    /// A string in quotes: only `"`, `\` and control characters are escaped.
    package static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        let needsEscapes = text.utf8.contains {
            $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
        }
        if needsEscapes { appendEscaped(text, to: &bytes) } else { bytes += text.utf8 }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func appendEscaped(_ text: String, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += "\\n".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0x09: bytes += "\\t".utf8
            case 0..<0x20:
                let low = byte & 15
                bytes += "\\u00".utf8
                bytes += [0x30 + byte >> 4, low < 10 ? 0x30 + low : 0x57 + low]
            default: bytes.append(byte)
            }
        }
    }
}
