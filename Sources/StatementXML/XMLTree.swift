import Foundation
import FoundationXML
import SourceText

/// An element of an XML file, with names without their prefixes.
final class XMLTree {
    let name: String
    /// The line where its start tag ends.
    let line: Int
    let attributes: [String: String]
    fileprivate(set) var text = ""
    fileprivate(set) var children: [XMLTree] = []

    fileprivate init(name: String, line: Int, attributes: [String: String]) {
        self.name = name
        self.line = line
        self.attributes = attributes
    }

    /// The first child with a name.
    subscript(name: String) -> XMLTree? { children.first { $0.name == name } }

    func all(_ name: String) -> [XMLTree] { children.filter { $0.name == name } }

    /// The element at the end of a way of names such as `Acct/Id/IBAN`.
    func at(_ path: String) -> XMLTree? {
        path.split(separator: "/").reduce(self as XMLTree?) { $0?[String($1)] }
    }

    /// The text there without blanks around it; `nil` where there is none.
    func text(at path: String) -> String? {
        guard let found = at(path) else { return nil }
        let text = found.text.trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : text
    }

    /// The values below, one `Name value` a line.
    var raw: String {
        if children.isEmpty {
            return "\(name) \(text.trimmingCharacters(in: .whitespacesAndNewlines))"
        }
        return children.map(\.raw).joined(separator: "\n")
    }
}

/// Why a text is no XML that is read here.
struct XMLRefusal: Error {
    let reason: String
    let line: Int
}

/// Reads XML into a tree. Declarations of types and entities, of which no statement has need, are
/// refused: entities can grow without bound or fetch files. So is nesting beyond 100 elements.
final class XMLTreeBuilder: NSObject, XMLParserDelegate {
    private var stack: [XMLTree] = []
    private var root: XMLTree?
    private var refusal: XMLRefusal?
    private static let depthLimit = 100

    static func tree(_ bytes: [UInt8]) throws -> XMLTree {
        if let line = declaration(in: bytes) {
            throw XMLRefusal(
                reason: "a declaration of types or entities; no statement needs one", line: line)
        }
        if let line = notUTF8(in: bytes) {
            throw XMLRefusal(
                reason: "a byte that is no UTF-8, which the file says it is", line: line)
        }
        let builder = XMLTreeBuilder()
        let parser = XMLParser(data: Data(bytes))
        parser.shouldResolveExternalEntities = false
        parser.shouldProcessNamespaces = false
        parser.delegate = builder
        let isWhole = parser.parse()
        if let refusal = builder.refusal { throw refusal }
        guard isWhole, let root = builder.root, builder.stack.isEmpty else {
            throw XMLRefusal(
                reason: "the XML is damaged or cut off", line: max(1, parser.lineNumber))
        }
        return root
    }

    /// The line of a `<!DOCTYPE` or `<!ENTITY`, in any encoding that spells them in ASCII or two bytes each.
    private static func declaration(in bytes: [UInt8]) -> Int? {
        let plain = bytes.filter { $0 != 0 }.map { $0.isLower ? $0 & 0xDF : $0 }
        for word in ["<!DOCTYPE", "<!ENTITY"] {
            if let place = firstPlace(of: Array(word.utf8), in: plain[...]) {
                return 1 + plain[..<place].count { $0 == Ascii.lineFeed }
            }
        }
        return nil
    }

    /// The line of the first byte that is no UTF-8 in a file that names no other encoding. FoundationXML ends
    /// the process at such a byte in a name.
    private static func notUTF8(in bytes: [UInt8]) -> Int? {
        let head = bytes.prefix(200).filter { $0 != 0 }.map { $0.isUpper ? $0 | 0x20 : $0 }
        let isWide = bytes.prefix(4).contains(0) || bytes.starts(with: [0xFF, 0xFE])
        if isWide || bytes.starts(with: [0xFE, 0xFF]) { return nil }
        let names = ["encoding=\"", "encoding='"].contains { word in
            firstPlace(of: Array(word.utf8), in: head[...]).map { place in
                let name = head[(place + word.utf8.count)...]
                return !name.starts(with: "utf-8".utf8) && !name.starts(with: "us-ascii".utf8)
            } ?? false
        }
        if names { return nil }
        var line = 1
        var start = bytes.startIndex
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: Ascii.lineFeed) ?? bytes.count
            if String(validating: bytes[start..<end], as: UTF8.self) == nil { return line }
            line += 1
            start = end + 1
        }
        return nil
    }

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        let name = elementName.split(separator: ":").last.map(String.init) ?? elementName
        if stack.count >= XMLTreeBuilder.depthLimit {
            refusal = XMLRefusal(reason: "elements nested too deeply", line: parser.lineNumber)
            parser.abortParsing()
            return
        }
        let element = XMLTree(name: name, line: parser.lineNumber, attributes: attributes)
        stack.last?.children.append(element)
        if root == nil { root = element }
        stack.append(element)
    }

    func parser(
        _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        if !stack.isEmpty { stack.removeLast() }
    }

    /// The parser goes on behind some faults, and leaves out what it does not understand.
    func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) {
        if refusal == nil {
            refusal = XMLRefusal(
                reason: "the XML is damaged or cut off", line: max(1, parser.lineNumber))
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { stack.last?.text += string }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        stack.last?.text += String(decoding: block, as: UTF8.self)
    }
}
