import JSONText
import Model
import SourceText

/// Reads the answers that open banking services give as JSON files: Berlin Group's `booked` and `pending`
/// (GoCardless and many banks), SimpleFIN, Afterbanks and Monzo.
enum JSONStatement {
    /// Whether a text in UTF-8 is JSON that may hold transactions.
    static func looksLike(_ text: [UInt8]) -> Bool {
        guard let head = text[...].trimmed.first,
            head == UInt8(ascii: "{") || head == UInt8(ascii: "[")
        else { return false }
        return ["\"transactions\"", "\"booked\"", "\"transactionAmount\""].contains {
            firstPlace(of: Array($0.utf8), in: text[...]) != nil
        }
    }

    static func read(
        _ bytes: [UInt8], _ settings: StatementSettings
    ) throws(ReadingStop) -> StatementReading {
        let encoding = try StatementLines.encoding(of: bytes, settings)
        let text = encoding.decoded(bytes)
        let root: JSONValue
        do throws(JSONProblem) { root = try JSONParser.parse(text) } catch {
            throw .refused(
                reason: error.message, row: JSONPlaces.line(of: error.offset, in: text))
        }
        let places = JSONPlaces(text)
        var statements = try BerlinGroup.read(root, places)
        if statements.isEmpty { statements = try SimpleFIN.read(root, places) }
        if statements.isEmpty { statements = try Afterbanks.read(root, places) }
        if statements.isEmpty { statements = try Monzo.read(root, places) }
        if statements.isEmpty {
            throw .refused(reason: "the JSON is no answer of a known service", row: 1)
        }
        return .read(
            statements: statements, layout: settings,
            headerSignature: StatementFormat.json.rawValue, encoding: encoding.rawValue)
    }
}

/// Where values stand in a JSON text.
struct JSONPlaces {
    private let text: [UInt8]
    private let offsets: [String: Int]

    init(_ text: [UInt8]) {
        self.text = text
        offsets = JSONParser.offsets(text)
    }

    static func line(of offset: Int, in text: [UInt8]) -> Int {
        text.prefix(offset).reduce(into: 1) { $0 += $1 == Ascii.lineFeed ? 1 : 0 }
    }

    /// The line of the value at a path such as `/transactions/0`.
    func line(_ path: String) -> Int {
        offsets[path].map { JSONPlaces.line(of: $0, in: text) } ?? 1
    }
}

/// One transaction of an answer, with its place for messages.
struct JSONEntry {
    let value: JSONValue
    let line: Int

    /// A text that says something.
    func text(_ keys: String...) -> String? {
        keys.lazy.compactMap { value[$0]?.text?.meaningful }.first
    }

    func required(_ key: String) throws(ReadingStop) -> String {
        guard let text = value[key]?.text ?? value[key]?.numberText else {
            throw .refused(reason: "a transaction without “\(key)”", row: line)
        }
        return text
    }

    static func amount(_ text: String, line: Int) throws(ReadingStop) -> DecimalNumber {
        guard let amount = DecimalNumber(text) else {
            throw .refused(reason: "this is no amount", row: line, value: text)
        }
        return amount
    }

    /// A day at the front of a day or a moment.
    static func day(_ text: String, line: Int) throws(ReadingStop) -> CivilDate {
        guard let day = CivilDate(iso: String(text.prefix(10))) else {
            throw .refused(reason: "there is no such day", row: line, value: text)
        }
        return day
    }

    static func currency(_ text: String, line: Int) throws(ReadingStop) -> CurrencyCode {
        guard let code = CurrencyCode(text.uppercased()), text.utf8.count == 3 else {
            throw .refused(reason: "this is no currency", row: line, value: text)
        }
        return code
    }

    var raw: String { String(decoding: JSONWriter.compact(value), as: UTF8.self) }
}

extension JSONValue {
    /// The text of a number.
    var numberText: String? { if case .number(let text) = self { text } else { nil } }
}
