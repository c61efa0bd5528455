package import Model

/// A decimal number with room for products of money and prices: 38 digits, exact.
package struct WideDecimal: Sendable, Equatable {
    package private(set) var units: Int128
    package private(set) var decimals: Int

    package static let zero = WideDecimal(units: 0, decimals: 0)

    /// Without zeros at the end of the decimals, so that equal numbers are equal.
    package init(units: Int128, decimals: Int) {
        self.units = units
        self.decimals = decimals
        while self.decimals > 0, self.units % 10 == 0 {
            self.units /= 10
            self.decimals -= 1
        }
    }

    init(_ number: DecimalNumber) {
        self.init(units: Int128(number.units), decimals: number.decimals)
    }

    var isZero: Bool { units == 0 }

    var negated: WideDecimal { WideDecimal(units: -units, decimals: decimals) }

    /// The magnitude with the sign of another number.
    func with(signOf other: WideDecimal) -> WideDecimal? {
        (units < 0) == (other.units < 0) ? self : negated
    }

    /// The units at more decimals; `nil` where they do not fit.
    private func units(at wanted: Int) -> Int128? {
        var units = units
        for _ in decimals..<max(wanted, decimals) {
            let (product, overflow) = units.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            units = product
        }
        return units
    }

    /// `nil` where the result has more than 38 digits.
    package static func + (left: WideDecimal, right: WideDecimal) -> WideDecimal? {
        let decimals = max(left.decimals, right.decimals)
        guard let one = left.units(at: decimals), let other = right.units(at: decimals) else {
            return nil
        }
        let (sum, overflow) = one.addingReportingOverflow(other)
        return overflow ? nil : WideDecimal(units: sum, decimals: decimals)
    }

    /// `nil` where the result has more than 38 digits.
    static func * (left: WideDecimal, right: WideDecimal) -> WideDecimal? {
        let (product, overflow) = left.units.multipliedReportingOverflow(by: right.units)
        return overflow
            ? nil : WideDecimal(units: product, decimals: left.decimals + right.decimals)
    }

    /// The quotient where it ends within 18 decimals, else `nil`.
    static func / (left: WideDecimal, right: WideDecimal) -> WideDecimal? {
        if right.isZero { return nil }
        var decimals = left.decimals - right.decimals
        var rest = left.units
        while rest % right.units != 0 || decimals < 0 {
            let (product, overflow) = rest.multipliedReportingOverflow(by: 10)
            decimals += 1
            if overflow || decimals > 18 { return nil }
            rest = product
        }
        return WideDecimal(units: rest / right.units, decimals: decimals)
    }

    /// With at most so many decimals; half goes to the even digit.
    package func rounded(to wanted: Int) -> WideDecimal {
        guard decimals > wanted else { return self }
        var divisor: Int128 = 1
        for _ in wanted..<decimals {
            let (product, overflow) = divisor.multipliedReportingOverflow(by: 10)
            if overflow { return .zero }
            divisor = product
        }
        var (quotient, rest) = units.quotientAndRemainder(dividingBy: divisor)
        let twice = rest.magnitude * 2
        if twice > divisor.magnitude || twice == divisor.magnitude && quotient % 2 != 0 {
            quotient += units < 0 ? -1 : 1
        }
        return WideDecimal(units: quotient, decimals: wanted)
    }

    /// The number where it fits into 18 digits.
    package var number: DecimalNumber? {
        guard decimals <= 18, let units = Int64(exactly: units) else { return nil }
        return DecimalNumber(units: units, decimals: decimals)
    }

    /// The same number, with two decimals at least.
    package var money: DecimalNumber? {
        guard let number else { return nil }
        return number.scaled(to: 2).map { DecimalNumber(units: $0, decimals: 2) } ?? number
    }

    /// Whether the magnitude is at most half a unit of the last of so many decimals.
    func isWithinHalf(of decimals: Int) -> Bool {
        guard self.decimals > decimals else { return units == 0 }
        return rounded(to: decimals).isZero
    }
}

extension WideDecimal: CustomStringConvertible {
    package var description: String { decimalText(units, decimals: decimals) }
}
