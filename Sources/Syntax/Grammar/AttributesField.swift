package import Model
import SourceText

/// `attributes`: tags, flags and `key:value`, separated by blanks.
package struct AttributesField: Sendable, Hashable {
    package var attributes: Attributes
    /// Where each attribute stands, in the order of `attributes.list`.
    package var ranges: [Range<Int>]
    /// Where each attribute's value stands (with its quotes); empty for tags and flags.
    package var valueRanges: [Range<Int>]

    package init(attributes: Attributes, ranges: [Range<Int>] = [], valueRanges: [Range<Int>] = [])
    {
        self.attributes = attributes
        self.ranges = ranges
        self.valueRanges = valueRanges
    }

    package static let empty = AttributesField(attributes: Attributes())

    /// The bare words that are attributes.
    package static let flags: Set<String> = ["ignored", "?deleted", "?same"]

    package static func parse(
        _ line: [UInt8], _ range: Range<Int>
    ) throws(SyntaxProblem) -> AttributesField {
        var field = AttributesField.empty
        var seen: Set<ByteKey> = []
        var index = range.lowerBound
        while index < range.upperBound {
            if line[index] == Ascii.space {
                index += 1
                continue
            }
            let (attribute, value) = try attribute(line, from: index, to: range.upperBound, field)
            let whole = index..<value.upperBound
            try note(attribute, whole, line, &seen)
            field.attributes.list.append(attribute)
            field.ranges.append(whole)
            field.valueRanges.append(value.lowerBound == index ? index..<index : value)
            index = value.upperBound
        }
        return field
    }

    /// Refuses the second of two equal keys or tags; only `?key` may repeat.
    private static func note(
        _ attribute: Attribute, _ range: Range<Int>, _ line: [UInt8], _ seen: inout Set<ByteKey>
    ) throws(SyntaxProblem) {
        let name: String
        switch attribute {
        case .tag(let tag): name = "#" + tag
        case .value(let key, _): name = key
        case .flag(let flag): name = flag
        }
        if name.hasPrefix("?"), case .value = attribute { return }
        // By bytes: a `String` would also take other Unicode forms for the same name.
        if seen.insert(ByteKey(name)).inserted { return }
        throw SyntaxProblem(
            "attribute.twice", range, "“\(name)” stands twice in this line",
            remedy: "keep one of the two")
    }

    /// Reads the attribute at `index`. The second result is the value's range, or the whole word's.
    private static func attribute(
        _ line: [UInt8], from index: Int, to end: Int, _ before: AttributesField
    ) throws(SyntaxProblem) -> (Attribute, Range<Int>) {
        let word = bareEnd(line, from: index, to: end)
        if line[index] == Ascii.hash { return try tag(line, index, word, end) }
        guard let colon = keyEnd(line, index..<word) else {
            let text = String(readable: line[index..<word])
            if flags.contains(text), word == end || line[word] == Ascii.space {
                return (.flag(text), index..<word)
            }
            throw notAnAttribute(line, index, word, end, before)
        }
        let key = String(readable: line[index..<colon])
        let start = colon + 1
        if start < end, line[start] == Ascii.quote {
            let close = try closingQuote(line, start, end)
            let value = try TextField.unescape(line, start + 1..<close, isQuoted: true)
            try checkGap(line, close + 1, end)
            return (.value(key: key, String(readable: value)), start..<close + 1)
        }
        guard start < word else {
            throw SyntaxProblem(
                "attribute.form", index..<word, "“\(key):” has no value",
                remedy: "write a value right behind the colon, or \(key):\"\"")
        }
        try checkGap(line, word, end)
        return (.value(key: key, String(readable: line[start..<word])), start..<word)
    }

    private static func tag(
        _ line: [UInt8], _ index: Int, _ word: Int, _ end: Int
    ) throws(SyntaxProblem) -> (Attribute, Range<Int>) {
        let name = line[(index + 1)..<word]
        let bad = name.firstIndex { [Ascii.hash, Ascii.colon, Ascii.comma].contains($0) }
        if let bad {
            throw SyntaxProblem(
                "attribute.form", bad..<bad + 1,
                "“\(Character(Unicode.Scalar(line[bad])))” may not stand in a tag",
                remedy: "separate tags by blanks")
        }
        guard !name.isEmpty else {
            throw SyntaxProblem(
                "attribute.form", index..<index + 1, "a tag without a name", remedy: "write #name")
        }
        try checkGap(line, word, end)
        return (.tag(String(readable: name)), index..<word)
    }

    /// The end of the run of bytes that may stand in a bare value.
    private static func bareEnd(_ line: [UInt8], from index: Int, to end: Int) -> Int {
        line[index..<end].firstIndex { byte in
            byte.isBlank || byte == Ascii.quote || byte == Ascii.bar || byte == Ascii.backslash
        } ?? end
    }

    /// The colon that ends a well-formed key.
    private static func keyEnd(_ line: [UInt8], _ word: Range<Int>) -> Int? {
        guard let colon = line[word].firstIndex(of: Ascii.colon) else { return nil }
        var start = word.lowerBound
        if line[start] == Ascii.question || line[start] == Ascii.minus { start += 1 }
        guard start < colon, line[start].isLower else { return nil }
        let isKey = line[start..<colon].allSatisfy { $0.isLower || $0.isDigit || $0 == Ascii.minus }
        return isKey ? colon : nil
    }

    private static func closingQuote(
        _ line: [UInt8], _ open: Int, _ end: Int
    ) throws(SyntaxProblem) -> Int {
        var index = open + 1
        while index < end {
            if line[index] == Ascii.quote { return index }
            index += line[index] == Ascii.backslash ? 2 : 1
        }
        throw SyntaxProblem(
            "attribute.quote", open..<open + 1, "the quote is not closed",
            remedy: "end the value with \"; a quote inside it is written \\\"")
    }

    /// A word must be followed by a blank or the end of the field.
    private static func checkGap(
        _ line: [UInt8], _ index: Int, _ end: Int
    ) throws(SyntaxProblem) {
        guard index < end, line[index] != Ascii.space else { return }
        if line[index] == Ascii.backslash {
            throw SyntaxProblem(
                "text.escape", index..<index + 1, "a backslash outside quotes",
                remedy: "quote the value, and write \\\\ for a backslash")
        }
        throw SyntaxProblem(
            "attribute.form", index..<index + 1,
            line[index] == Ascii.tab
                ? "a tab between attributes" : "a stray \(line.quoted(index..<index + 1))",
            remedy: line[index] == Ascii.tab ? "write a blank" : "quote the whole value, key:\"…\"")
    }

    private static func notAnAttribute(
        _ line: [UInt8], _ index: Int, _ word: Int, _ end: Int, _ before: AttributesField
    ) -> SyntaxProblem {
        if word == index {
            let byte = line[index]
            return SyntaxProblem(
                byte == Ascii.backslash ? "text.escape" : "attribute.form", index..<index + 1,
                "\(line.quoted(index..<index + 1)) begins no attribute",
                remedy: "attributes are #tag and key:value; quote a value that holds it")
        }
        let text = line.quoted(index..<word)
        var remedy = "if it belongs to the description, write the bar before it as \\|"
        if case .value(let key, let value)? = before.attributes.list.last {
            remedy = "quote the value: \(key):\"\(value) \(String(readable: line[index..<word]))\""
        }
        return SyntaxProblem(
            "attribute.form", index..<word, "\(text) is no attribute", remedy: remedy)
    }
}
