import BenchmarkLedgers

/// A transaction line taken apart the slow and obvious way.
struct GeneratedLine {
    struct Part: Equatable {
        let target: String
        let units: Int?
        let isSigned: Bool
    }

    let account: String
    let text: String
    let date: String
    let mark: Character
    let units: Int
    let currency: String
    let category: String
    let description: String
    let attributes: [String]

    /// `nil` where the line has not the canonical columns.
    init?(_ text: String, account: String) {
        self.account = account
        self.text = text
        let fields = GeneratedLine.split(text)
        let head = fields.first.map { Array($0) } ?? []
        guard fields.count == 5, head.count == 12, head[10] == " " else { return nil }
        date = String(head[..<10])
        mark = head[11]
        let amount = fields[1].split(separator: " ").map(String.init)
        guard amount.count == 2, let units = GeneratedLine.units(amount[0]) else { return nil }
        self.units = units
        currency = amount[1]
        category = GeneratedLine.trimmed(fields[2])
        description = GeneratedLine.trimmed(fields[3])
        attributes = GeneratedLine.words(fields[4])
        let padded = [
            fields[0], GeneratedLine.pad(amount[0], 10, atEnd: false) + " " + currency,
            GeneratedLine.pad(category, 22, atEnd: true),
            GeneratedLine.pad(description, 24, atEnd: true), attributes.joined(separator: " "),
        ]
        guard padded == fields else { return nil }
    }

    /// Every line of a ledger, in the order of its files.
    static func all(_ ledger: BenchmarkLedger) -> [GeneratedLine?] {
        var lines: [GeneratedLine?] = []
        ledger.eachTransactionFile { file in
            let account = file.path.split(separator: "/").map(String.init)[1]
            for line in String(decoding: file.bytes, as: UTF8.self).split(separator: "\n") {
                lines.append(GeneratedLine(String(line), account: account))
            }
        }
        return lines
    }

    func value(_ key: String) -> String? {
        attributes.first { $0.hasPrefix(key + ":") }.map { String($0.dropFirst(key.count + 1)) }
    }

    /// The parts as they are written.
    var parts: [Part] {
        category.split(separator: ",").map { part in
            let words = part.split(separator: " ").map(String.init)
            guard words.count > 1, let last = words.last, let units = GeneratedLine.units(last)
            else {
                return Part(target: words.joined(separator: " "), units: nil, isSigned: false)
            }
            return Part(
                target: words.dropLast().joined(separator: " "), units: units,
                isSigned: last.hasPrefix("-") || last.hasPrefix("+"))
        }
    }

    /// What each part is worth (S13): unsigned ones go the line's way, the last may take the rest.
    var partUnits: [(target: String, units: Int)] {
        var rest = units
        return parts.map { part in
            guard let written = part.units else { return (part.target, rest) }
            let units = part.isSigned || self.units > 0 ? written : -written
            rest -= units
            return (part.target, units)
        }
    }

    /// Hundredths, from a number with exactly two decimals.
    static func units(_ text: String) -> Int? {
        let halves = text.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count == 2, halves[1].count == 2 else { return nil }
        return Int(halves[0] + halves[1])
    }

    private static func split(_ text: String) -> [String] {
        var fields = [""]
        var rest = text[...]
        while let character = rest.first {
            if rest.hasPrefix(" | ") {
                fields.append("")
                rest = rest.dropFirst(3)
            } else {
                fields[fields.count - 1].append(character)
                rest = rest.dropFirst()
            }
        }
        return fields
    }

    /// Words at blanks that are not in quotes.
    private static func words(_ text: String) -> [String] {
        var words = [""]
        var isQuoted = false
        var previous: Character = " "
        for character in text {
            if character == "\"", previous != "\\" { isQuoted.toggle() }
            if character == " ", !isQuoted {
                words.append("")
            } else {
                words[words.count - 1].append(character)
            }
            previous = character
        }
        return words
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    private static func pad(_ text: String, _ width: Int, atEnd: Bool) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
        return atEnd ? text + blanks : blanks + text
    }
}
