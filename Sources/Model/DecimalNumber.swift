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
    if units < 0 { bytes.append(0x2D) }
    if let small = UInt64(exactly: units.magnitude) {
        appendDigits(small, decimals: decimals, to: &bytes)
        return
    }
    let divisor: UInt128 = 10_000_000_000_000_000_000
    let (high, low) = UInt128(units.magnitude).quotientAndRemainder(dividingBy: divisor)
    // The lower nineteen digits hold every decimal, of which there are at most eighteen.
    appendDecimal(high, decimals: 0, to: &bytes)
    appendDigits(UInt64(low), decimals: decimals, atLeast: 19, to: &bytes)
}

/// The digits of a number with a point before the last `decimals` of them.
private func appendDigits(
    _ number: UInt64, decimals: Int, atLeast least: Int = 1, to bytes: inout [UInt8]
) {
    var digits = InlineArray<24, UInt8>(repeating: 0x30)
    var count = 0
    var rest = number
    while rest > 0 {
        digits[count] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
        count += 1
    }
    count = max(count, max(decimals + 1, least))
    while count > 0 {
        count -= 1
        bytes.append(digits[count])
        if decimals > 0, count == decimals { bytes.append(0x2E) }
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
