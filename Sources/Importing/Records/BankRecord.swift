package import JSONText
package import Model
import SourceText
import Statements

/// What a bank or a file of statements said about one event: immutable evidence.
///
/// It holds no time of fetching and no name of a file, so that the same record from another file is
/// the same line of evidence (formats 6).
package final class BankRecord: Sendable, Hashable {
    package let id: String
    /// The id by content where `id` is by the bank's reference, or the other way round.
    let otherID: String?
    /// The format of the file that said it.
    package let source: String
    package let status: Status
    let days: Days
    /// Minor units of `currency`, signed from the holder's wealth.
    package let amount: Int64
    package let currency: CurrencyCode
    package let decimals: Int
    package let fx: (amount: String, currency: String)?
    package let balance: Int64?
    let words: Words
    let references: [(key: String, value: String)]
    /// What else the file says in words of its own: its category; the security of a trade, its units and price.
    let codes: [(key: String, value: String)]
    package let occurrence: Int
    let raw: String
    /// Where the file has it, for messages.
    package let row: Int

    /// The days of an event.
    struct Days: Sendable {
        var booking: CivilDate
        var value: CivilDate?
        /// The day of the purchase.
        var made: CivilDate?
    }

    /// What the bank says of an event, and of whom.
    struct Words: Sendable {
        var counterparty: String?
        var iban: String?
        var text: [String]
    }

    init(
        id: String, otherID: String? = nil, source: String, status: Status, days: Days,
        amount: Int64, currency: CurrencyCode, decimals: Int,
        fx: (amount: String, currency: String)?, balance: Int64?, words: Words,
        references: [(key: String, value: String)], codes: [(key: String, value: String)] = [],
        occurrence: Int, raw: String, row: Int
    ) {
        self.id = id
        self.otherID = otherID
        self.source = source
        self.status = status
        self.days = days
        self.amount = amount
        self.currency = currency
        self.decimals = decimals
        self.fx = fx
        self.balance = balance
        self.words = words
        self.references = references
        self.codes = codes
        self.occurrence = occurrence
        self.raw = raw
        self.row = row
    }

    /// The same record under its other id, or itself where it has none.
    func underOtherID() -> BankRecord {
        guard let otherID else { return self }
        return BankRecord(
            id: otherID, source: source, status: status, days: days, amount: amount,
            currency: currency, decimals: decimals, fx: fx, balance: balance, words: words,
            references: references, codes: codes, occurrence: occurrence, raw: raw, row: row)
    }

    package var bookingDate: CivilDate { days.booking }
    package var valueDate: CivilDate? { days.value }
    var madeOn: CivilDate? { days.made }
    var counterparty: String? { words.counterparty }

    /// Whether a journal of double entry tells it.
    var isOfJournal: Bool { StatementFormat(rawValue: source)?.isJournal ?? false }

    static let categoryCode = "category"
    /// What the file calls the category.
    var category: String? { codes.first { $0.key == BankRecord.categoryCode }?.value }
    static let splitCode = "split"
    /// What the file says the amount is made of, with what it calls their categories.
    var split: [(amount: DecimalNumber, category: String)] {
        let lines = codes.first { $0.key == BankRecord.splitCode }?.value.split(separator: "\n")
        return (lines ?? []).compactMap { line in
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let amount = DecimalNumber(String(words[0])) else { return nil }
            return (amount, String(words[1]))
        }
    }

    /// The codes that stand on the line as attributes.
    package var facts: [(key: String, value: String)] {
        codes.filter { $0.key != BankRecord.categoryCode && $0.key != BankRecord.splitCode }
    }

    package static func == (left: BankRecord, right: BankRecord) -> Bool {
        left.json == right.json
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(id) }

    /// The member order of `evidence/<account>/<year>.jsonl`; absent members are left out.
    package var json: JSONValue {
        .object([
            "id": .string(id),
            "source": .string(source),
            "status": .string(status.name),
            "booking_date": .string(bookingDate.description),
            "value_date": valueDate.map { .string($0.description) },
            "made_on": madeOn.map { .string($0.description) },
            "amount": .string(amountText),
            "currency": .string(currency.description),
            "fx": fx.map {
                .object(["amount": .string($0.amount), "currency": .string($0.currency)])
            },
            "balance": balanceText.map { .string($0) },
            "counterparty": counterparty.map { .string($0) },
            "iban": words.iban.map { .string($0) },
            "text": words.text.isEmpty ? nil : .strings(words.text),
            "refs": BankRecord.object(references), "codes": BankRecord.object(codes),
            "occurrence": .integer(occurrence),
            "raw": .string(raw),
        ])
    }

    private static func object(_ pairs: [(key: String, value: String)]) -> JSONValue? {
        pairs.isEmpty ? nil : .object(pairs.map { JSONMember($0.key, .string($0.value)) })
    }

    /// The amount as the evidence has it.
    var amountText: String { decimalText(amount, decimals: decimals) }

    /// The balance after it, as lines and the evidence have it.
    var balanceText: String? { balance.map { decimalText($0, decimals: decimals) } }

    /// The bank's reference.
    var reference: String? { references.first { $0.key == "id" }?.value }

    /// The text of the event: who, then what, without saying anything twice.
    package var description: String {
        var pieces: [String] = []
        for piece in [words.counterparty].compactMap({ $0 }) + words.text {
            let clean = BankRecord.collapsed(piece)
            let isKnown = pieces.contains {
                BankRecord.says(Folding.bytes($0), Folding.bytes(clean))
            }
            if !clean.isEmpty, !isKnown { pieces.append(clean) }
        }
        return pieces.joined(separator: " ")
    }

    /// Whether the words of a piece stand in a text, whole and in their order.
    private static func says(_ text: [UInt8], _ piece: [UInt8]) -> Bool {
        var start = 0
        while let place = firstPlace(of: piece, in: text[start...]) {
            let end = place + piece.count
            let isWhole =
                (place == 0 || !isWordByte(text[place - 1]))
                && (end == text.count || !isWordByte(text[end]))
            if isWhole { return true }
            start = place + 1
        }
        return false
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte.isLower || byte.isUpper || byte.isDigit || byte >= 0x80
    }

    /// The text that takes part in the identity: folded, blanks collapsed.
    static func normalised(_ record: StatementRecord) -> String {
        let pieces = [record.counterparty].compactMap { $0 } + record.text
        return Folding.fold(collapsed(pieces.joined(separator: " ")))
    }

    /// With one blank for each run of blanks, tabs and line breaks.
    static func collapsed(_ text: String) -> String {
        let bytes = text.utf8
        if isCollapsed(bytes) { return text }
        if bytes.allSatisfy({ $0 < 0x80 }) {
            let words = bytes.split { $0 == 0x20 || $0 &- 0x09 < 5 }
            return words.map { String(Substring($0)) }.joined(separator: " ")
        }
        return text.split(whereSeparator: { $0.isWhitespace }).joined(separator: " ")
    }

    /// Whether a text is ASCII with single blanks between its words, as most are.
    private static func isCollapsed(_ text: String.UTF8View) -> Bool {
        var isAfterBlank = true
        for byte in text {
            if byte >= 0x80 || byte < 0x20 || byte == 0x20 && isAfterBlank { return false }
            isAfterBlank = byte == 0x20
        }
        return !isAfterBlank
    }
}
