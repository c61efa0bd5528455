import Model

/// The ten years that a benchmark ledger covers, counted in days from the first.
enum BenchmarkCalendar {
    /// 2017-01-01.
    static let first = CivilDate(day: 42_734)
    /// 2017-01-01 to 2026-11-22.
    static let dayCount = 3_613

    static func date(_ day: Int) -> CivilDate { CivilDate(day: first.day + Int32(day)) }

    /// `YYYY-MM-DD` of every day.
    static func texts() -> [[UInt8]] {
        (0..<dayCount).map { day in
            var bytes: [UInt8] = []
            date(day).append(to: &bytes)
            return bytes
        }
    }

    /// Months since January of year 0, of every day.
    static func months() -> [Int] {
        (0..<dayCount).map { day in
            let components = date(day).components
            return components.year * 12 + components.month - 1
        }
    }
}
