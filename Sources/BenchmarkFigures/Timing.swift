/// The figures of one run.
package struct Run {
    package let nanoseconds: Int
    package let kibibytes: Int
    /// The exit status, or 128 + the number of the signal.
    package let status: Int

    package init(nanoseconds: Int, kibibytes: Int, status: Int) {
        self.nanoseconds = nanoseconds
        self.kibibytes = kibibytes
        self.status = status
    }
}

/// The figures of one command's runs.
package struct Timing {
    private let sorted: [Int]
    package let peakKibibytes: Int

    /// `nil` without a run.
    package init?(_ runs: [Run]) {
        guard !runs.isEmpty else { return nil }
        sorted = runs.map(\.nanoseconds).sorted()
        peakKibibytes = runs.map(\.kibibytes).max() ?? 0
    }

    package var runCount: Int { sorted.count }
    /// Milliseconds of the fastest run.
    package var minimum: Double { Double(sorted[0]) / 1e6 }
    package var median: Double {
        let middle = sorted.count / 2
        let sum =
            sorted.count.isMultiple(of: 2)
            ? sorted[middle - 1] + sorted[middle] : 2 * sorted[middle]
        return Double(sum) / 2e6
    }
    package var peakMebibytes: Double { Double(peakKibibytes) / 1_024 }
}
