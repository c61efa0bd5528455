/// A currency's code: three to eight upper-case ASCII letters and digits, a letter first.
///
/// Stored in one integer, so that codes compare in the order of their bytes at the cost of one
/// comparison.
package struct CurrencyCode: Sendable, Hashable, Comparable {
    /// The bytes of the code, first byte highest, zero-padded.
    package let packed: UInt64

    /// `nil` where `bytes` do not have the form of a code.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count >= 3, bytes.count <= 8, let head = bytes.first else { return nil }
        guard head &- 0x41 < 26 else { return nil }
        var packed: UInt64 = 0
        for byte in bytes {
            guard byte &- 0x41 < 26 || byte &- 0x30 < 10 else { return nil }
            packed = packed << 8 | UInt64(byte)
        }
        self.packed = packed << (8 * UInt64(8 - bytes.count))
    }

    package init?(_ text: String) { self.init(Array(text.utf8)) }

    private init(known text: StaticString) {
        var packed: UInt64 = 0
        var count: UInt64 = 0
        for byte in text.description.utf8 {
            packed = packed << 8 | UInt64(byte)
            count += 1
        }
        self.packed = packed << (8 * (8 - count))
    }

    package static let eur = CurrencyCode(known: "EUR")
    package static let usd = CurrencyCode(known: "USD")

    package static func < (left: CurrencyCode, right: CurrencyCode) -> Bool {
        left.packed < right.packed
    }

    /// The code's bytes, three to eight.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        var rest = packed
        while rest != 0 {
            bytes.append(UInt8(truncatingIfNeeded: rest >> 56))
            rest <<= 8
        }
        return bytes
    }
}

extension CurrencyCode: CustomStringConvertible {
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}
