package import Model
import SourceText

/// The category field of a transaction: one part, or the parts of a split, as typed.
package struct CategoryField: Sendable, Hashable {
    /// A target with the amount that stands beside it, if one does.
    package struct TypedPart: Sendable, Hashable {
        package var target: Target
        package var amount: DecimalNumber?
        /// A written `+` or `-` is the part's own sign; without one it has the line's direction.
        package var hasSign: Bool
        package var targetRange: Range<Int>
        package var amountRange: Range<Int>
    }

    package var parts: [TypedPart]
    package var range: Range<Int>

    package static func parse(
        _ line: [UInt8], _ range: Range<Int>
    ) throws(SyntaxProblem) -> CategoryField {
        if range.isEmpty { return CategoryField(parts: [], range: range) }
        var parts: [TypedPart] = []
        var start = range.lowerBound
        for index in range.lowerBound...range.upperBound
        where index == range.upperBound || line[index] == Ascii.comma {
            parts.append(try part(line, start..<index))
            start = index + 1
        }
        for part in parts.dropLast() where part.amount == nil {
            throw SyntaxProblem(
                "split.open", part.targetRange,
                "\(line.quoted(part.targetRange)) has no amount; only the last part may go without",
                remedy: "write its amount, or move it to the end to take the rest")
        }
        return CategoryField(parts: parts, range: range)
    }

    private static func part(
        _ line: [UInt8], _ outer: Range<Int>
    ) throws(SyntaxProblem) -> TypedPart {
        var lower = outer.lowerBound
        var upper = outer.upperBound
        while lower < upper, line[lower] == Ascii.space { lower += 1 }
        while upper > lower, line[upper - 1] == Ascii.space { upper -= 1 }
        var targetRange = lower..<upper
        var amount: DecimalNumber?
        var amountRange = upper..<upper
        if let blank = line[targetRange].lastIndex(of: Ascii.space),
            NumberField.hasForm(line, blank + 1..<upper)
        {
            amountRange = blank + 1..<upper
            amount = NumberField.parse(line, amountRange)
            if amount == nil { throw NumberField.problem(line, amountRange) }
            var end = blank
            while end > lower, line[end - 1] == Ascii.space { end -= 1 }
            targetRange = lower..<end
        }
        let sign = amountRange.isEmpty ? nil : line[amountRange.lowerBound]
        return TypedPart(
            target: try target(line, targetRange), amount: amount,
            hasSign: sign == Ascii.plus || sign == Ascii.minus, targetRange: targetRange,
            amountRange: amountRange)
    }

    private static func target(
        _ line: [UInt8], _ range: Range<Int>
    ) throws(SyntaxProblem) -> Target {
        if line[range].first == Ascii.equals {
            let name = range.lowerBound + 1..<range.upperBound
            guard NameForm.isName(line[name]) else {
                throw SyntaxProblem(
                    "category.form", range, "\(line.quoted(range)) is not an account's name",
                    remedy: "write = and the name of an account, such as =savings")
            }
            return .transfer(account: String(readable: line[name]))
        }
        try CategoryPath.check(line, range)
        let text = String(readable: line[range])
        return text == "ignored" ? .ignored : .category(text)
    }
}
