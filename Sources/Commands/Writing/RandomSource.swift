import Model

/// Where random ids come from: the system, or a seed that makes them the same every time.
final class RandomSource {
    private var seeded: SplitMix64?
    private let system: () -> UInt64

    /// - Parameter seed: the value of `BANKBOOK_SEED`.
    init(seed: UInt64?, system: @escaping () -> UInt64) {
        seeded = seed.map { SplitMix64(seed: $0) }
        self.system = system
    }

    /// Whether the same numbers come every time, so that ids must be held against those there are.
    var isSeeded: Bool { seeded != nil }

    /// The next 64 bits: the system's, or SplitMix64 from the seed.
    func next() -> UInt64 {
        seeded?.next() ?? system()
    }
}
