/// Where random ids come from: the system, or a seed that makes them the same every time.
final class RandomSource {
    private var state: UInt64?
    private let system: () -> UInt64

    /// - Parameter seed: the value of `BANKBOOK_SEED`.
    init(seed: UInt64?, system: @escaping () -> UInt64) {
        state = seed
        self.system = system
    }

    /// Whether the same numbers come every time, so that ids must be held against those there are.
    var isSeeded: Bool { state != nil }

    /// The next 64 bits: the system's, or SplitMix64 from the seed.
    func next() -> UInt64 {
        guard let current = state else { return system() }
        let advanced = current &+ 0x9E37_79B9_7F4A_7C15
        state = advanced
        var mixed = (advanced ^ advanced >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
