package import JSONText
package import Model
import SourceText
import Statements

/// What a bank or a file of statements said about one event: immutable evidence.
///
/// It holds no time of fetching and no name of a file, so that the same record from another file is
/// the same line of evidence (formats 6).
package struct BankRecord: Sendable, Hashable {
    package var id: String
    /// The id by content where `id` is by the bank's reference, or the other way round.
    package var otherID: String?
    /// The format of the file that said it.
    package var source: String
    package var status: Status
    package var bookingDate: CivilDate
    package var valueDate: CivilDate?
    package var madeOn: CivilDate?
    /// Minor units of `currency`, signed from the holder's wealth.
    package var amount: Int64
    package var currency: CurrencyCode
    package var decimals: Int
    package var fx: (amount: String, currency: String)?
    package var balance: Int64?
    package var counterparty: String?
    package var iban: String?
    package var text: [String]
    package var references: [(key: String, value: String)]
    package var occurrence: Int
    package var raw: String
    /// Where the file has it, for messages.
    package var row: Int

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
            "balance": balance.map { .string(decimalText($0, decimals: decimals)) },
            "counterparty": counterparty.map { .string($0) },
            "iban": iban.map { .string($0) },
            "text": text.isEmpty ? nil : .strings(text),
            "refs": references.isEmpty
                ? nil : .object(references.map { JSONMember($0.key, .string($0.value)) }),
            "occurrence": .integer(occurrence),
            "raw": .string(raw),
        ])
    }

    /// The amount as the evidence has it.
    var amountText: String { decimalText(amount, decimals: decimals) }

    /// The bank's reference.
    var reference: String? { references.first { $0.key == "id" }?.value }

    /// The text of the event: who, then what, without saying anything twice.
    package var description: String { BankRecord.description(counterparty, text) }

    static func description(_ counterparty: String?, _ text: [String]) -> String {
        var pieces: [String] = []
        for piece in [counterparty].compactMap({ $0 }) + text {
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
