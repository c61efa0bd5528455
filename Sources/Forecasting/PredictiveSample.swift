import Model

/// By how much a month may be off, drawn from the errors of months before in the way that bands are made.
struct PredictiveSample {
    /// In order.
    private let values: [Int64]
    private let width: BandWidth

    private static let count = 400

    /// - Parameter errors: what came less what was said; `nil` for none.
    init?(errors: [Int64]) {
        if errors.count < 2 { return nil }
        let sum = errors.reduce(Int128(0)) { $0 + Int128($1) }
        let mean = Int64(clamping: dividedHalfToEven(sum, by: errors.count))
        width = BandWidth(errors.count)
        let surprises = errors.map { Int64(clamping: Int128($0) - Int128(mean)) }
        var random = SplitMix64(seed: 1)
        values = (0..<PredictiveSample.count).map { place in
            let level = (0..<12).reduce(Int64(0)) { sum, _ in
                sum + surprises[random.below(surprises.count)] / 12
            }
            return surprises[place % surprises.count] + level
        }.sorted()
    }

    /// Whether a value lies in the band of 80 % around what was said, and in that of 95 %.
    func holds(_ value: Int64, around said: Int64) -> (in80: Bool, in95: Bool) {
        let off = Int128(value) - Int128(said)
        func lies(_ low: Int, _ high: Int, _ factor: Int) -> Bool {
            func at(_ thousandths: Int) -> Int128 {
                Int128(BandWidth.wider(values[(values.count - 1) * thousandths / 1_000], factor))
            }
            return off >= min(0, at(low)) && off <= max(0, at(high))
        }
        return (lies(100, 900, width.of80), lies(25, 975, width.of95))
    }

    /// The continuous ranked probability score of a value, in thousandths of a minor unit: the mean distance to the sample
    /// less half the mean distance within it.
    func score(_ value: Int64, around said: Int64) -> Int128 {
        let off = Int128(value) - Int128(said)
        let count = Int128(values.count)
        var away = Int128(0)
        var within = Int128(0)
        for (place, other) in values.enumerated() {
            away += Int128((off - Int128(other)).magnitude)
            // Of sorted values each is larger than `place` others.
            within += Int128(other) * (2 * Int128(place) - count + 1)
        }
        return away * 1_000 / count - within * 1_000 / (count * count)
    }
}
