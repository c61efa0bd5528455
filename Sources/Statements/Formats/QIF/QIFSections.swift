import SourceText

/// One record of a QIF file: its fields in order, each a letter and a value.
struct QIFRecord {
    let line: Int
    var fields: [(letter: UInt8, value: String, line: Int)] = []

    func value(_ letter: Character) -> String? {
        fields.first { $0.letter == letter.asciiValue }?.value.meaningful
    }

    func line(of letter: Character) -> Int {
        fields.first { $0.letter == letter.asciiValue }?.line ?? line
    }

    var raw: String {
        fields.map { "\(Character(Unicode.Scalar($0.letter)))\($0.value)" }.joined(separator: "\n")
    }
}

/// The records of a QIF file below one `!Type:` line, with the account that an `!Account` block named.
struct QIFSection {
    /// In small letters, such as `bank` or `oth a`.
    let type: String
    let account: String?
    var records: [QIFRecord] = []

    /// Whether its records move the money of an account.
    var isOfMoney: Bool { ["bank", "cash", "ccard", "oth a", "oth l"].contains(type) }
    var isInvestment: Bool { type == "invst" || type == "invest" || type == "port" }

    static func all(in lines: [StatementLines.Line]) -> [QIFSection] {
        var sections: [QIFSection] = []
        var account: String?
        var isAccountBlock = false
        var record: QIFRecord?
        func end() {
            guard let ended = record, !ended.fields.isEmpty else { return }
            record = nil
            if isAccountBlock {
                account = ended.value("N") ?? account
            } else if !sections.isEmpty {
                sections[sections.count - 1].records.append(ended)
            }
        }
        for line in lines {
            let bytes = line.bytes.trimmed
            guard let head = bytes.first else { continue }
            if head == UInt8(ascii: "!") {
                end()
                let text = String(readable: bytes).lowercased()
                if text.hasPrefix("!type:") {
                    isAccountBlock = false
                    let type = String(text.dropFirst(6)).meaningful ?? ""
                    sections.append(QIFSection(type: type, account: account))
                } else if text.hasPrefix("!account") {
                    isAccountBlock = true
                }
            } else if head == UInt8(ascii: "^") {
                end()
            } else if head != Ascii.hash {
                if record == nil { record = QIFRecord(line: line.number) }
                record?.fields.append(
                    (head, String(readable: bytes.dropFirst().trimmed), line.number))
            }
        }
        end()
        return sections
    }
}
