package import Model

/// The reminders that a consent comes to its end: 14, 7 and 1 days before it, each once.
package enum Reminders {
    package static let days = [14, 7, 1]

    /// The reminders that are due and not told yet, the nearest to the end first. After a time in which nobody
    /// looked several may be due: the first is told, and all count as told.
    package static func due(
        _ connection: Connection, _ log: ConnectionLog, today: CivilDate
    ) -> [Int] {
        guard connection.access == .openBanking, let consent = connection.consent else { return [] }
        let left = consent.daysLeft(today)
        guard left > 0 else { return [] }
        let told = log.reminders[consent.granted] ?? []
        return days.filter { left <= $0 && !told.contains($0) }.sorted()
    }
}
