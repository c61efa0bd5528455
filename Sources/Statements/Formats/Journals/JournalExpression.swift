import SourceText

/// Works out amounts that are written as sums and products: `(9 USD * 6)`, `100.00 / 4 EUR`.
struct JournalExpression {
    var scanner: JournalScanner
    /// How deep parentheses stand in each other.
    private var depth = 0

    init(scanner: JournalScanner) { self.scanner = scanner }

    /// An expression that begins with a parenthesis.
    mutating func parenthesised(
        _ numbers: inout JournalNumbers
    ) throws(ReadingStop) -> JournalAmount {
        let start = scanner.position
        depth += 1
        guard depth <= 50 else { throw scanner.refusal("parentheses too deep", at: start) }
        scanner.skip()
        let value = try sum(&numbers)
        scanner.skipBlanks()
        guard scanner.take(")") else {
            throw scanner.refusal("a parenthesis without its end", at: start)
        }
        depth -= 1
        return value
    }

    mutating func sum(
        _ numbers: inout JournalNumbers
    ) throws(ReadingStop) -> JournalAmount {
        var left = try product(&numbers)
        while true {
            scanner.skipBlanks()
            let start = scanner.position
            guard let sign = scanner.next, sign == Ascii.plus || sign == Ascii.minus else {
                return left
            }
            scanner.skip()
            var right = try product(&numbers)
            if sign == Ascii.minus { right.number = right.number.negated }
            let isAlike =
                left.commodity == right.commodity || left.commodity.isEmpty
                || right.commodity.isEmpty
            left = try joined(
                left, right, isAlike ? left.number + right.number : nil,
                "these amounts cannot be added", at: start)
        }
    }

    private mutating func product(
        _ numbers: inout JournalNumbers
    ) throws(ReadingStop) -> JournalAmount {
        var left = try factor(&numbers)
        while true {
            scanner.skipBlanks()
            let start = scanner.position
            guard let sign = scanner.next, sign == UInt8(ascii: "*") || sign == Ascii.slash else {
                return left
            }
            scanner.skip()
            let right = try factor(&numbers)
            let number =
                sign == Ascii.slash ? left.number / right.number : left.number * right.number
            let isAmount = left.commodity.isEmpty || right.commodity.isEmpty
            left = try joined(
                left, right, isAmount ? number : nil,
                "this cannot be worked out to a number that ends", at: start)
        }
    }

    /// What two amounts make, in the commodity that one of them has.
    private func joined(
        _ left: JournalAmount, _ right: JournalAmount, _ number: WideDecimal?, _ reason: String,
        at start: Int
    ) throws(ReadingStop) -> JournalAmount {
        guard let number else { throw scanner.refusal(reason, at: start) }
        return JournalAmount(
            number: number, commodity: left.commodity.isEmpty ? right.commodity : left.commodity)
    }

    private mutating func factor(
        _ numbers: inout JournalNumbers
    ) throws(ReadingStop) -> JournalAmount {
        scanner.skipBlanks()
        if scanner.next == UInt8(ascii: "(") { return try parenthesised(&numbers) }
        if scanner.next == Ascii.minus, scanner.rest.dropFirst().first == UInt8(ascii: "(") {
            scanner.skip()
            var value = try parenthesised(&numbers)
            value.number = value.number.negated
            return value
        }
        guard let amount = try scanner.plainAmount(&numbers, unnamed: "") else {
            throw scanner.refusal("a number is missing")
        }
        return amount
    }
}
