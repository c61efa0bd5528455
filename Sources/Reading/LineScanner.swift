import Model
package import Platform
import SourceText

/// Reads lines in canonical form a word at a time, without making a `String` and without throwing.
///
///     2026-11-03   |     -45.20 EUR | food/groceries         | Mercadona                | id:8d2mx1a4tq
///     0         10   13 15        25   30 32                     55 57                       82 84
///
/// A line of another form, or with anything wrong in it, is refused: the careful parser reads it
/// again and owns every message. Both give the same values for every line that the scanner takes
/// (tested on random lines).
package struct LineScanner: Sendable {
    package var targets: TargetTable
    private var account: AccountContext
    private var month = MonthDays()
    var identity = LineIdentity()

    package init(account: AccountContext, targets: TargetTable) {
        self.account = account
        self.targets = targets
    }

    package mutating func begin(_ account: AccountContext) { self.account = account }

    /// Reads the line in `start..<end` into `row`, and the parts of a split into `parts`; `false`
    /// where it must be parsed with care.
    ///
    /// The bytes of the line are known to be valid UTF-8 without control characters. At least 64
    /// bytes behind `end` are readable.
    @inline(__always)
    package mutating func scan(
        _ text: ByteView, _ start: Int, _ end: Int, into row: inout Row, parts: inout [RowPart]
    ) -> Bool {
        guard end &- start >= 29, text[end &- 1] != Ascii.space, scanHead(text, start, &row),
            scanAmount(text, start, &row)
        else { return false }
        row.lineStart = UInt32(truncatingIfNeeded: start)
        row.lineEnd = UInt32(truncatingIfNeeded: end)
        row.partCount = 1
        row.traits = RowTraits()
        row.target = TargetTable.uncategorised
        row.descriptionStart = row.lineEnd
        row.descriptionEnd = row.lineEnd
        row.attributesStart = row.lineEnd
        identity = LineIdentity()
        if end == start &+ 29 { return true }
        guard text.halfWord(at: start &+ 29) & 0xFF_FFFF == 0x20_7C20 else { return false }
        guard let description = scanTarget(text, start &+ 32, end, &row, &parts) else {
            return false
        }
        if row.status == .assertion, row.target != TargetTable.uncategorised { return false }
        if description == end || scanTexts(text, description, end, &row) { return true }
        if row.partCount > 1 { parts.removeLast(Int(row.partCount)) }
        return false
    }

    /// Date, mark and first separator: the first 15 bytes.
    @inline(__always)
    private mutating func scanHead(_ text: ByteView, _ start: Int, _ row: inout Row) -> Bool {
        let head = text.word(at: start)
        let tail = text.word(at: start &+ 8)
        // " ? | " with the mark at its second place.
        guard tail & 0x00FF_FFFF_00FF_0000 == 0x0020_7C20_0020_0000 else { return false }
        switch UInt8(truncatingIfNeeded: tail &>> 24) {
        case Ascii.space: row.status = .booked
        case UInt8(ascii: "!"): row.status = .pending
        case Ascii.question: row.status = .expected
        case Ascii.minus: row.status = .dropped
        case UInt8(ascii: "x"): row.status = .deleted
        case Ascii.equals: row.status = .assertion
        default: return false
        }
        guard let day = month.day(head, tail) else { return false }
        row.day = day
        return true
    }

    /// Bytes 15 to 28: a number with two decimals right-aligned in ten, a blank, the currency.
    @inline(__always)
    private func scanAmount(_ text: ByteView, _ start: Int, _ row: inout Row) -> Bool {
        let currency = text.halfWord(at: start &+ 25)
        guard let index = account.scanIndex(ofBlankAndCode: currency) else { return false }
        row.currency = index
        let word = text.word(at: start &+ 15)
        // Without branches on the sign and the length, which no processor can foretell.
        let blanks =
            UInt64(truncatingIfNeeded: (word ^ 0x2020_2020_2020_2020).trailingZeroBitCount)
            &>> 3
        let sign: UInt64 = (word &>> (blanks &* 8)) & 0xFF == 0x2D ? 1 : 0
        let lead = blanks &+ sign
        guard lead < 7 else { return false }
        let digits = word &>> (lead &* 8)
        let count = 7 &- lead
        guard UInt8(truncatingIfNeeded: digits &>> (count &* 8)) == Ascii.dot else { return false }
        let shift = 64 &- count &* 8
        let values = (digits ^ 0x3030_3030_3030_3030) &<< shift
        let tens = text[start &+ 23] &- Ascii.zero
        let ones = text[start &+ 24] &- Ascii.zero
        guard ((values &+ 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080 == 0,
            tens < 10, ones < 10
        else { return false }
        let whole = LineScanner.number(values)
        let units = whole &* 100 &+ Int64(tens) &* 10 &+ Int64(ones)
        let isNegative = Int64(truncatingIfNeeded: sign)
        row.amount = (units ^ (0 &- isNegative)) &+ isNegative
        return true
    }

    /// Eight decimal digits, the first one in the lowest byte.
    @inline(__always)
    private static func number(_ digits: UInt64) -> Int64 {
        let pairs = (digits &* 10) &+ (digits &>> 8)
        let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
        let high = ((pairs &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
        return Int64(truncatingIfNeeded: (low &+ high) &>> 32)
    }

    /// Reads the category field from `start` on; gives the offset of the description, `end` where
    /// there is none, and `nil` where the field must be parsed with care.
    @inline(__always)
    private mutating func scanTarget(
        _ text: ByteView, _ start: Int, _ end: Int, _ row: inout Row, _ parts: inout [RowPart]
    ) -> Int? {
        if start &+ 25 <= end, text.halfWord(at: start &+ 22) & 0xFF_FFFF == 0x20_7C20 {
            row.target = targets.paddedID(text, start)
            if row.target != TargetTable.unknown { return start &+ 25 }
            return scanSplit(text, start, start &+ 22, &row, &parts) ? start &+ 25 : nil
        }
        return scanLongTarget(text, start, end, &row, &parts)
    }

    private mutating func scanLongTarget(
        _ text: ByteView, _ start: Int, _ end: Int, _ row: inout Row, _ parts: inout [RowPart]
    ) -> Int? {
        var fieldEnd = start
        var hasComma = false
        while fieldEnd < end, text[fieldEnd] != Ascii.bar {
            if text[fieldEnd] == Ascii.comma { hasComma = true }
            fieldEnd &+= 1
        }
        if fieldEnd < end {
            guard fieldEnd > start, text[fieldEnd &- 1] == Ascii.space,
                text[fieldEnd &+ 1] == Ascii.space
            else { return nil }
            fieldEnd &-= 1
        }
        let next = min(fieldEnd &+ 3, end)
        if hasComma { return scanSplit(text, start, fieldEnd, &row, &parts) ? next : nil }
        let target = targets.id(text, start, fieldEnd &- start)
        guard target != TargetTable.unknown else { return nil }
        row.target = target
        return next
    }

    /// Reads description and attributes from `start` on.
    @inline(__always)
    private mutating func scanTexts(
        _ text: ByteView, _ start: Int, _ end: Int, _ row: inout Row
    ) -> Bool {
        var stop = LineScanner.firstBarOrBackslash(text, start, end)
        if stop < end, text[stop] == Ascii.backslash {
            guard let found = LineScanner.firstBar(text, escapedFrom: stop, end) else {
                return false
            }
            stop = found
            row.traits.insert(.escaped)
        }
        var first = start
        while first < stop, text[first] == Ascii.space { first &+= 1 }
        row.descriptionStart = UInt32(truncatingIfNeeded: first)
        if stop == end {
            row.descriptionEnd = row.lineEnd
            return true
        }
        guard text[stop] == Ascii.bar, stop &+ 1 < end, text[stop &+ 1] == Ascii.space,
            stop == start || text[stop &- 1] == Ascii.space
        else { return false }
        row.descriptionEnd = UInt32(truncatingIfNeeded: stop)
        row.attributesStart = UInt32(truncatingIfNeeded: stop &+ 2)
        return identity.scan(text, stop &+ 2, end, &row.traits)
    }

    /// The first `|` or `\` in the range, or `end`.
    @inline(__always)
    private static func firstBarOrBackslash(_ text: ByteView, _ start: Int, _ end: Int) -> Int {
        var index = start
        while index < end {
            // The two differ in one bit.
            let word = text.word(at: index) | 0x2020_2020_2020_2020
            let hits = zeroBytes(word ^ 0x7C7C_7C7C_7C7C_7C7C)
            if hits != 0 {
                let found = index &+ hits.trailingZeroBitCount &>> 3
                return found < end ? found : end
            }
            index &+= 8
        }
        return end
    }

    /// The first `|` that separates, or `end`, in a text with a backslash at `start`; `nil` where a
    /// backslash begins no escape.
    private static func firstBar(
        _ text: ByteView, escapedFrom start: Int, _ end: Int
    ) -> Int? {
        var index = start
        while index < end, text[index] != Ascii.bar {
            guard text[index] == Ascii.backslash else {
                index &+= 1
                continue
            }
            guard index &+ 1 < end else { return nil }
            let escaped = text[index &+ 1]
            guard
                escaped == Ascii.bar || escaped == Ascii.backslash || escaped == UInt8(ascii: "n")
            else { return nil }
            index &+= 2
        }
        return index
    }

    /// The high bit of each zero byte, exact up to the first one.
    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }
}
