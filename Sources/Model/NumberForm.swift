/// How people who look at a terminal want numbers: with which sign before the decimals, and what between thousands.
///
/// Files, CSV, JSON and what programs read always have the plain form, `1234.56`.
package struct NumberForm: Sendable, Equatable {
    private let point: [UInt8]
    private let group: [UInt8]

    private init(point: String, group: String) {
        self.point = Array(point.utf8)
        self.group = Array(group.utf8)
    }

    /// `1234.56`.
    package static let plain = NumberForm(point: ".", group: "")

    /// The forms that a sample may show.
    package static let samples = [
        "1234.56", "1234,56", "1,234.56", "1.234,56", "1 234,56", "1 234.56", "1'234.56",
    ]

    /// Reads a sample such as `1.234,56`; blanks may be such as do not break lines, and `’` stands for `'`.
    ///
    /// - Returns: `nil` where the sample is none of `samples`.
    package init?(sample: String) {
        let narrow = ["\u{A0}": " ", "\u{202F}": " ", "\u{2009}": " ", "’": "'"]
        let plain = sample.map { narrow[String($0)] ?? String($0) }.joined()
        guard NumberForm.samples.contains(plain) else { return nil }
        let characters = Array(sample)
        let hasGroup = characters.count == 8
        self.init(
            point: String(characters[characters.count - 3]),
            group: hasGroup ? String(characters[1]) : "")
    }

    package var isPlain: Bool { self == .plain }

    /// The text of a number of minor units, as `decimalText` gives it but in this form.
    package func text(_ units: some BinaryInteger, decimals: Int) -> String {
        isPlain
            ? decimalText(units, decimals: decimals)
            : String(decoding: bytes(Int128(units), decimals: decimals), as: UTF8.self)
    }

    /// The UTF-8 of that text.
    package func bytes(_ units: Int128, decimals: Int) -> [UInt8] {
        var plain: [UInt8] = []
        appendDecimal(units, decimals: decimals, to: &plain)
        let sign = units < 0 ? 1 : 0
        let whole = plain.count - (decimals > 0 ? decimals + 1 : 0)
        var bytes = Array(plain[..<sign])
        for index in sign..<whole {
            if index > sign, (whole - index) % 3 == 0 { bytes += group }
            bytes.append(plain[index])
        }
        if decimals > 0 { bytes += point + plain[(whole + 1)...] }
        return bytes
    }

    /// The columns that the text takes on a terminal.
    package func width(_ units: Int128, decimals: Int) -> Int {
        let plain = DecimalDigits(units, decimals: decimals).count
        if group.isEmpty { return plain }
        let digits = plain - (units < 0 ? 1 : 0) - (decimals > 0 ? decimals + 1 : 0)
        return plain + (digits - 1) / 3
    }
}
