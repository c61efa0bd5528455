import Glibc

/// What the system says about this process and its user.
package enum ProcessEnvironment {
    /// The value of an environment variable; `nil` where it is unset or empty.
    package static func value(_ name: String) -> String? {
        guard let text = unsafe getenv(name) else { return nil }
        let value = unsafe String(cString: text)
        return value.isEmpty ? nil : value
    }

    package static var processIdentifier: Int { Int(getpid()) }
}

/// The system's clock.
package enum SystemClock {
    /// Waits.
    package static func pause(milliseconds: UInt32) { usleep(milliseconds * 1_000) }

    /// Year, month and day of the user's local calendar now.
    package static func localDay() -> (year: Int, month: Int, day: Int) {
        var now = time(nil)
        var parts = unsafe tm()
        unsafe localtime_r(&now, &parts)
        return unsafe (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday))
    }

    /// Now in UTC, as `2026-11-24T12:43:11Z`.
    package static func timestamp() -> String {
        var now = time(nil)
        var parts = unsafe tm()
        unsafe gmtime_r(&now, &parts)
        func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let date =
            unsafe "\(Int(parts.tm_year) + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        return unsafe "\(date)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
    }

    /// Nanoseconds of a clock that never goes back.
    package static func monotonicNanoseconds() -> UInt64 {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }
}

/// Eight random bytes of the system's generator.
package func systemRandom() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
}
