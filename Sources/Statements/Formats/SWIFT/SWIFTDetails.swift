import SourceText

/// The field `:86:`: who and what for, in the forms that banks give it.
struct SWIFTDetails {
    var counterparty: String?
    var iban: String?
    var text: [String] = []
    var endToEnd: String?
    var mandate: String?

    init(_ field: SWIFTField) {
        let joined = field.joined
        if field.tag == "NS" {
            take(numbered: field.lines)
        } else if let marked = SWIFTDetails.marked(joined) {
            take(marked)
        } else if let tagged = SWIFTDetails.tagged(joined) {
            take(tagged: tagged)
        } else {
            text = field.lines.compactMap(\.meaningful)
        }
    }

    /// The older `:NS:`: each line begins with two digits that say what it holds.
    private mutating func take(numbered lines: [String]) {
        var names: [String] = []
        for line in lines {
            guard let value = String(line.dropFirst(2)).meaningful else { continue }
            switch line.prefix(2) {
            case "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14",
                "17":
                text.append(value)
            case "15", "16": names.append(value)
            default: continue
            }
        }
        counterparty = names.joined(separator: " ").meaningful
    }

    private typealias Part = (key: String, value: String)

    /// `166?00GUTSCHRIFT?20SVWZ+…`: the parts that a mark and two digits begin, as German and Austrian
    /// banks write them. The mark stands behind the three digits of the business.
    private static func marked(_ text: String) -> [Part]? {
        let bytes = Array(text.utf8)
        guard bytes.count > 6, bytes[0..<3].allSatisfy(\.isDigit) else { return nil }
        let mark = bytes[3]
        guard !mark.isDigit, !mark.isUpper, !mark.isLower, mark != Ascii.space,
            bytes[4].isDigit, bytes[5].isDigit
        else { return nil }
        var parts: [Part] = []
        var index = 3
        while index < bytes.count {
            var end = index + 1
            while end < bytes.count {
                let isMark =
                    bytes[end] == mark && end + 2 < bytes.count && bytes[end + 1].isDigit
                    && bytes[end + 2].isDigit
                if isMark { break }
                end += 1
            }
            if index + 3 <= end {
                parts.append(
                    (
                        String(readable: bytes[(index + 1)..<(index + 3)]),
                        String(readable: bytes[(index + 3)..<end])
                    ))
            }
            index = end
        }
        return parts
    }

    private mutating func take(_ parts: [Part]) {
        var purpose = ""
        var last = ""
        var names = ""
        for (key, value) in parts {
            switch key {
            case "00": if let kind = value.meaningful { text.append(kind) }
            case "20"..."29", "60"..."63":
                // A field that is not full ends a word.
                let isFull = last.utf8.count >= 27
                purpose += (purpose.isEmpty || isFull ? "" : " ") + value
                last = value
            case "31": iban = IBAN.compact(value)
            case "32", "33": names += value
            default: continue
            }
        }
        counterparty = names.meaningful
        take(purpose: purpose)
    }

    private static let purposeKeys = [
        "EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "SVWZ+", "ABWA+", "ABWE+", "IBAN+", "BIC+",
        "COAM+", "OAMT+", "BREF+", "RREF+",
    ]

    /// `EREF+…MREF+…SVWZ+…`: the parts of SEPA inside the purpose.
    private mutating func take(purpose: String) {
        let bytes = Array(purpose.utf8)
        var places: [(place: Int, key: String)] = []
        for key in SWIFTDetails.purposeKeys {
            if let place = firstPlace(of: Array(key.utf8), in: bytes[...]) {
                places.append((place, key))
            }
        }
        places.sort { $0.place < $1.place }
        guard let first = places.first else {
            if let purpose = purpose.meaningful { text.append(purpose) }
            return
        }
        if let before = String(readable: bytes[..<first.place]).meaningful { text.append(before) }
        for (number, part) in places.enumerated() {
            let end = number + 1 < places.count ? places[number + 1].place : bytes.count
            let value = String(readable: bytes[(part.place + part.key.utf8.count)..<end]).meaningful
            guard let value else { continue }
            switch part.key {
            case "EREF+": endToEnd = value
            case "MREF+": mandate = value
            case "IBAN+": iban = iban ?? IBAN.compact(value)
            case "SVWZ+": text.append(value)
            case "ABWA+", "ABWE+": counterparty = counterparty ?? value
            default: continue
            }
        }
    }

    private static let tags: Set<String> = [
        "TRTP", "IBAN", "BIC", "NAME", "REMI", "EREF", "MARF", "CSID", "ORDP", "BENM", "ISDT",
        "PREF", "RTRN", "ULTC", "ULTD", "PURP", "CNTP", "MREF",
    ]

    /// `/TRTP/SEPA OVERBOEKING/IBAN/NL…/NAME/…/REMI/…/`: Dutch and Belgian banks.
    private static func tagged(_ text: String) -> [Part]? {
        guard text.utf8.first == Ascii.slash else { return nil }
        let ended = text.utf8.last == Ascii.slash ? text.dropLast() : text[...]
        let pieces = ended.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard pieces.count > 2, tags.contains(pieces[1]) else { return nil }
        var parts: [Part] = []
        for piece in pieces.dropFirst() {
            if tags.contains(piece) {
                parts.append((piece, ""))
            } else if !parts.isEmpty {
                let last = parts.count - 1
                parts[last].value += parts[last].value.isEmpty ? piece : "/" + piece
            }
        }
        return parts
    }

    private mutating func take(tagged parts: [Part]) {
        for (key, value) in parts {
            guard let value = value.meaningful else { continue }
            switch key {
            case "IBAN": iban = IBAN.compact(value)
            case "NAME": counterparty = value
            case "CNTP":
                // Account, bank, name and city.
                let pieces = value.split(separator: "/").map(String.init)
                iban = iban ?? pieces.first.flatMap(IBAN.compact)
                if pieces.count > 2 { counterparty = counterparty ?? pieces[2].meaningful }
            case "TRTP": text.append(value)
            case "REMI":
                let isMarked = value.hasPrefix("USTD//")
                text.append(isMarked ? String(value.dropFirst(6)) : value)
            case "EREF", "PREF": endToEnd = endToEnd ?? value
            case "MARF", "MREF": mandate = value
            default: continue
            }
        }
    }
}
