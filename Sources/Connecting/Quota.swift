package import Model

/// How many calls a provider still allows. Days are counted in UTC, as the providers do.
package struct Quota: Sendable {
    /// Calls a day; `nil` where no limit is known.
    package var perDay: Int?
    /// Whether they are counted for all accounts together.
    package var isShared: Bool

    package init(perDay: Int?, isShared: Bool) {
        self.perDay = perDay
        self.isShared = isShared
    }

    /// The calls that are left for an account; `nil` where no limit is known.
    package func left(_ account: String, _ log: ConnectionLog, now: Moment) -> Int? {
        guard let perDay else { return nil }
        let today = log.attempts.filter { $0.at.day == now.day && $0.at <= now }
        let used = today.reduce(0) { sum, attempt in
            sum + (isShared ? attempt.calls.values.max() ?? 0 : attempt.calls[account] ?? 0)
        }
        return max(0, perDay - used)
    }

    /// The moment before which the provider said that it would not answer; `nil` where that is over.
    package static func pause(_ log: ConnectionLog, _ connection: Connection, now: Moment)
        -> Moment?
    {
        guard let last = log.last, let said = last.nextAllowed,
            !ConnectionState.isSettled(last, connection)
        else { return nil }
        // Limits are those of a day: what lies further ahead is a mistake of the provider's.
        let next = min(said, last.at.adding(seconds: 2 * 86_400))
        return next > now ? next : nil
    }

    /// The beginning of the next day in UTC.
    package static func tomorrow(_ now: Moment) -> Moment {
        Moment(now.day).adding(seconds: 86_400)
    }
}

/// When a scheduled run tries a connection again.
package enum Backoff {
    /// Minutes between a failure and the next try of a scheduled run, by how many failures came in a row.
    static let minutes: [Int64] = [1, 5, 30]

    /// Whether a scheduled run leaves the connection alone for now.
    package static func isWaiting(
        _ connection: Connection, _ log: ConnectionLog, now: Moment
    ) -> Bool {
        if connection.isOff { return true }
        guard let last = log.last else { return false }
        let hours = Int64(connection.everyHours) * 3600
        switch last.outcome {
        case .temporary:
            let row = log.attempts.reversed().prefix { $0.outcome == .temporary }.count
            let wait = row > minutes.count ? hours : minutes[max(row, 1) - 1] * 60
            return now < last.at.adding(seconds: min(wait, hours))
        case .credentials, .reconnect:
            // Another try without a person brings nothing, and may lock the account.
            return !ConnectionState.isSettled(last, connection)
        default:
            // Timers are not exact to the second.
            return now < last.at.adding(seconds: hours - 300)
        }
    }
}
