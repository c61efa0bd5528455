/// Reads JSON (RFC 8259), and tells where each value stands.
///
/// A key that stands twice in one object is an error, and so is nesting deeper than 128.
package struct JSONParser {
    private let bytes: [UInt8]
    private var index = 0
    /// Where each value begins, by its path such as `/opening/amounts/EUR`.
    private var offsets: [String: Int] = [:]
    /// Whether paths are spelled out, which takes longer than the rest.
    private let keepsOffsets: Bool
    private static let depthLimit = 128

    private init(_ bytes: [UInt8], keepsOffsets: Bool) {
        self.bytes = bytes
        self.keepsOffsets = keepsOffsets
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    /// The value of a whole text.
    package static func parse(_ bytes: [UInt8]) throws(JSONProblem) -> JSONValue {
        do throws(JSONProblem) {
            var parser = JSONParser(bytes, keepsOffsets: false)
            return try parser.whole()
        } catch {
            // Once more for a message that can name the path.
            var parser = JSONParser(bytes, keepsOffsets: true)
            return try parser.whole()
        }
    }

    /// The offset at which the value at each path begins, such as `/opening/amounts/EUR`, as far as the
    /// text can be read.
    package static func offsets(_ bytes: [UInt8]) -> [String: Int] {
        var parser = JSONParser(bytes, keepsOffsets: true)
        do throws(JSONProblem) { _ = try parser.whole() } catch {}
        return parser.offsets
    }

    private mutating func whole() throws(JSONProblem) -> JSONValue {
        let value = try value(path: "", depth: 0)
        skipBlanks()
        if index < bytes.count {
            throw JSONProblem(
                index, "text after the end of the JSON value", remedy: "delete it")
        }
        return value
    }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            index += 1
        }
    }

    private mutating func value(path: String, depth: Int) throws(JSONProblem) -> JSONValue {
        skipBlanks()
        if keepsOffsets { offsets[path] = index }
        if depth > JSONParser.depthLimit {
            throw JSONProblem(index, "values nested too deeply", remedy: "flatten them")
        }
        switch current {
        case UInt8(ascii: "{"): return try object(path: path, depth: depth)
        case UInt8(ascii: "["): return try array(path: path, depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil:
            throw JSONProblem(
                index, "the text ends where a value is due", remedy: "write the value")
        default: return try number()
        }
    }

    private mutating func word(
        _ text: StaticString, _ value: JSONValue
    ) throws(JSONProblem) -> JSONValue {
        let wanted = Array(text.description.utf8)
        guard bytes[index...].starts(with: wanted) else { throw unexpected() }
        index += wanted.count
        return value
    }

    private func unexpected() -> JSONProblem {
        let shown = String(decoding: bytes[index...].prefix(1), as: UTF8.self)
        return JSONProblem(
            index, "“\(shown)” begins no JSON value",
            remedy: "strings stand in double quotes; the words are true, false and null")
    }

    private mutating func number() throws(JSONProblem) -> JSONValue {
        let start = index
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { $0 &- 0x30 < 10 } ?? false }
        if current == UInt8(ascii: "-") { index += 1 }
        guard isDigit(current) else {
            index = start
            throw unexpected()
        }
        if current == UInt8(ascii: "0") { index += 1 } else { skipDigits() }
        if current == UInt8(ascii: ".") {
            index += 1
            guard isDigit(current) else { throw badNumber(start) }
            skipDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            index += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
            guard isDigit(current) else { throw badNumber(start) }
            skipDigits()
        }
        return .number(String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func skipDigits() {
        while let byte = current, byte &- 0x30 < 10 { index += 1 }
    }

    private func badNumber(_ start: Int) -> JSONProblem {
        JSONProblem(start, "an unfinished number", remedy: "write digits behind the point")
    }

    private mutating func array(path: String, depth: Int) throws(JSONProblem) -> JSONValue {
        var elements: [JSONValue] = []
        index += 1
        skipBlanks()
        if current == UInt8(ascii: "]") {
            index += 1
            return .array([])
        }
        while true {
            let next = keepsOffsets ? "\(path)/\(elements.count)" : ""
            elements.append(try value(path: next, depth: depth + 1))
            skipBlanks()
            if current == UInt8(ascii: ",") {
                index += 1
            } else if current == UInt8(ascii: "]") {
                index += 1
                return .array(elements)
            } else {
                throw JSONProblem(index, "a list is not closed", remedy: "write “,” or “]”")
            }
        }
    }

    private mutating func object(path: String, depth: Int) throws(JSONProblem) -> JSONValue {
        var members: [JSONMember] = []
        var keys: Set<String> = []
        index += 1
        skipBlanks()
        if current == UInt8(ascii: "}") {
            index += 1
            return .object([])
        }
        while true {
            skipBlanks()
            let keyStart = index
            guard current == UInt8(ascii: "\"") else {
                throw JSONProblem(
                    index, "a member's name is due",
                    remedy: "write it in double quotes; no comma stands before “}”")
            }
            let key = try string()
            guard keys.insert(key).inserted else {
                throw JSONProblem(
                    keyStart, "“\(key)” stands twice in \(path.isEmpty ? "the object" : path)",
                    remedy: "keep one of the two")
            }
            skipBlanks()
            guard current == UInt8(ascii: ":") else {
                throw JSONProblem(index, "a colon is due after “\(key)”", remedy: "write “:”")
            }
            index += 1
            let next = keepsOffsets ? "\(path)/\(key)" : ""
            members.append(JSONMember(key, try value(path: next, depth: depth + 1)))
            skipBlanks()
            if current == UInt8(ascii: ",") {
                index += 1
            } else if current == UInt8(ascii: "}") {
                index += 1
                return .object(members)
            } else {
                throw JSONProblem(index, "an object is not closed", remedy: "write “,” or “}”")
            }
        }
    }

    private mutating func string() throws(JSONProblem) -> String {
        let start = index
        index += 1
        var content: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw JSONProblem(
                        start, "bytes that are not UTF-8", remedy: "save the file as UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): try escape(into: &content)
            case 0..<0x20:
                throw JSONProblem(
                    index, "a line break or control character in a string",
                    remedy: "write \\n, or close the quote")
            default:
                content.append(byte)
                index += 1
            }
        }
        throw JSONProblem(start, "the string is not closed", remedy: "write “\"” at its end")
    }

    private mutating func escape(into content: inout [UInt8]) throws(JSONProblem) {
        let start = index
        let plain: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D,
            0x74: 0x09,
        ]
        index += 1
        guard let byte = current else { return }
        index += 1
        if let value = plain[byte] {
            content.append(value)
            return
        }
        guard byte == UInt8(ascii: "u"), let unit = hexUnit() else {
            throw JSONProblem(start, "an unknown escape", remedy: "write \\\\ for a backslash")
        }
        var scalar = UInt32(unit)
        if unit & 0xFC00 == 0xD800, bytes[index...].starts(with: Array("\\u".utf8)) {
            index += 2
            if let low = hexUnit(), low & 0xFC00 == 0xDC00 {
                scalar = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF))
            }
        }
        guard let character = Unicode.Scalar(scalar) else {
            throw JSONProblem(start, "half of a surrogate pair", remedy: "write both halves")
        }
        content += Array(String(character).utf8)
    }

    private mutating func hexUnit() -> UInt16? {
        guard index + 4 <= bytes.count else { return nil }
        let text = String(decoding: bytes[index..<index + 4], as: UTF8.self)
        // The initializer would take a sign.
        guard text.utf8.count == 4, text.first != "+", let unit = UInt16(text, radix: 16) else {
            return nil
        }
        index += 4
        return unit
    }
}
