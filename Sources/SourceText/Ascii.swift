/// Names for the bytes that the grammars of this project speak about.
package enum Ascii {
    package static let tab = UInt8(ascii: "\t")
    package static let lineFeed = UInt8(ascii: "\n")
    package static let carriageReturn = UInt8(ascii: "\r")
    package static let space = UInt8(ascii: " ")
    package static let quote = UInt8(ascii: "\"")
    package static let hash = UInt8(ascii: "#")
    package static let plus = UInt8(ascii: "+")
    package static let comma = UInt8(ascii: ",")
    package static let minus = UInt8(ascii: "-")
    package static let dot = UInt8(ascii: ".")
    package static let slash = UInt8(ascii: "/")
    package static let zero = UInt8(ascii: "0")
    package static let nine = UInt8(ascii: "9")
    package static let colon = UInt8(ascii: ":")
    package static let equals = UInt8(ascii: "=")
    package static let question = UInt8(ascii: "?")
    package static let backslash = UInt8(ascii: "\\")
    package static let bar = UInt8(ascii: "|")
    package static let tilde = UInt8(ascii: "~")
}

extension UInt8 {
    package var isDigit: Bool { self &- Ascii.zero < 10 }
    package var isUpper: Bool { self &- UInt8(ascii: "A") < 26 }
    package var isLower: Bool { self &- UInt8(ascii: "a") < 26 }
    /// A blank between fields: space or tab.
    package var isBlank: Bool { self == Ascii.space || self == Ascii.tab }
    /// A control character other than tab; it makes a line malformed.
    package var isForbiddenControl: Bool { self < 0x20 && self != Ascii.tab }
}
