import Model

/// A way to say from the months behind what the months ahead will bring.
///
/// All reckon with whole minor units, so that every machine says the same.
package enum PointModel: String, Sendable, CaseIterable {
    /// The mean of the last twelve months.
    case mean
    /// The mean of the last three years.
    case longMean = "long-mean"
    /// The mean of the last twelve months without the highest and the lowest.
    case trimmed
    /// The median of the last twelve months.
    case median
    /// Exponential smoothing, each month a quarter of the distance nearer.
    case smoothed
    /// The last month.
    case naive
    /// The same month a year before.
    case seasonalNaive = "seasonal-naive"
    /// Half the mean of the last twelve months, half that of the same month in all years.
    case seasonal
    /// For what comes now and then: how often, times how much, both smoothed (Teunter, Syntetos and Babai).
    case intermittent

    /// No amount of a month is taken to be larger: sums of some years stay far from what an `Int64` holds.
    static let limit: Int64 = 1 << 55

    /// What the month that is `ahead` months behind the last one (1 is the next) will bring.
    ///
    /// - Parameter values: by month, the latest last; not empty.
    func value(_ values: ArraySlice<Int64>, ahead: Int) -> Int64 {
        switch self {
        case .mean: return PointModel.mean(values.suffix(12))
        case .longMean: return PointModel.mean(values.suffix(36))
        case .trimmed:
            let sorted = values.suffix(12).sorted()
            return PointModel.mean(sorted.count < 5 ? sorted[...] : sorted.dropFirst().dropLast())
        case .median:
            let sorted = values.suffix(12).sorted()
            let middle = sorted.count / 2
            return sorted.count % 2 == 1
                ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        case .smoothed: return PointModel.smoothed(values)
        case .naive: return values[values.endIndex - 1]
        case .seasonalNaive: return PointModel.seasonalNaive(values, ahead: ahead)
        case .seasonal:
            let usual = PointModel.mean(values.suffix(12))
            guard values.count >= 24 else { return usual }
            let place = values.endIndex - 1 + ahead
            let same = stride(
                from: place - 12 * ((ahead + 11) / 12), through: values.startIndex, by: -12
            ).map { values[$0] }
            return (usual + PointModel.mean(same[...])) / 2
        case .intermittent: return PointModel.intermittent(values)
        }
    }

    static func mean(_ values: ArraySlice<Int64>) -> Int64 {
        if values.isEmpty { return 0 }
        let sum = values.reduce(Int128(0)) { $0 + Int128($1) }
        return Int64(clamping: dividedHalfToEven(sum, by: values.count))
    }

    static func seasonalNaive(_ values: ArraySlice<Int64>, ahead: Int) -> Int64 {
        let place = values.endIndex - 1 + ahead - 12 * ((ahead + 11) / 12)
        return place >= values.startIndex ? values[place] : values[values.endIndex - 1]
    }

    private static func smoothed(_ values: ArraySlice<Int64>) -> Int64 {
        // Sixteenths of a unit keep what is rounded away small.
        var level = Int128(mean(values.prefix(3))) * 16
        for value in values { level += (Int128(value) * 16 - level) / 4 }
        return Int64(clamping: dividedHalfToEven(level, by: 16))
    }

    private static func intermittent(_ values: ArraySlice<Int64>) -> Int64 {
        let known = values.filter { $0 != 0 }
        if known.isEmpty { return 0 }
        var often = Int128(known.count) * 65_536 / Int128(values.count)
        var size = Int128(mean(known[...])) * 16
        for value in values {
            often += ((value == 0 ? 0 : 65_536) - often) / 8
            if value != 0 { size += (Int128(value) * 16 - size) / 8 }
        }
        return Int64(clamping: dividedHalfToEven(often * size, by: 65_536 * 16))
    }
}

/// Which model a series gets: the one that would have been off least in the past.
enum ModelChoice {
    /// How many months back models are tried on a series.
    private static let origins = 12
    /// Months without which no model is tried, and the mean is taken.
    private static let least = 6

    /// - Parameter values: by month, the latest last; not empty.
    /// - Returns: of equal models the one that is listed first.
    static func best(_ values: [Int64]) -> PointModel {
        let first = max(least, values.count - origins)
        if first >= values.count { return .mean }
        // Of a series that never changed all say the same.
        if values.allSatisfy({ $0 == values[0] }) { return .mean }
        var best = (model: PointModel.mean, error: Int128.max)
        for model in PointModel.allCases {
            var error = Int128(0)
            for origin in first..<values.count where error < best.error {
                let said = model.value(values[..<origin], ahead: 1)
                error += Int128((Int128(said) - Int128(values[origin])).magnitude)
            }
            if error < best.error { best = (model, error) }
        }
        return best.model
    }
}
