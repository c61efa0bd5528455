import Model
import SourceText

/// A cell that holds a number, before it is known which sign separates the decimals.
struct NumberCell {
    var digits: Int64 = 0
    var isNegative = false
    /// Whether a sign was written.
    var isSigned = false
    /// `true` for CR, `false` for DR behind the number.
    var isCredit: Bool?
    var currency: CurrencyCode?
    /// A money sign that several currencies share, such as `$`.
    var hasSharedSymbol = false
    private(set) var dots = 0
    private(set) var commas = 0
    private var otherGroups = 0
    private var headLength = 0
    private var tailLength = 0
    private var lastSeparator: UInt8 = 0
    private var innerGroupsFit = true
    private var beginsWithZero = false
    private(set) var digitCount = 0

    /// The number with the given decimal mark, `nil` where it cannot be written so.
    func value(_ mark: DecimalMark) -> DecimalNumber? {
        let marks = mark == .comma ? commas : dots
        let groups = (mark == .comma ? dots : commas) + otherGroups
        let byte = mark == .comma ? Ascii.comma : Ascii.dot
        var decimals = 0
        if marks > 0 {
            guard marks == 1, lastSeparator == byte else { return nil }
            decimals = tailLength
            if groups > 0 {
                guard innerGroupsFit, headLength <= 3, headLength > 0 else { return nil }
            }
        } else if groups > 0 {
            guard tailLength == 3, innerGroupsFit, headLength <= 3, headLength > 0 else {
                return nil
            }
            if beginsWithZero, otherGroups == 0 { return nil }
        }
        guard decimals <= 18 else { return nil }
        return DecimalNumber(units: isNegative ? -digits : digits, decimals: decimals)
    }

    /// The marks under which the cell is a number; both for whole numbers and for `1,234`.
    var marks: (point: Bool, comma: Bool) { (value(.point) != nil, value(.comma) != nil) }

    /// Whether a point or comma stands in front of the first digit, so that one may be lost.
    var lacksHead: Bool { dots + commas + otherGroups == 1 && headLength == 0 }

    /// Whether both marks give a number and the two differ.
    var isAmbiguous: Bool {
        guard dots + commas > 0, let one = value(.point), let other = value(.comma) else {
            return false
        }
        return one.decimals != other.decimals
    }

    /// Whether the cell looks like money rather than a count or a reference.
    var isMoneyLike: Bool {
        dots + commas + otherGroups > 0 || isSigned || currency != nil || hasSharedSymbol
            || isCredit != nil
    }

    /// A code of digits: too long for an amount, or with a zero in front.
    var isCode: Bool {
        !isMoneyLike && (digitCount > 9 || beginsWithZero && digitCount > 1)
    }

