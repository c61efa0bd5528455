/// A number as a spreadsheet shows it: at most fifteen digits of what it keeps in binary, so that
/// `-1.2000000000000002` is `-1.2`.
struct SpreadsheetNumber {
    private let isNegative: Bool
    /// Without zeros at the front and at the end.
    private var digits: [UInt8]
    /// How many digits stand before the point; below zero, how many zeros behind it come first.
    private var point: Int

    /// `nil` where the text is no number, or one beyond 10³⁰.
    init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let mantissa = rest.prefix { $0 != UInt8(ascii: "E") && $0 != UInt8(ascii: "e") }
        let power = rest.dropFirst(mantissa.count).dropFirst()
        var exponent = 0
        if mantissa.count < rest.count {
            guard let value = Int(String(decoding: power, as: UTF8.self)) else { return nil }
            exponent = value
        }
        let parts = mantissa.split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        var found = Array(parts.joined())
        guard !found.isEmpty, found.allSatisfy({ $0 &- 0x30 < 10 }), abs(exponent) <= 40 else {
            return nil
        }
        var place = parts[0].count + exponent
        let zeros = found.prefix { $0 == 0x30 }.count
        found.removeFirst(zeros)
        place -= zeros
        if found.count > 15 {
            let isUp = found[15] >= 0x35
            found.removeLast(found.count - 15)
            if isUp, SpreadsheetNumber.carry(&found) { place += 1 }
        }
        while found.last == 0x30 { found.removeLast() }
        guard place <= 30, place >= -30 else { return nil }
        digits = found
        point = found.isEmpty ? 0 : place
    }

    /// Adds one to the last digit; whether that made one digit more.
    private static func carry(_ digits: inout [UInt8]) -> Bool {
        var index = digits.count - 1
        while index >= 0 {
            if digits[index] < 0x39 {
                digits[index] += 1
                return false
            }
            digits[index] = 0x30
            index -= 1
        }
        digits.insert(0x31, at: 0)
        return true
    }

    private func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }

    /// The number with a point, without zeros that say nothing.
    var text: String {
        let all = String(decoding: digits, as: UTF8.self)
        let whole = point > 0 ? all.prefix(point) + zeros(point - digits.count) : "0"
        let fraction = point > 0 ? String(all.dropFirst(point)) : zeros(-point) + all
        let sign = isNegative && !digits.isEmpty ? "-" : ""
        return sign + whole + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// The text, rounded half up to so many decimals where it has more.
    func text(decimals: Int?) -> String {
        guard let decimals, digits.count - point > decimals else { return text }
        let kept = point + decimals
        if kept < 0 { return "0" }
        var rounded = self
        rounded.digits = Array(digits.prefix(kept))
        if kept < digits.count, digits[kept] >= 0x35 {
            if rounded.digits.isEmpty {
                rounded.digits = [0x31]
                rounded.point += 1
            } else if SpreadsheetNumber.carry(&rounded.digits) {
                rounded.point += 1
            }
        }
        while rounded.digits.last == 0x30 { rounded.digits.removeLast() }
        if rounded.digits.isEmpty { rounded.point = 0 }
        return rounded.text
    }

    /// What stands before the point of a number that is not below zero.
    var whole: Int? { isNegative ? nil : Int(text.prefix { $0 != "." }) }
}
