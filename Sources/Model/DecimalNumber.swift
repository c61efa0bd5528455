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

extension DecimalNumber {
    /// Reads `[+-]digits[.digits]`, as the grammar's `number`; `nil` for anything else, and for a
    /// number that does not fit.
    package init?(_ text: String) { self.init(Array(text.utf8)) }

    package init?(_ bytes: some Collection<UInt8>) {
        var units: Int64 = 0
        var decimals: Int?
        var digits = 0
        var isNegative = false
        for (position, byte) in bytes.enumerated() {
            switch byte {
            case 0x2B where position == 0, 0x2D where position == 0: isNegative = byte == 0x2D
            case 0x2E where decimals == nil && digits > 0:
                decimals = 0
                digits = 0
            case 0x30...0x39:
                let (product, overflowed) = units.multipliedReportingOverflow(by: 10)
                let (sum, carried) = product.addingReportingOverflow(Int64(byte - 0x30))
                if overflowed || carried { return nil }
                units = sum
                digits += 1
                if let known = decimals { decimals = known + 1 }
            default: return nil
            }
        }
        guard digits > 0, decimals ?? 0 <= 18 else { return nil }
        self.init(units: isNegative ? -units : units, decimals: decimals ?? 0)
    }
}