    /// Reads a cell; `nil` where it holds anything but one number with its signs.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
        guard !range.isEmpty, range.count <= 40 else { return nil }
        var index = range.lowerBound
        let end = range.upperBound
        var parentheses = 0
        var sawTrailingSign = false
        while index < end {
            let byte = bytes[index]
            if byte.isDigit {
                guard !sawTrailingSign, isCredit == nil, append(byte) else { return nil }
                index += 1
                continue
            }
            switch byte {
            case Ascii.dot, Ascii.comma:
                // `1.-` and `1,-`: no decimals.
                if index + 1 < end, bytes[index + 1] == Ascii.minus, digitCount > 0 {
                    guard index + 2 == end || bytes[index + 2] == Ascii.minus else { return nil }
                    index = end
                    continue
                }
                if index + 1 == end || !bytes[index + 1].isDigit {
                    // An abbreviation such as `Fr.` before the number.
                    guard digitCount == 0, index > range.lowerBound else { return nil }
                } else {
                    separate(byte)
                }
            case UInt8(ascii: "'"), UInt8(ascii: "`"):
                guard digitCount > 0 else { return nil }
                separate(UInt8(ascii: "'"))
            case Ascii.minus, Ascii.plus:
                guard sign(byte == Ascii.minus, &sawTrailingSign) else { return nil }
            case UInt8(ascii: "("): parentheses += 1
            case UInt8(ascii: ")"): parentheses -= 1
            case Ascii.space, Ascii.tab:
                if index + 1 < end, bytes[index + 1].isDigit, digitCount > 0 {
                    separate(UInt8(ascii: "'"))
                }
            case UInt8(ascii: "$"): hasSharedSymbol = true
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                guard let next = letters(bytes, index, end) else { return nil }
                index = next
                continue
            default:
                guard let next = symbol(bytes, index, end, &sawTrailingSign) else { return nil }
                index = next
                continue
            }
            index += 1
        }
        guard digitCount > 0, parentheses == 0 else { return nil }
        if range.contains(where: { bytes[$0] == UInt8(ascii: "(") }) {
            isNegative = true
            isSigned = true
        }
        // A separator right before the first digit, as in `.97`, has no group in front.
        if dots + commas + otherGroups == 0 { headLength = digitCount }
    }

    private mutating func append(_ byte: UInt8) -> Bool {
        if digitCount == 0, byte == Ascii.zero { beginsWithZero = true }
        let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(Int64(byte - Ascii.zero))
        guard !overflow, !carry else { return false }
        digits = sum
        digitCount += 1
        tailLength += 1
        return true
    }

    private mutating func separate(_ byte: UInt8) {
        if lastSeparator == 0 {
            headLength = tailLength
        } else if tailLength != 3, tailLength != 2 {
            innerGroupsFit = false
        }
        tailLength = 0
        lastSeparator = byte
        switch byte {
        case Ascii.dot: dots += 1
        case Ascii.comma: commas += 1
        default: otherGroups += 1
        }
    }

    private mutating func sign(_ isMinus: Bool, _ sawTrailingSign: inout Bool) -> Bool {
        guard !isSigned else { return false }
        isSigned = true
        isNegative = isMinus
        if digitCount > 0 { sawTrailingSign = true }
        return true
    }

    /// A word beside the number: a currency, or CR and DR.
    private mutating func letters(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
        var index = start
        while index < end, bytes[index].isUpper || bytes[index].isLower || bytes[index] >= 0xC3 {
            index += bytes[index] >= 0xC3 ? 2 : 1
        }
        index = min(index, end)
        let word = bytes[start..<index]
        if word.count == 2, digitCount > 0 {
            let upper = word.map { $0 & 0xDF }
            if upper == Array("CR".utf8) || upper == Array("DR".utf8) {
                isCredit = upper[0] == UInt8(ascii: "C")
                return index
            }
        }
        if word.count == 3, let code = CurrencyCode(word), currency == nil {
            currency = code
            return index
        }
        let symbols: [(name: String, code: CurrencyCode?)] = [
            ("zł", CurrencyCode("PLN")), ("Kč", CurrencyCode("CZK")), ("Ft", CurrencyCode("HUF")),
            ("kr", nil), ("Fr", CurrencyCode("CHF")), ("R", nil), ("US", nil), ("A", nil),
        ]
        for symbol in symbols where word.elementsEqual(symbol.name.utf8) {
            if let code = symbol.code { currency = code } else { hasSharedSymbol = true }
            return index
        }
        return nil
    }

    /// A character beyond ASCII: money signs, the minus of typographers, narrow blanks.
    private mutating func symbol(
        _ bytes: [UInt8], _ start: Int, _ end: Int, _ sawTrailingSign: inout Bool
    ) -> Int? {
        let length = bytes[start] >= 0xE0 ? 3 : 2
        guard bytes[start] >= 0xC2, start + length <= end else { return nil }
        let next = start + length
        let isBetween = digitCount > 0 && next < end && bytes[next].isDigit
        let code = length == 3 ? UInt32(bytes[start + 1]) << 8 | UInt32(bytes[start + 2]) : 0
        switch (bytes[start], length == 2 ? UInt32(bytes[start + 1]) : code) {
        case (0xC2, 0xA0): if isBetween { separate(UInt8(ascii: "'")) }
        case (0xC2, 0xA3): currency = CurrencyCode("GBP")
        case (0xC2, 0xA5): hasSharedSymbol = true
        case (0xE2, 0x82AC): currency = .eur
        case (0xE2, 0x8892), (0xE2, 0x8093), (0xE2, 0x8092):
            guard sign(true, &sawTrailingSign) else { return nil }
        // Narrow and thin blanks, the typographer's apostrophe, and what a wrong decoding left.
        case (0xE2, 0x80AF), (0xE2, 0x8089), (0xE2, 0x8099), (0xEF, 0xBFBD):
            guard isBetween || bytes[start] == 0xE2 && code != 0x8099 else { return nil }
            if isBetween { separate(UInt8(ascii: "'")) }
        default: return nil
        }
        return next
    }
}
