import Model
import SourceText

/// The field `:61:`: one line of an account.
///
///     1709140914CR233,15NMSCNONREF//4711
///
/// Value day, booking day, direction, amount, kind of business, the customer's reference and the bank's.
struct SWIFTEntry {
    var valueDate: CivilDate
    var bookingDate: CivilDate?
    var amount: DecimalNumber
    /// Three letters or digits behind `N`, `F` or `S`.
    var kind: String
    var customerReference: String?
    var bankReference: String?
    /// What stands on the line below.
    var supplement: String?

    /// - Throws: `ReadingStop` that names what is wrong.
    init(_ field: SWIFTField) throws(ReadingStop) {
        var scan = Scan(Array(field.lines[0].utf8))
        var rest = Array(field.lines.dropFirst())
        // A line may be broken in its middle.
        while !scan.holdsAmount, let next = rest.first {
            scan.bytes += next.utf8
            rest.removeFirst()
        }
        guard let day = scan.digits(6), let value = SWIFTDay.day(day) else {
            throw .refused(
                reason: "the value date of :61: is no day", row: field.line, value: field.lines[0])
        }
        valueDate = value
        if let short = scan.digits(4) {
            bookingDate = SWIFTDay.day(short, near: value)
        } else {
            scan.skipBlanks(4)
        }
        guard let isOut = scan.direction() else {
            throw .refused(
                reason: ":61: says neither C nor D", row: field.line, value: field.lines[0])
        }
        guard let number = scan.amount() else {
            throw .refused(
                reason: ":61: holds no amount", row: field.line, value: field.lines[0])
        }
        amount = isOut ? number.negated : number
        kind = scan.kind()
        let references = scan.rest
        let parts = references.range(of: "//")
        customerReference =
            String(references[..<(parts?.lowerBound ?? references.endIndex)])
            .meaningful
        bankReference = parts.flatMap { String(references[$0.upperBound...]).meaningful }
        supplement = rest.joined(separator: " ").meaningful
    }

    /// Reads the parts of the line from left to right.
    private struct Scan {
        var bytes: [UInt8]
        private var index = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        /// Whether the line goes on far enough to hold an amount.
        var holdsAmount: Bool {
            let mark = bytes.firstIndex { $0 == UInt8(ascii: "C") || $0 == UInt8(ascii: "D") }
            guard let mark else { return false }
            return bytes[mark...].contains(Ascii.comma) || bytes[mark...].contains(Ascii.dot)
        }

        mutating func digits(_ count: Int) -> ArraySlice<UInt8>? {
            guard index + count <= bytes.count else { return nil }
            let part = bytes[index..<index + count]
            guard part.allSatisfy(\.isDigit) else { return nil }
            index += count
            return part
        }

        mutating func skipBlanks(_ most: Int) {
            var left = most
            while left > 0, index < bytes.count, bytes[index] == Ascii.space {
                index += 1
                left -= 1
            }
        }

        /// `C`, `D`, and with an `R` before it taken back: whether money goes out.
        mutating func direction() -> Bool? {
            var isReversed = false
            if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "R") {
                isReversed = true
                index += 1
            }
            guard index < bytes.count else { return nil }
            let mark = bytes[index]
            guard mark == UInt8(ascii: "C") || mark == UInt8(ascii: "D") else { return nil }
            index += 1
            // The last letter of the currency may follow.
            if index < bytes.count, bytes[index].isUpper { index += 1 }
            return (mark == UInt8(ascii: "D")) != isReversed
        }

        mutating func amount() -> DecimalNumber? {
            skipBlanks(2)
            let start = index
            while index < bytes.count,
                bytes[index].isDigit || bytes[index] == Ascii.comma || bytes[index] == Ascii.dot
            {
                index += 1
            }
            return DecimalNumber(banking: String(readable: bytes[start..<index]))
        }

        /// `NTRF`, `F062`: a letter and three more.
        mutating func kind() -> String {
            let part = bytes[index...].prefix(4)
            guard part.count == 4, let first = part.first, first.isUpper else { return "" }
            index += 4
            return String(readable: part.dropFirst())
        }

        var rest: String { String(readable: bytes[index...]) }
    }
}

/// Days of SWIFT messages.
enum SWIFTDay {
    /// `YYMMDD`; two digits stand for 1970 to 2069. Days that February lacks, as in years of twelve months
    /// of thirty days, are its last one.
    static func day(_ digits: ArraySlice<UInt8>) -> CivilDate? {
        let start = digits.startIndex
        guard digits.count == 6, let short = digits[start..<start + 2].number,
            let month = digits[(start + 2)..<(start + 4)].number,
            let day = digits[(start + 4)...].number
        else { return nil }
        return clamped(short < 70 ? 2000 + short : 1900 + short, month, day)
    }

    /// `MMDD` in the year that brings it nearest to another day.
    static func day(_ digits: ArraySlice<UInt8>, near other: CivilDate) -> CivilDate? {
        let start = digits.startIndex
        guard digits.count == 4, let month = digits[start..<start + 2].number,
            let day = digits[(start + 2)...].number
        else { return nil }
        let candidates = (-1...1).compactMap { clamped(other.year + $0, month, day) }
        return candidates.min { abs($0.day - other.day) < abs($1.day - other.day) }
    }

    private static func clamped(_ year: Int, _ month: Int, _ day: Int) -> CivilDate? {
        guard (1...12).contains(month), day <= 30 || month != 2 else { return nil }
        let last = CivilDate.daysInMonth(month, of: year)
        return CivilDate(year: year, month: month, day: month == 2 ? min(day, last) : day)
    }
}

extension String {
    /// Where a text stands first.
    func range(of part: String) -> Range<String.Index>? {
        let bytes = Array(utf8)
        guard let place = firstPlace(of: Array(part.utf8), in: bytes[...]) else { return nil }
        let start = utf8.index(startIndex, offsetBy: place)
        return start..<utf8.index(start, offsetBy: part.utf8.count)
    }
}
