import Model

/// What one whole unit of a currency is worth in another, as a fraction in lowest terms.
package struct Rate: Sendable, Equatable {
    package let numerator: Int128
    package let denominator: Int128

    /// - Parameters: both above zero.
    package init(numerator: Int128, denominator: Int128) {
        var (a, b) = (numerator, denominator)
        while b != 0 { (a, b) = (b, a % b) }
        self.numerator = numerator / a
        self.denominator = denominator / a
    }

    /// The worth of `units` minor units, rounded half to even to minor units of the other currency; `nil` where it is too
    /// large to be told.
    ///
    /// - Parameter decimals: of the two currencies.
    package func worth(of units: Int128, from: Int, to decimals: Int) -> Int128? {
        var (top, bottom) = (numerator, denominator)
        for _ in 0..<max(0, decimals - from) {
            guard let more = top.times(10) else { return nil }
            top = more
        }
        for _ in 0..<max(0, from - decimals) {
            guard let more = bottom.times(10) else { return nil }
            bottom = more
        }
        guard let product = units.times(top) else { return nil }
        return dividedHalfToEven(product, by: bottom)
    }
}

extension Int128 {
    fileprivate func times(_ other: Int128) -> Int128? {
        let (product, isOverflow) = multipliedReportingOverflow(by: other)
        return isOverflow ? nil : product
    }
}
