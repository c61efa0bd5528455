import Model
import Platform
import SourceText

/// Splits in canonical lines, read without making a `String`.
///
///     food/groceries 41.50, home/cleaning
///
/// Whatever is unusual is refused and read with care: a number of more than fifteen digits or with
/// more than two decimals, a target that is not known by its bytes and cannot be parsed.
extension LineScanner {
    /// The most parts that are read fast.
    private static let partLimit = 32

    /// Reads the parts between `start` and `end` of a line whose amount is in `row`, and appends them
    /// to `parts`; `false`, with `parts` as they were, where the field must be parsed with care.
    mutating func scanSplit(
        _ text: ByteView, _ start: Int, _ end: Int, _ row: inout Row, _ parts: inout [RowPart]
    ) -> Bool {
        if row.status == .assertion { return false }
        let first = parts.count
        let rest = addParts(text, start, end, row.amount, &parts)
        let count = parts.count &- first
        guard rest == 0, count > 1, count <= LineScanner.partLimit else {
            parts.removeSubrange(first...)
            return false
        }
        row.firstPart = UInt32(truncatingIfNeeded: first)
        row.partCount = UInt16(truncatingIfNeeded: count)
        return true
    }

    /// What the parts leave of `amount`: 0 where they add up; `nil` where a part is refused.
    private mutating func addParts(
        _ text: ByteView, _ start: Int, _ end: Int, _ amount: Int64, _ parts: inout [RowPart]
    ) -> Int64? {
        var rest = amount
        var from = start
        while from < end {
            var comma = from
            while comma < end, text[comma] != Ascii.comma { comma &+= 1 }
            // A field that ends in a comma has an empty part behind it.
            if comma &+ 1 == end { return nil }
            guard let (target, number) = part(text, from, comma) else { return nil }
            if let (units, hasSign) = number {
                let share = hasSign || amount >= 0 ? units : 0 &- units
                rest &-= share
                parts.append(RowPart(target: target, amount: share))
            } else {
                guard comma == end else { return nil }
                parts.append(RowPart(target: target, amount: rest))
                rest = 0
            }
            from = comma &+ 1
        }
        return rest
    }

    private typealias PartNumber = (units: Int64, hasSign: Bool)

    /// The target of the part in `start..<end` and its number where it has one; `nil` where it must
    /// be parsed with care.
    private mutating func part(
        _ text: ByteView, _ start: Int, _ end: Int
    ) -> (TargetID, PartNumber?)? {
        var lower = start
        var upper = end
        while lower < upper, text[lower] == Ascii.space { lower &+= 1 }
        while upper > lower, text[upper &- 1] == Ascii.space { upper &-= 1 }
        var word = upper
        while word > lower, text[word &- 1] != Ascii.space { word &-= 1 }
        var number: PartNumber?
        if word > lower, LineScanner.beginsNumber(text[word]) {
            // A word that begins like a number and is none, such as “2nd”, is rare.
            guard let read = LineScanner.partNumber(text, word, upper) else { return nil }
            number = read
            upper = word
            while upper > lower, text[upper &- 1] == Ascii.space { upper &-= 1 }
        }
        if upper == lower { return nil }
        let target = targets.id(text, lower, upper &- lower)
        return target == TargetTable.unknown ? nil : (target, number)
    }

    private static func beginsNumber(_ byte: UInt8) -> Bool {
        byte.isDigit || byte == Ascii.minus || byte == Ascii.plus
    }

    /// A number in hundredths.
    private static func partNumber(_ text: ByteView, _ start: Int, _ end: Int) -> PartNumber? {
        var index = start
        let hasSign = !text[start].isDigit
        if hasSign { index &+= 1 }
        guard index < end, end &- index <= 16 else { return nil }
        let isNegative = text[start] == Ascii.minus
        var units: Int64 = 0
        var decimals = -1
        var digits = 0
        while index < end {
            let byte = text[index]
            if byte == Ascii.dot {
                if decimals >= 0 || digits == 0 { return nil }
                decimals = 0
            } else {
                guard byte.isDigit else { return nil }
                units = units &* 10 &+ Int64(byte &- Ascii.zero)
                digits &+= 1
                if decimals >= 0 { decimals &+= 1 }
            }
            index &+= 1
        }
        switch decimals {
        case 2: break
        case 1: units &*= 10
        case -1 where digits > 0: units &*= 100
        default: return nil
        }
        return (isNegative ? 0 &- units : units, hasSign)
    }
}
