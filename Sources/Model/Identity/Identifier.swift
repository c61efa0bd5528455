/// The ids that the program writes: ten characters of `0-9 a-z` without `i l o u`, which hold 50 bits.
package enum Identifier {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// `count` characters of the highest bits of `bytes`, five bits each.
    static func encode(_ bytes: [UInt8], count: Int) -> String {
        var text: [UInt8] = []
        for index in 0..<count {
            let bit = index * 5
            let high = UInt16(bytes[bit / 8]) << 8
            let low = bit / 8 + 1 < bytes.count ? UInt16(bytes[bit / 8 + 1]) : 0
            text.append(alphabet[Int((high | low) >> UInt16(11 - bit % 8)) & 31])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// An id from 64 random bits.
    package static func random(_ bits: UInt64) -> String {
        encode((0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) }, count: 10)
    }

    /// What a derived id stands for.
    package enum Kind: String, Sendable {
        /// A bank record with a reference that can be trusted.
        case reference = "ref"
        /// A bank record without one.
        case record = "rec"
        /// A line typed without an id.
        case line
    }

    /// The id that everybody derives from the same parts: the first 50 bits of a SHA-256.
    ///
    /// - Parameter account: the account's uid, for a line the name of its folder.
    package static func derived(
        _ kind: Kind, account: String, parts: [String], occurrence: Int
    ) -> String {
        let fields = ["bankbook-id-1", kind.rawValue, account] + parts + ["\(occurrence)"]
        return encode(SHA256.digest(Array(fields.joined(separator: "\n").utf8)), count: 10)
    }
}

/// The three characters that tie an `auto` token to the value that a machine wrote (S18).
package enum AutoCheck {
    /// The first 15 bits of the SHA-256 of the value, as id characters.
    package static func word(for value: String) -> String {
        Identifier.encode(SHA256.digest(Array(value.utf8)), count: 3)
    }
}
