import SourceText

/// Finds the numbers of a date.
struct DateScan {
    enum Kind { case numbers, packed, named }
    struct Found {
        var kind: Kind
        var first: Int
        var second: Int
        var third: Int
        var firstLength = 0
        var yearLength = 0
        var separator: UInt8 = 0
    }

    let bytes: [UInt8]
    var position: Int
    let end: Int

    /// Three numbers, eight digits, or day, month's name and year in either order.
    mutating func date() -> Found? {
        let start = position
        if let word = word(), word.count >= 3 {
            guard let month = MonthNames.month(word) else { return nil }
            skip()
            guard let (day, length) = number(), length <= 2 else { return nil }
            skip()
            guard let (year, yearLength) = number(), yearLength == 2 || yearLength == 4 else {
                return nil
            }
            return Found(
                kind: .named, first: year, second: month, third: day, yearLength: yearLength)
        }
        position = start
        guard let (first, length) = number() else { return nil }
        if length == 8 || length == 14 { return packed(start) }
        guard length <= 4, position < end else { return nil }
        let separator = bytes[position]
        skip()
        if let word = word() {
            guard length <= 2, let month = MonthNames.month(word) else { return nil }
            skip()
            guard let (year, yearLength) = number(), yearLength == 2 || yearLength == 4 else {
                return nil
            }
            return Found(
                kind: .named, first: year, second: month, third: first, yearLength: yearLength)
        }
        guard separator == Ascii.dot || separator == Ascii.minus || separator == Ascii.slash,
            let (second, secondLength) = number(), secondLength <= 2, position < end,
            bytes[position] == separator
        else { return nil }
        skip()
        guard let (third, thirdLength) = number(), thirdLength <= 4, thirdLength != 3 else {
            return nil
        }
        guard length <= 2 || length == 4 && thirdLength <= 2 else { return nil }
        return Found(
            kind: .numbers, first: first, second: second, third: third, firstLength: length,
            yearLength: thirdLength, separator: separator)
    }

    /// What may stand behind a date: nothing, a point, or a time of day with whatever it carries.
    func onlyTimeFollows() -> Bool {
        var index = position
        if index < end, bytes[index] == Ascii.dot { index += 1 }
        if index >= end || bytes[index] == UInt8(ascii: "[") { return true }
        guard
            bytes[index].isBlank || bytes[index] == UInt8(ascii: "T") || bytes[index] == Ascii.comma
        else { return false }
        index += 1
        while index < end, bytes[index].isBlank { index += 1 }
        guard index + 3 < end, bytes[index].isDigit else { return false }
        let colon = bytes[index + 1].isDigit ? index + 2 : index + 1
        return bytes[colon] == Ascii.colon || bytes[colon] == Ascii.dot
            || bytes[colon] == UInt8(ascii: "h")
    }

    private func packed(_ start: Int) -> Found? {
        func value(_ from: Int, _ count: Int) -> Int {
            bytes[from..<from + count].reduce(0) { $0 * 10 + Int($1 - Ascii.zero) }
        }
        let month = value(start + 4, 2)
        let day = value(start + 6, 2)
        let year = value(start, 4)
        guard year >= 1900, year <= 2199, month >= 1, month <= 12, day >= 1, day <= 31 else {
            return nil
        }
        return Found(kind: .packed, first: year, second: month, third: day)
    }

    private mutating func number() -> (value: Int, length: Int)? {
        let start = position
        var value = 0
        while position < end, bytes[position].isDigit, position - start < 15 {
            value = value * 10 + Int(bytes[position] - Ascii.zero)
            position += 1
        }
        return position > start ? (value, position - start) : nil
    }

    private mutating func word() -> ArraySlice<UInt8>? {
        let start = position
        while position < end,
            bytes[position].isLower || bytes[position].isUpper || bytes[position] >= 0x80
        {
            position += 1
        }
        return position > start ? bytes[start..<position] : nil
    }

    /// Steps over what parts the members of a date.
    private mutating func skip() {
        while position < end,
            bytes[position].isBlank || bytes[position] == Ascii.dot
                || bytes[position] == Ascii.minus
                || bytes[position] == Ascii.slash || bytes[position] == Ascii.comma
        {
            position += 1
        }
    }
}
