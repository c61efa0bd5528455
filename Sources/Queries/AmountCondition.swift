import Model

/// A comparison of a line's amount, by magnitude unless the number is written with a sign.
package struct AmountCondition: Sendable, Hashable {
    enum Comparison: String, Sendable {
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case equal = "="
    }

    private let comparison: Comparison
    private let number: DecimalNumber
    private let isSigned: Bool

    /// Reads `>50`, `<=-3.20`, `=45.20` or `45.20`.
    init(_ text: String) throws(QueryProblem) {
        let operators: [Comparison] = [.lessOrEqual, .greaterOrEqual, .less, .greater, .equal]
        let found = operators.first { text.hasPrefix($0.rawValue) }
        let rest = String(text.dropFirst(found?.rawValue.count ?? 0)).trimmed
        guard let number = DecimalNumber(rest) else {
            throw QueryProblem(
                text, "“\(text)” compares with no number", remedy: "write amt:>50 or amt:<=-3.20")
        }
        comparison = found ?? .equal
        self.number = number
        isSigned = rest.first == "-" || rest.first == "+"
    }

    /// Whether an amount of `units` at `decimals` fulfils the condition. Never rounds.
    package func matches(_ units: Int64, decimals: Int) -> Bool {
        var left = isSigned ? Int128(units) : Int128(units.magnitude)
        var right = Int128(number.units)
        for _ in 0..<max(0, number.decimals - decimals) { left *= 10 }
        for _ in 0..<max(0, decimals - number.decimals) { right *= 10 }
        return switch comparison {
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        case .equal: left == right
        }
    }
}
