import Model
import SourceText

/// An element of an OFX file: a value, or further elements.
struct OFXElement {
    let name: String
    /// The line where it begins.
    let line: Int
    var value = ""
    var children: [OFXElement] = []

    /// The first child with a name.
    subscript(name: String) -> OFXElement? { children.first { $0.name == name } }

    /// The value of a child, `nil` where it is missing or says nothing.
    func text(_ name: String) -> String? { self[name]?.value.meaningful }

    /// Every element with one of the names, however deep, in the order of the file; not those inside one
    /// that was found.
    func all(_ names: Set<String>) -> [OFXElement] {
        names.contains(name) ? [self] : children.flatMap { $0.all(names) }
    }

    /// The amount of the first element of a name, however deep; `nil` where none says one.
    ///
    /// - Throws: that what it says is no amount.
    func number(_ name: String) throws(ReadingStop) -> DecimalNumber? {
        guard let found = all([name]).first, let text = found.value.meaningful else { return nil }
        guard let number = DecimalNumber(banking: text) else {
            throw .refused(reason: "this is no amount", row: found.line, value: text)
        }
        return number
    }

    /// The currency of its amounts, where it is not the statement's.
    var currency: CurrencyCode? {
        all(["CURRENCY"]).first?.text("CURSYM").flatMap { CurrencyCode($0.uppercased()) }
    }

    /// The values below, one `NAME value` a piece, as the file has them.
    var raw: String {
        children.isEmpty
            ? "\(name) \(value)" : children.map(\.raw).joined(separator: "\n")
    }
}

/// Reads the elements of an OFX file, of SGML and of XML alike.
///
/// Values need no end tag, as OFX 1 has it. An element without a value is one that holds others where an
/// end tag of its name follows somewhere, else an empty value.
struct OFXParser {
    private let text: [UInt8]
    private var index: Int
    private var line = 1
    private var lineIndex = 0
    /// How many end tags of each name are still to come.
    private var ends: [String: Int] = [:]
    private static let depthLimit = 64

    /// - Parameter start: where the first tag stands.
    init(_ text: [UInt8], from start: Int) {
        self.text = text
        index = start
        countEnds()
    }

    private enum Tag { case begin(String), end(String), other }

    /// The root with everything in it.
    mutating func root() throws(ReadingStop) -> OFXElement {
        var stack = [OFXElement(name: "", line: 1)]
        while let (tag, tagLine) = nextTag() {
            switch tag {
            case .other: continue
            case .begin(let name):
                var element = OFXElement(name: name, line: tagLine)
                element.value = value()
                if element.value.isEmpty, !isEmptyValue(name), ends[name, default: 0] > 0 {
                    guard stack.count < OFXParser.depthLimit else {
                        throw .refused(reason: "elements nested too deeply", row: tagLine)
                    }
                    stack.append(element)
                } else {
                    stack[stack.count - 1].children.append(element)
                }
            case .end(let name):
                ends[name, default: 1] -= 1
                guard let place = stack.lastIndex(where: { $0.name == name }), place > 0 else {
                    continue
                }
                while stack.count > place { OFXParser.close(&stack) }
            }
        }
        while stack.count > 1 { OFXParser.close(&stack) }
        return stack[0]
    }

    private static func close(_ stack: inout [OFXElement]) {
        let element = stack.removeLast()
        stack[stack.count - 1].children.append(element)
    }

    private mutating func countEnds() {
        var place = index
        while let start = text[place...].firstIndex(of: UInt8(ascii: "<")) {
            place = start + 1
            guard place < text.count, text[place] == Ascii.slash,
                let end = text[place...].firstIndex(of: UInt8(ascii: ">"))
            else { continue }
            ends[OFXParser.name(text[(place + 1)..<end]), default: 0] += 1
        }
    }

    /// Whether the end tag of the name follows at once.
    private func isEmptyValue(_ name: String) -> Bool {
        let rest = text[index...]
        guard rest.starts(with: "</".utf8), let end = rest.firstIndex(of: UInt8(ascii: ">")) else {
            return false
        }
        return OFXParser.name(text[(index + 2)..<end]) == name
    }

    /// The next tag and the line where it stands; `nil` at the end.
    private mutating func nextTag() -> (Tag, Int)? {
        guard let start = text[index...].firstIndex(of: UInt8(ascii: "<")) else { return nil }
        while lineIndex < start {
            if text[lineIndex] == Ascii.lineFeed { line += 1 }
            lineIndex += 1
        }
        let rest = text[start...]
        if rest.starts(with: "<!--".utf8) {
            index = end(of: "-->", from: start) ?? text.count
            return (.other, line)
        }
        guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        index = end + 1
        let inside = text[(start + 1)..<end]
        switch inside.first {
        case UInt8(ascii: "?"), UInt8(ascii: "!"): return (.other, line)
        case Ascii.slash: return (.end(OFXParser.name(inside.dropFirst())), line)
        default:
            if inside.last == Ascii.slash {
                // An empty element of XML.
                return (.other, line)
            }
            return (.begin(OFXParser.name(inside)), line)
        }
    }

    private func end(of mark: String, from start: Int) -> Int? {
        let bytes = Array(mark.utf8)
        return firstPlace(of: bytes, in: text[start...]).map { $0 + bytes.count }
    }

    /// The name of a tag without attributes, in capitals.
    private static func name(_ inside: ArraySlice<UInt8>) -> String {
        String(readable: inside.trimmed.prefix { !$0.isBlank && $0 > 0x20 }).uppercased()
    }

    /// The value up to the next tag.
    private mutating func value() -> String {
        if text[index...].starts(with: "<![CDATA[".utf8) {
            let start = index + 9
            let end = firstPlace(of: Array("]]>".utf8), in: text[start...]) ?? text.count
            index = min(end + 3, text.count)
            return String(readable: text[start..<end].trimmed)
        }
        let end = text[index...].firstIndex(of: UInt8(ascii: "<")) ?? text.count
        let part = text[index..<end].trimmed
        index = end
        return OFXParser.unescaped(String(readable: part))
    }

    private static let entities = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ",
    ]

    /// The text with the entities that OFX knows, and those by number, put in.
    static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            rest = rest[start...]
            guard let end = rest.prefix(12).firstIndex(of: ";") else {
                result.append("&")
                rest = rest.dropFirst()
                continue
            }
            let name = rest[rest.index(after: start)..<end]
            if let known = entities[name.lowercased()] ?? character(name) {
                result += known
                rest = rest[rest.index(after: end)...]
            } else {
                result.append("&")
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    private static func character(_ name: Substring) -> String? {
        guard name.first == "#" else { return nil }
        let digits = name.dropFirst()
        let value =
            digits.first == "x" || digits.first == "X"
            ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
    }
}
