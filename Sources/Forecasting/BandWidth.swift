/// By how much bands are wider than what was seen in some months, in parts of 1024: few months look more alike than they
/// are, and say the less the further out a band reaches.
struct BandWidth {
    let of80: Int
    let of95: Int

    /// √((n + 1) / (n − 1)) for the spread of one more among n whose mean was taken from them too, and about what the
    /// quantiles of Student's distribution are above those of the normal one.
    ///
    /// - Parameter count: the months, at least 2.
    init(_ count: Int) {
        let square = (count + 1) * 1_024 * 1_024 / (count - 1)
        var root = 1_024
        while (root + 1) * (root + 1) <= square { root += 1 }
        let beyond = max(1, count - 2)
        of80 = root + root * 55 / (100 * beyond)
        of95 = root + root * 130 / (100 * beyond)
    }

    static func wider(_ value: Int64, _ factor: Int) -> Int64 {
        Int64(clamping: Int128(value) * Int128(factor) / 1_024)
    }
}
