import Platform
import Synchronization

/// How long the steps of a run take, told on the standard error stream as they end.
final class StepTimes: Sendable {
    private let environment: Environment?
    private let last: Mutex<UInt64>

    /// - Parameter environment: `nil` where nobody wants to know.
    init(_ environment: Environment?) {
        self.environment = environment
        last = Mutex(environment?.nanoseconds() ?? 0)
    }

    /// Ends the step that began when the one before ended, or the run began.
    func end(_ name: String) {
        guard let environment else { return }
        let now = environment.nanoseconds()
        let micros = last.withLock { last in
            defer { last = now }
            return (now - min(last, now)) / 1_000
        }
        // A note that cannot be written is no reason to fail.
        do throws(SystemFailure) {
            try environment.write(.error, Array("debug: \(name) in \(micros) µs\n".utf8))
        } catch {}
    }
}
