/// Names for the bytes that the grammars of this project speak about.
///
/// Public, because the compiler inlines across targets only what is public and inlinable.
public enum Ascii {
    @inlinable public static var tab: UInt8 { UInt8(ascii: "\t") }
    @inlinable public static var lineFeed: UInt8 { UInt8(ascii: "\n") }
    @inlinable public static var carriageReturn: UInt8 { UInt8(ascii: "\r") }
    @inlinable public static var space: UInt8 { UInt8(ascii: " ") }
    @inlinable public static var quote: UInt8 { UInt8(ascii: "\"") }
    @inlinable public static var hash: UInt8 { UInt8(ascii: "#") }
    @inlinable public static var plus: UInt8 { UInt8(ascii: "+") }
    @inlinable public static var comma: UInt8 { UInt8(ascii: ",") }
    @inlinable public static var minus: UInt8 { UInt8(ascii: "-") }
    @inlinable public static var dot: UInt8 { UInt8(ascii: ".") }
    @inlinable public static var slash: UInt8 { UInt8(ascii: "/") }
    @inlinable public static var zero: UInt8 { UInt8(ascii: "0") }
    @inlinable public static var nine: UInt8 { UInt8(ascii: "9") }
    @inlinable public static var colon: UInt8 { UInt8(ascii: ":") }
    @inlinable public static var less: UInt8 { UInt8(ascii: "<") }
    @inlinable public static var greater: UInt8 { UInt8(ascii: ">") }
    @inlinable public static var equals: UInt8 { UInt8(ascii: "=") }
    @inlinable public static var question: UInt8 { UInt8(ascii: "?") }
    @inlinable public static var backslash: UInt8 { UInt8(ascii: "\\") }
    @inlinable public static var bar: UInt8 { UInt8(ascii: "|") }
    @inlinable public static var tilde: UInt8 { UInt8(ascii: "~") }
}

extension UInt8 {
    @inlinable public var isDigit: Bool { self &- Ascii.zero < 10 }
    @inlinable public var isUpper: Bool { self &- UInt8(ascii: "A") < 26 }
    @inlinable public var isLower: Bool { self &- UInt8(ascii: "a") < 26 }
    /// A blank between fields: space or tab.
    @inlinable public var isBlank: Bool { self == Ascii.space || self == Ascii.tab }
    /// A control character other than tab; it makes a line malformed.
    @inlinable public var isForbiddenControl: Bool { self < 0x20 && self != Ascii.tab }
}
