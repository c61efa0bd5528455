import Platform
import Synchronization

/// What a long command is doing, on one line of the terminal that is written over; nothing for work that takes
/// less than a second, or where nobody looks.
final class Progress: Sendable {
    private let environment: Environment
    private let isShown: Bool
    private let start: UInt64
    /// The length of the line that stands there.
    private let width = Mutex(0)

    init(_ session: Session) {
        environment = session.environment
        isShown = session.environment.isErrorTerminal && !session.options.isQuiet
        start = isShown ? environment.nanoseconds() : 0
    }

    private static let patience: UInt64 = 1_000_000_000

    /// Says what is being done now.
    func say(_ text: String) {
        guard isShown, environment.nanoseconds() - start >= Progress.patience else { return }
        let limit = (environment.columns ?? 80) - 1
        put(String(text.unicodeScalars.prefix(limit).map(Character.init)))
    }

    /// Clears the line.
    func end() {
        if width.withLock({ $0 }) > 0 { put("") }
    }

    private func put(_ text: String) {
        let count = text.unicodeScalars.count
        let rest = width.withLock { width in
            defer { width = count }
            return max(width - count, 0)
        }
        let blanks = String(repeating: " ", count: rest)
        let line = "\r" + text + blanks + (text.isEmpty ? "\r" : "")
        // Progress that cannot be shown is no reason to fail.
        do throws(SystemFailure) {
            try environment.write(.error, Array(line.utf8))
        } catch {}
    }
}
