package import Model

/// How a connection stands, told by its file, its log and today.
package enum ConnectionState: String, Sendable, CaseIterable {
    case active, expiring, expired
    case temporaryError = "temporary-error"
    case actionNeeded = "action-needed"
    case off

    /// So many days before its end a consent counts as expiring.
    package static let expiringDays = 14

    package init(_ connection: Connection, _ log: ConnectionLog, today: CivilDate) {
        if connection.isExpired(today) {
            self = .expired
            return
        }
        if let last = log.last, !ConnectionState.isSettled(last, connection) {
            switch last.outcome {
            case .reconnect, .credentials, .formatChanged, .unsupported:
                self = .actionNeeded
                return
            case .temporary:
                self = .temporaryError
                return
            case .ok, .partial, .skipped, .rateLimited: break
            }
        }
        if connection.isOff {
            self = .off
            return
        }
        let left = connection.access == .openBanking ? connection.consent?.daysLeft(today) : nil
        self = (left ?? .max) <= ConnectionState.expiringDays ? .expiring : .active
    }

    /// Whether a new consent has settled what an attempt before it met.
    static func isSettled(_ attempt: FetchAttempt, _ connection: Connection) -> Bool {
        guard let granted = connection.consent?.granted else { return false }
        return attempt.at.day < granted
    }
}

extension ConnectionLog {
    /// Attempts of the last days, today's included.
    package func recent(_ days: Int, _ today: CivilDate) -> [FetchAttempt] {
        attempts.filter {
            $0.outcome != .skipped && $0.at.day.day > today.day - Int32(days)
                && $0.at.day <= today
        }
    }

    /// How many attempts came well, of how many, by access (BC-15). Limits that were met are no failures.
    package func health(
        _ days: Int, _ today: CivilDate
    ) -> [(access: Access, good: Int, all: Int)] {
        let recent = recent(days, today).filter { $0.outcome != .rateLimited && !$0.isPlanned }
        return Access.allCases.compactMap { access in
            let own = recent.filter { $0.access == access }
            if own.isEmpty { return nil }
            return (access, own.count { $0.outcome.isSuccess }, own.count)
        }
    }

    /// The unplanned failures of the last 30 days.
    package func failures(_ today: CivilDate) -> Int {
        recent(30, today).count { $0.isUnplannedFailure }
    }
}

extension FetchAttempt {
    /// Whether it met the planned end of a consent.
    package var isPlanned: Bool { errorClass == "consent_expired" }

    /// Whether it failed for no reason that was known before: neither a planned end nor a limit (BC-16).
    package var isUnplannedFailure: Bool {
        switch outcome {
        case .temporary, .formatChanged: true
        case .reconnect: !isPlanned
        default: false
        }
    }
}
