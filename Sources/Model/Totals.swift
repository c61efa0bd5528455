/// A sum that left the range of amounts.
package struct AmountOverflow: Error, Sendable, Equatable {
    package let currency: CurrencyCode

    package init(currency: CurrencyCode) { self.currency = currency }
}

/// Sums in several currencies, never added to each other.
///
/// A currency that occurred has an entry even where its sum is zero. Sums are 128 bits wide: 2^64
/// amounts cannot overflow one.
package struct Totals: Sendable, Equatable {
    package private(set) var units: [CurrencyCode: Int128]

    package init() { units = [:] }

    package init(_ units: [CurrencyCode: Int128]) { self.units = units }

    package mutating func add(_ amount: some BinaryInteger, _ currency: CurrencyCode) {
        units[currency, default: 0] += Int128(amount)
    }

    package mutating func add(_ other: Totals) {
        for (currency, amount) in other.units { units[currency, default: 0] += amount }
    }

    package subscript(currency: CurrencyCode) -> Int128? { units[currency] }

    package var isEmpty: Bool { units.isEmpty }

    package var isZero: Bool { units.values.allSatisfy { $0 == 0 } }

    /// Entries in the order of the codes.
    package var sorted: [(currency: CurrencyCode, units: Int128)] {
        units.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

/// `sum` ÷ `count`, rounded half to even.
package func dividedHalfToEven(_ sum: Int128, by count: Int) -> Int128 {
    let divisor = Int128(count)
    let (quotient, remainder) = sum.quotientAndRemainder(dividingBy: divisor)
    let twice = remainder.magnitude * 2
    let isUp = twice > divisor.magnitude || (twice == divisor.magnitude && quotient % 2 != 0)
    return isUp ? quotient + (sum < 0 ? -1 : 1) : quotient
}
