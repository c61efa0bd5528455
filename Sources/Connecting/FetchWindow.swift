package import Model

/// Which days of an account are asked for.
package struct FetchWindow: Sendable {
    /// The most days back that the bank gives.
    package var historyDays: Int
    /// The days of a first fetch.
    package var firstDays: Int

    package init(historyDays: Int, firstDays: Int) {
        self.historyDays = historyDays
        self.firstDays = firstDays
    }

    /// Days that are asked for again, since banks book late and change what they said.
    static let overlap = 14
    /// The same after a failure, a lapse or a new consent.
    static let wideOverlap = 30
    /// So many days without a fetch are a lapse.
    static let lapse = 7
    /// Every so many days everything recent is asked for again: fees and corrections come with old days.
    static let wideEvery = 30

    /// The days to ask for.
    ///
    /// - Parameters:
    ///   - account: the account here.
    ///   - connector: who is asked now.
    package func days(
        _ account: String, _ log: ConnectionLog, connector: String? = nil, isHistorical: Bool,
        today: CivilDate
    ) -> ClosedRange<CivilDate> {
        func back(_ day: CivilDate, _ count: Int) -> CivilDate {
            day.adding(days: -count) ?? .first
        }
        let limit = back(today, historyDays)
        if isHistorical { return limit...today }
        // Another connector may tell of the same events in other words: it begins anew.
        let own = log.attempts.filter {
            $0.windows[account] != nil && (connector == nil || $0.connector == connector)
        }
        guard let last = own.last, let window = last.windows[account] else {
            return max(limit, back(today, firstDays))...today
        }
        let isPlain =
            log.attempts.last == last && last.outcome == .ok
            && Int(today.day - last.at.day.day) <= FetchWindow.lapse
        let overlap = isPlain ? FetchWindow.overlap : FetchWindow.wideOverlap
        var from = back(window.upperBound, overlap)
        let wide = own.last { attempt in
            guard let days = attempt.windows[account] else { return false }
            return Int(days.upperBound.day - days.lowerBound.day) >= min(firstDays, 60)
        }
        if wide.map({ Int(today.day - $0.at.day.day) >= FetchWindow.wideEvery }) ?? true {
            from = min(from, back(today, firstDays))
        }
        return max(min(from, today), limit)...today
    }
}

extension ConnectionLog {
    /// The days of which nothing is known of an account, between what was told of it.
    package func gaps(_ account: String) -> [ClosedRange<CivilDate>] {
        let windows = attempts.compactMap { $0.windows[account] }
            .sorted { $0.lowerBound < $1.lowerBound }
        var gaps: [ClosedRange<CivilDate>] = []
        var known: CivilDate?
        for window in windows {
            if let end = known, let next = end.adding(days: 1), window.lowerBound > next,
                let before = window.lowerBound.adding(days: -1)
            {
                gaps.append(next...before)
            }
            known = max(known ?? window.upperBound, window.upperBound)
        }
        return gaps
    }
}
