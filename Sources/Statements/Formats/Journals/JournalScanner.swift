import Model
import SourceText

/// Reads the parts of one line of a journal.
struct JournalScanner {
    let bytes: ArraySlice<UInt8>
    /// The line's number, for messages.
    let row: Int
    private(set) var position: Int
    /// Whether names of commodities may hold digits, as beancount's do.
    private let isBeancount: Bool

    init(_ bytes: ArraySlice<UInt8>, row: Int, isBeancount: Bool = false) {
        self.bytes = bytes
        self.row = row
        self.isBeancount = isBeancount
        position = bytes.startIndex
    }

    /// The byte at the position; `nil` at the end of the line.
    var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    var rest: ArraySlice<UInt8> { bytes[position...] }

    mutating func skip(_ count: Int = 1) { position = min(position + count, bytes.endIndex) }

    mutating func skipBlanks() {
        while let byte = next, byte.isBlank { position += 1 }
    }

    /// Steps over a text where it comes next.
    mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }

    /// What comes before a byte that meets a condition, or before the end.
    mutating func until(_ isEnd: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = position
        while let byte = next, !isEnd(byte) { position += 1 }
        return bytes[start..<position]
    }

    func refusal(_ reason: String, at place: Int? = nil) -> ReadingStop {
        let place = place ?? position
        return .refused(
            reason: reason, row: row, column: place - bytes.startIndex + 1,
            value: String(readable: bytes[place...].trimmed))
    }

    // MARK: Dates

    /// `2024-01-31`, `2024/1/31`, `2024.1.31`, and without the year where `year` is known.
    mutating func date(year: Int?) throws(ReadingStop) -> CivilDate {
        let start = position
        let text = until {
            !$0.isDigit && $0 != Ascii.minus && $0 != Ascii.slash && $0 != Ascii.dot
        }
        let parts = text.split(omittingEmptySubsequences: false) { !$0.isDigit }
        let numbers = parts.compactMap(\.number)
        let separators = Set(text.filter { !$0.isDigit })
        guard numbers.count == parts.count, separators.count == 1 else {
            throw refusal("this is no date", at: start)
        }
        var day: CivilDate?
        if numbers.count == 3, parts[0].count == 4 {
            day = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2])
        } else if numbers.count == 2, let year {
            day = CivilDate(year: year, month: numbers[0], day: numbers[1])
        } else if numbers.count == 2 {
            throw refusal("a date without a year, and no year is set", at: start)
        }
        guard let day else { throw refusal("there is no such day", at: start) }
        return day
    }

    // MARK: Amounts

    /// Signs of expressions, marks of costs, prices and comments: no commodity has them unless it is quoted.
    private static let reserved = Set("0123456789+-.,;@{}()[]=\"*/^&|!?<>~# \t".utf8)

    /// A commodity's sign or name, quoted or plain; empty where none comes next.
    mutating func commodity() throws(ReadingStop) -> String {
        if isBeancount {
            guard next?.isUpper ?? false else { return "" }
            return String(
                readable: until { !$0.isUpper && !$0.isDigit && !"'._-".utf8.contains($0) })
        }
        if next == Ascii.quote {
            skip()
            let name = until { $0 == Ascii.quote }
            guard next == Ascii.quote else { throw refusal("a quoted name without its end") }
            skip()
            return String(readable: name)
        }
        return String(readable: until(JournalScanner.reserved.contains))
    }

    /// The digits with their marks; a blank parts thousands where three digits follow it.
    private mutating func digits() -> Range<Int> {
        let start = position
        while let byte = next {
            // A blank that breaks no line, between digits.
            let width = byte == 0xC2 ? 2 : 3
            let isNarrowBlank =
                (rest.starts(with: [0xC2, 0xA0]) || rest.starts(with: [0xE2, 0x80, 0xAF]))
                && rest.dropFirst(width).first?.isDigit ?? false
            let isMark =
                byte == Ascii.dot || byte == Ascii.comma || byte == UInt8(ascii: "'")
                || byte == UInt8(ascii: "_")
            if byte.isDigit || isMark {
                position += 1
            } else if isNarrowBlank, position > start {
                position += byte == 0xC2 ? 2 : 3
            } else if byte == Ascii.space, position > start, bytes[position - 1].isDigit,
                rest.dropFirst().prefix(3).count == 3,
                rest.dropFirst().prefix(3).allSatisfy(\.isDigit),
                !(rest.dropFirst(4).first?.isDigit ?? false)
            {
                position += 4
            } else {
                break
            }
        }
        return start..<position
    }

    /// A number before its commodity is known.
    private mutating func cell() throws(ReadingStop) -> (
        cell: NumberCell, exponent: Int, text: String
    )? {
        let range = digits()
        if range.isEmpty { return nil }
        var plain = Array(bytes[range].filter { $0 != UInt8(ascii: "_") })
        if let last = plain.last, !last.isDigit { plain.removeLast() }
        guard let cell = NumberCell(plain, 0..<plain.count) else {
            throw refusal("this is no number", at: range.lowerBound)
        }
        var exponent = 0
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            let sign = rest.dropFirst().first
            let tail = rest.dropFirst(sign == Ascii.minus || sign == Ascii.plus ? 2 : 1)
            if let value = tail.prefix(while: \.isDigit).number, value <= 18 {
                exponent = sign == Ascii.minus ? -value : value
                position = tail.prefix(while: \.isDigit).endIndex
            }
        }
        return (cell, exponent, String(readable: bytes[range]))
    }

    /// One amount: `$-10`, `-$10`, `10 EUR`, `EUR 10`, `"two words" 3`, or an expression in parentheses; `nil` where
    /// no number comes next.
    mutating func amount(
        _ numbers: inout JournalNumbers, unnamed: String = ""
    ) throws(ReadingStop) -> JournalAmount? {
        skipBlanks()
        if next == UInt8(ascii: "(") {
            var expression = JournalExpression(scanner: self)
            var value = try expression.parenthesised(&numbers)
            self = expression.scanner
            if value.commodity.isEmpty { value.commodity = unnamed }
            return value
        }
        return try plainAmount(&numbers, unnamed: unnamed)
    }

    mutating func plainAmount(
        _ numbers: inout JournalNumbers, unnamed: String
    ) throws(ReadingStop) -> JournalAmount? {
        let start = position
        var isNegative = false
        var hasSign = takeSign(&isNegative)
        var name = try commodity()
        let isLeft = position > start && !name.isEmpty
        skipBlanks()
        if !hasSign { hasSign = takeSign(&isNegative) }
        guard let (cell, exponent, text) = try cell() else {
            if position > start { throw refusal("an amount without a number", at: start) }
            return nil
        }
        if !isLeft {
            let end = position
            skipBlanks()
            name = try commodity()
            if name.isEmpty { position = end }
        }
        if name.isEmpty { name = unnamed }
        var number = try numbers.take(cell, name, row: row, text: text)
        if exponent != 0 {
            let power = WideDecimal(units: 1, decimals: -exponent)
            let shift =
                exponent > 0 ? (0..<exponent).reduce(Int128(1)) { power, _ in power * 10 } : 1
            let factor = exponent > 0 ? WideDecimal(units: shift, decimals: 0) : power
            guard let moved = number * factor else {
                throw refusal("a number of too many digits", at: start)
            }
            number = moved
        }
        return JournalAmount(
            number: isNegative ? number.negated : number, commodity: name,
            typedDecimals: numbers.lastDecimals)
    }

    private mutating func takeSign(_ isNegative: inout Bool) -> Bool {
        guard next == Ascii.minus || next == Ascii.plus else { return false }
        if next == Ascii.minus { isNegative.toggle() }
        skip()
        skipBlanks()
        return true
    }
}
