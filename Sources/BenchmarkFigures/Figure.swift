/// Numbers as the tables show them.
package enum Figure {
    /// `decimals` digits after the point, rounded half up.
    package static func text(_ value: Double, decimals: Int) -> String {
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        let rounded = Int((value.magnitude * Double(scale)).rounded())
        let sign = value < 0 && rounded > 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(rounded) }
        let fraction = String(rounded % scale)
        let zeros = String(repeating: "0", count: decimals - fraction.count)
        return "\(sign)\(rounded / scale).\(zeros)\(fraction)"
    }

    /// Three significant digits or so.
    package static func measured(_ value: Double) -> String {
        text(value, decimals: value.magnitude >= 100 ? 0 : value.magnitude >= 10 ? 1 : 2)
    }

    /// Without needless zeros, for bounds.
    package static func short(_ value: Double) -> String {
        value == value.rounded() ? grouped(Int(value)) : text(value, decimals: 1)
    }

    /// `1,000,000`.
    package static func grouped(_ value: Int) -> String {
        let digits = Array(String(value))
        return digits.enumerated().map { index, digit in
            index > 0 && (digits.count - index).isMultiple(of: 3) ? ",\(digit)" : "\(digit)"
        }.joined()
    }
}
