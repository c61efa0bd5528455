package import Model

/// What a person is told to change where a connection by direct access breaks again and again (BC-16).
package enum Advice: String, Sendable {
    case switchToOpenBanking = "switch-to-open-banking"
    case reconnect

    /// So many unplanned failures …
    package static let failures = 3
    /// … in so many days make an episode.
    package static let days = 30

    /// The countries whose law makes banks offer open banking: the European Economic Area and the United Kingdom.
    static let psd2Countries: Set<String> = [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU",
        "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI",
        "SK",
    ]

    /// Whether the bank offers open banking too.
    package static func hasOpenBanking(_ country: String?) -> Bool {
        country.map { psd2Countries.contains($0.uppercased()) } ?? false
    }

    /// The advice that fits a connection now; `nil` where it does well enough.
    package static func current(
        _ connection: Connection, _ log: ConnectionLog, today: CivilDate
    ) -> Advice? {
        if connection.isExpired(today) { return .reconnect }
        guard connection.access == .direct, episode(log, connection, today) != nil else {
            let state = ConnectionState(connection, log, today: today)
            return state == .actionNeeded && log.last?.outcome == .reconnect ? .reconnect : nil
        }
        return hasOpenBanking(connection.country) ? .switchToOpenBanking : .reconnect
    }

    /// Whether the advice to change the access is due: once in each episode.
    package static func isDue(
        _ connection: Connection, _ log: ConnectionLog, today: CivilDate
    ) -> Bool {
        guard connection.access == .direct, let start = episode(log, connection, today) else {
            return false
        }
        return !log.advices.contains { $0 >= start }
    }

    /// When the running episode began: the failure that made it too many; it goes on while each failure has
    /// enough others in the days before it.
    private static func episode(
        _ log: ConnectionLog, _ connection: Connection, _ today: CivilDate
    ) -> Moment? {
        let failures = log.attempts.filter {
            $0.access == .direct && $0.isUnplannedFailure && $0.at.day <= today
        }.map(\.at)
        var start: Moment?
        for (index, at) in failures.enumerated() {
            let recent = failures[...index].filter { $0.day.day > at.day.day - Int32(days) }
            if recent.count < self.failures {
                start = nil
            } else if start == nil {
                start = at
            }
        }
        let now = failures.count { $0.day.day > today.day - Int32(days) }
        return now >= self.failures ? start : nil
    }
}
