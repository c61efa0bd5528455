/// A decimal number as it was typed: an integer and the number of digits after the point.
///
/// `-45.20` is `(units: -4520, decimals: 2)`. No value is ever rounded or passed through binary
/// floating point.
package struct DecimalNumber: Sendable, Hashable {
    package let units: Int64
    /// 0…18.
    package let decimals: Int

    package init(units: Int64, decimals: Int) {
        self.units = units
        self.decimals = decimals
    }

    /// The number of minor units at `wanted` decimals, or `nil` where digits would be lost or the
    /// result does not fit in 63 bits.
    package func scaled(to wanted: Int) -> Int64? {
        var units = units
        var decimals = decimals
        while decimals > wanted {
            guard units % 10 == 0 else { return nil }
            units /= 10
            decimals -= 1
        }
        while decimals < wanted {
            let (product, overflow) = units.multipliedReportingOverflow(by: 10)
            guard !overflow, product != .min else { return nil }
            units = product
            decimals += 1
        }
        return units
    }
}

/// Writes `units` minor units as a decimal number with exactly `decimals` digits after the point.
///
///     appendDecimal(-4520, decimals: 2, …)   →   -45.20
///     appendDecimal(5, decimals: 0, …)       →   5
package func appendDecimal(_ units: some BinaryInteger, decimals: Int, to bytes: inout [UInt8]) {
    var rest = UInt128(units.magnitude)
    var digits: [UInt8] = []
    digits.reserveCapacity(24)
    repeat {
        digits.append(UInt8(truncatingIfNeeded: 0x30 + rest % 10))
        rest /= 10
    } while rest > 0
    while digits.count <= decimals { digits.append(0x30) }
    if units < 0 { bytes.append(0x2D) }
    for index in digits.indices.reversed() {
        bytes.append(digits[index])
        if decimals > 0, index == decimals { bytes.append(0x2E) }
    }
}

/// The text of `appendDecimal`.
package func decimalText(_ units: some BinaryInteger, decimals: Int) -> String {
    var bytes: [UInt8] = []
    appendDecimal(units, decimals: decimals, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}
