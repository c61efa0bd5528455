import Model
/// Ids of ten characters, unique because each step of the mixing can be undone.
enum TransactionID {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private static let mask: UInt64 = (1 << 50) - 1

    /// Appends the id of the entry with this number.
    static func append(_ number: UInt32, seed: UInt64, to bytes: inout [UInt8]) {
        var mixed = (UInt64(number) &+ seed) & mask
        mixed = (mixed &* 0x2_545F_4914_F6CD) & mask
        mixed ^= mixed >> 25
        mixed = (mixed &* 0x1_D8E4_E27C_47D1) & mask
        mixed ^= mixed >> 27
        for place in 0..<10 {
            bytes.append(alphabet[Int(mixed >> UInt64(45 - 5 * place)) & 31])
        }
    }

    /// An identity that is no transaction's, from a name.
    static func uid(of name: String, seed: UInt64) -> String {
        var random = SplitMix64(seed: name.utf8.reduce(seed) { ($0 &* 31) &+ UInt64($1) })
        return String(decoding: (0..<10).map { _ in alphabet[random.below(32)] }, as: UTF8.self)
    }
}
