package import Model
import SourceText

/// The canonical form of record lines (formats 1.4): local to the line, so that writing one line never
/// touches another.
package enum CanonicalForm {
    /// What a transaction's line holds, ready to be written.
    package struct Content: Sendable, Hashable {
        package var date: CivilDate
        package var status: Status
        package var units: Int64
        package var decimals: Int
        /// `nil` where none is typed.
        package var currency: CurrencyCode?
        package var parts: [CategoryField.TypedPart]
        package var description: String
        package var attributes: Attributes

        package init(
            date: CivilDate, status: Status, units: Int64, decimals: Int, currency: CurrencyCode?,
            parts: [CategoryField.TypedPart], description: String, attributes: Attributes
        ) {
            self.date = date
            self.status = status
            self.units = units
            self.decimals = decimals
            self.currency = currency
            self.parts = parts
            self.description = description
            self.attributes = attributes
        }
    }

    /// The line of a transaction, without a line end.
    package static func line(_ content: Content, taxonomies: Set<String>) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(128)
        content.date.append(to: &line)
        line.append(Ascii.space)
        line.append(content.status.mark ?? Ascii.space)
        line += separator
        var number: [UInt8] = []
        appendDecimal(Int128(content.units), decimals: content.decimals, to: &number)
        line += repeatElement(Ascii.space, count: max(0, 10 - number.count))
        line += number
        if let currency = content.currency { line += [Ascii.space] + currency.bytes }
        let category = category(
            content.parts, units: content.units, decimals: content.decimals)
        var text: [UInt8] = []
        TextField.append(content.description.utf8, to: &text)
        let words = attributeWords(content.attributes, taxonomies: taxonomies)
        if category.isEmpty && text.isEmpty && words.isEmpty { return line }
        line += separator
        let hasText = !text.isEmpty || !words.isEmpty
        append(category, width: hasText ? 22 : 0, to: &line)
        if hasText {
            line += separator
            append(text, width: words.isEmpty ? 0 : 24, to: &line)
        }
        if !words.isEmpty {
            line += separator
            line += words
        }
        while line.last == Ascii.space { line.removeLast() }
        return line
    }

    private static let separator = Array(" | ".utf8)

    /// Pads by Unicode scalars, so that the form does not change with a Unicode version.
    private static func append(_ text: [UInt8], width: Int, to line: inout [UInt8]) {
        line += text
        guard width > 0 else { return }
        let scalars = text.reduce(into: 0) { $0 += $1 & 0xC0 == 0x80 ? 0 : 1 }
        line += repeatElement(Ascii.space, count: max(0, width - scalars))
    }

    /// The category field of a line of `units`; a part's sign stands only where it differs from the line's.
    package static func category(
        _ parts: [CategoryField.TypedPart], units whole: Int64, decimals: Int
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes += ", ".utf8 }
            switch part.target {
            case .uncategorised: break
            case .category(let path): bytes += path.utf8
            case .transfer(let account): bytes += "=\(account)".utf8
            case .ignored: bytes += "ignored".utf8
            }
            guard let amount = part.amount, let units = amount.scaled(to: decimals) else {
                continue
            }
            bytes.append(Ascii.space)
            let isOpposite = part.hasSign && units != 0 && (units < 0) != (whole < 0)
            if isOpposite { bytes.append(units < 0 ? Ascii.minus : Ascii.plus) }
            appendDecimal(Int128(units.magnitude), decimals: decimals, to: &bytes)
        }
        return bytes
    }

    private static let keysAfterUnknown = [
        "file", "pair", "distinct", "plan", "bank-date", "bank-amount", "booking-date",
        "value-date",
        "fx", "balance", "aka", "auto",
    ]
    private static let sets: Set<String> = ["aka", "pair", "distinct", "file", "auto"]

    /// Attributes as they stand in the last field of a line.
    package static func attributes(_ attributes: Attributes) -> String {
        String(readable: attributeWords(attributes, taxonomies: []))
    }

    /// The attributes in their order, joined by blanks.
    private static func attributeWords(_ attributes: Attributes, taxonomies: Set<String>) -> [UInt8]
    {
        let ranked = attributes.list.enumerated().map { index, attribute in
            (rank: rank(attribute, taxonomies), index: index, word: word(attribute))
        }
        let sorted = ranked.sorted { left, right in
            if left.rank != right.rank { return left.rank < right.rank }
            if left.rank == unknownRank { return left.index < right.index }
            return left.word.lexicographicallyPrecedes(right.word)
        }
        return Array(sorted.map(\.word).joined(separator: [Ascii.space]))
    }

    private static let unknownRank = 6

    private static func rank(_ attribute: Attribute, _ taxonomies: Set<String>) -> Int {
        guard let key = attribute.key else { return 1 }
        switch key {
        case "id": return 0
        case "note": return 2
        case "contact": return 3
        case "ignored": return 5
        case _ where key.hasPrefix("?"): return 100
        case _ where key.hasPrefix("-"): return 101
        case _ where taxonomies.contains(key): return 4
        default: return keysAfterUnknown.firstIndex(of: key).map { $0 + 10 } ?? unknownRank
        }
    }

    private static func word(_ attribute: Attribute) -> [UInt8] {
        switch attribute {
        case .tag(let name): return Array("#\(name)".utf8)
        case .flag(let name): return Array(name.utf8)
        case .value(let key, let value):
            var value = value
            if sets.contains(key) {
                value = Set(value.split(separator: ",").map(String.init)).sorted(by: byBytes)
                    .joined(separator: ",")
            }
            return Array("\(key):".utf8) + quotedIfNeeded(value)
        }
    }

    /// The value bare where the grammar allows it, else in quotes.
    package static func quotedIfNeeded(_ value: String) -> [UInt8] {
        let isBare =
            !value.isEmpty
            && value.utf8.allSatisfy { byte in
                byte > Ascii.space && byte != Ascii.quote && byte != Ascii.bar
                    && byte != Ascii.backslash
            }
        if isBare { return Array(value.utf8) }
        var bytes = [Ascii.quote]
        TextField.append(value.utf8, isQuoted: true, to: &bytes)
        bytes.append(Ascii.quote)
        return bytes
    }

    /// Any other record: its trimmed fields joined by ` | `, an empty one between two bars as `| |`,
    /// trailing empty ones left out.
    package static func plainLine(_ line: [UInt8]) -> [UInt8] {
        let fields = Fields(line)
        var parts = fields.ranges.map { Array(line[$0]) }
        while parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        var result: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index > 0 { result += part.isEmpty ? [Ascii.space, Ascii.bar] : separator }
            result += part
        }
        return result
    }
}
