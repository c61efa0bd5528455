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

extension DecimalNumber {
    /// The same number with the other sign.
    package var negated: DecimalNumber { DecimalNumber(units: -units, decimals: decimals) }

    /// The same number without zeros at the end of its decimals.
    package var reduced: DecimalNumber {
        var (units, decimals) = (units, decimals)
        while decimals > 0, units % 10 == 0 {
            units /= 10
            decimals -= 1
        }
        return DecimalNumber(units: units, decimals: decimals)
    }
}

/// The characters of a number of minor units, with exactly `decimals` digits after the point.
///
///     -4520 with 2 decimals: -45.20      5 with 0 decimals: 5
package struct DecimalDigits: Sendable {
    /// Right-aligned: 39 digits, a point and a sign at most, and zeros before a point.
    private var characters = InlineArray<64, UInt8>(repeating: 0x30)
    private var start = 64

    package init(_ units: Int128, decimals: Int) {
        let magnitude = units.magnitude
        if let small = UInt64(exactly: magnitude) {
            prepend(small, decimals)
        } else {
            // The lower nineteen digits hold every decimal, of which there are at most eighteen.
            let divisor: UInt128 = 10_000_000_000_000_000_000
            let (high, low) = magnitude.quotientAndRemainder(dividingBy: divisor)
            prepend(UInt64(low), decimals, atLeast: 19)
            prepend(high)
        }
        if units < 0 { prepend(character: 0x2D) }
    }

    package var count: Int { 64 &- start }

    /// Hands the characters to `body`.
    package func withSpan(_ body: (borrowing Span<UInt8>) -> Void) {
        body(characters.span.extracting(start..<64))
    }

    private mutating func prepend(character: UInt8) {
        start &-= 1
        characters[start] = character
    }

    private mutating func prepend(_ number: UInt64, _ decimals: Int, atLeast least: Int = 1) {
        var rest = number
        if decimals > 0 {
            for _ in 0..<decimals { prepend(digitOf: &rest) }
            prepend(character: 0x2E)
        }
        var count = decimals
        repeat {
            prepend(digitOf: &rest)
            count &+= 1
        } while rest > 0 || count < least
    }

    @inline(__always)
    private mutating func prepend(digitOf rest: inout UInt64) {
        // 32 bits are divided in a third of the time.
        if let small = UInt32(exactly: rest) {
            rest = UInt64(small / 10)
            prepend(character: 0x30 &+ UInt8(truncatingIfNeeded: small % 10))
        } else {
            prepend(character: 0x30 &+ UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
    }

    private mutating func prepend(_ number: UInt128) {
        var rest = number
        while rest > 0 {
            prepend(character: 0x30 &+ UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
    }
}

/// Appends the characters of `DecimalDigits`.
package func appendDecimal(_ units: Int128, decimals: Int, to bytes: inout [UInt8]) {
    DecimalDigits(units, decimals: decimals).withSpan { digits in
        for index in digits.indices { bytes.append(digits[index]) }
    }
}

/// The text of `appendDecimal`.
package func decimalText(_ units: some BinaryInteger, decimals: Int) -> String {
    var bytes: [UInt8] = []
    appendDecimal(Int128(units), decimals: decimals, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}

extension DecimalNumber {
    /// Reads `[+-]digits[.digits]`, as the grammar's `number`; `nil` for anything else, and for a
    /// number that does not fit.
    package init?(_ text: String) { self.init(Array(text.utf8)[...]) }

    package init?(_ bytes: ArraySlice<UInt8>) {
        var units: Int64 = 0
        var decimals: Int?
        var digits = 0
        var isNegative = false
        for index in bytes.indices {
            let byte = bytes[index]
            let isFirst = index == bytes.startIndex
            switch byte {
            case 0x2B where isFirst, 0x2D where isFirst: isNegative = byte == 0x2D
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
