import Glibc

/// The children that are talked with now: where somebody ends this process, with Ctrl-C or otherwise, they end too, since
/// they lead process groups that the terminal does not know.
enum RunningChildren {
    private static let places = 32
    /// Process ids, 0 where a place is free. A handler of signals may only look at plain memory.
    private nonisolated(unsafe) static let table: UnsafeMutablePointer<pid_t> = {
        let table = UnsafeMutablePointer<pid_t>.allocate(capacity: places)
        unsafe table.initialize(repeating: 0, count: places)
        for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
            signal(number) { number in
                RunningChildren.end()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
        return unsafe table
    }()
    private nonisolated(unsafe) static var lock = unsafe pthread_mutex_t()

    /// Whether somebody keeps a signal from this process, as `nohup` does: then it stays so.
    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        unsafe sigaction(number, nil, &action)
        let handler = unsafe action.__sigaction_handler.sa_handler
        return unsafe unsafeBitCast(handler, to: Int.self) == 1
    }

    /// Notes a child; its place, `nil` where there is none left.
    static func add(_ child: pid_t) -> Int? {
        let table = unsafe table
        unsafe pthread_mutex_lock(&lock)
        defer { unsafe pthread_mutex_unlock(&lock) }
        var free: Int?
        for place in 0..<places where unsafe table[place] == 0 {
            free = place
            break
        }
        guard let place = free else { return nil }
        unsafe table[place] = child
        return place
    }

    static func remove(_ place: Int?) {
        if let place { unsafe table[place] = 0 }
    }

    private static func end() {
        for place in 0..<places where unsafe table[place] > 0 {
            kill(unsafe -table[place], SIGTERM)
        }
    }
}
