import SourceText

/// Amounts with two decimals, counted in the hundredth.
enum MinorUnits {
    static func append(_ units: Int, to bytes: inout [UInt8]) {
        if units < 0 { bytes.append(Ascii.minus) }
        let magnitude = units.magnitude
        appendDigits(magnitude / 100, to: &bytes)
        bytes.append(Ascii.dot)
        bytes.append(Ascii.zero + UInt8(magnitude / 10 % 10))
        bytes.append(Ascii.zero + UInt8(magnitude % 10))
    }

    /// Right-aligned in `width` characters; a wider number overflows.
    static func append(_ units: Int, width: Int, to bytes: inout [UInt8]) {
        let magnitude = units.magnitude
        var count = units < 0 ? 5 : 4
        var rest = magnitude / 1_000
        while rest > 0 {
            count += 1
            rest /= 10
        }
        if count < width {
            bytes.append(contentsOf: repeatElement(Ascii.space, count: width - count))
        }
        append(units, to: &bytes)
    }

    static func text(_ units: Int) -> String {
        var bytes: [UInt8] = []
        append(units, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func appendDigits(_ value: UInt, to bytes: inout [UInt8]) {
        if value >= 10 { appendDigits(value / 10, to: &bytes) }
        bytes.append(Ascii.zero + UInt8(value % 10))
    }
}
