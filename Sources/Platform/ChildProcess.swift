import Glibc

/// A program started and waited for.
///
/// The child gets `PATH`, `HOME`, `TERM`, `LANG`, `LC_ALL`, `LESS` and nothing else of the environment.
package enum ChildProcess {
    /// Runs `words[0]`, found on `PATH`, with `input` on its standard input and this process'
    /// terminal for the rest. Returns its exit status, or `nil` where it could not be started.
    package static func pipe(_ input: [UInt8], into words: [String]) -> Int32? {
        guard let ends = ends(), let child = start(words, reading: ends, writing: nil) else {
            return nil
        }
        close(ends.read)
        _ = writeAll(ends.write, input)
        close(ends.write)
        return wait(child)
    }

    /// What came of a child that answers on its standard output.
    package enum Answer: Sendable, Equatable {
        case output([UInt8])
        /// It could not be started.
        case missing
        /// It ended otherwise than with status 0, took too long, or answered too much.
        case failed(String)
    }

    /// Runs a program that reads all of its input before it answers.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that it may answer.
    ///   - seconds: how long it may be silent.
    package static func ask(
        _ words: [String], _ input: [UInt8], limit: Int = 1 << 30, seconds: Int32 = 120
    ) -> Answer {
        guard let question = ends(), let answer = ends() else { return .missing }
        let child = start(words, reading: question, writing: answer)
        close(question.read)
        close(answer.write)
        defer { close(answer.read) }
        guard let child else {
            close(question.write)
            return .missing
        }
        _ = writeAll(question.write, input)
        close(question.write)
        guard let output = readAll(answer.read, limit: limit, seconds: seconds) else {
            kill(child, SIGKILL)
            _ = wait(child)
            return .failed("it took too long, or answered too much")
        }
        let status = wait(child)
        return status == 0 ? .output(output) : .failed("it ended with status \(status)")
    }

    private typealias Ends = (read: Int32, write: Int32)

    private static func ends() -> Ends? {
        var ends: [Int32] = [0, 0]
        guard unsafe Glibc.pipe(&ends) == 0 else { return nil }
        // A child must not hold its own question open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Starts a program with the pipes as its standard input and output.
    private static func start(_ words: [String], reading: Ends, writing: Ends?) -> pid_t? {
        guard let program = words.first else { return nil }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, reading.read, 0)
        if let writing { unsafe posix_spawn_file_actions_adddup2(&actions, writing.write, 1) }
        let passed = ["PATH", "HOME", "TERM", "LANG", "LC_ALL", "LESS"].compactMap { name in
            ProcessEnvironment.value(name).map { "\(name)=\($0)" }
        }
        let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        let environment = unsafe passed.map { unsafe strdup($0) } + [nil]
        defer { unsafe (arguments + environment).forEach { unsafe free($0) } }
        var child = pid_t()
        let status = unsafe posix_spawnp(&child, program, &actions, nil, arguments, environment)
        return status == 0 ? child : nil
    }

    /// Everything up to the end; `nil` where there is too much, or nothing comes for too long.
    private static func readAll(_ descriptor: Int32, limit: Int, seconds: Int32) -> [UInt8]? {
        let buffer = ByteBuffer(capacity: 1 << 16)
        var bytes: [UInt8] = []
        while true {
            var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = unsafe poll(&wanted, 1, seconds * 1000)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return nil }
            let got = unsafe read(descriptor, buffer.start, buffer.capacity)
            if got < 0, errno == EINTR { continue }
            if got <= 0 { return got == 0 ? bytes : nil }
            buffer.withView(got) { $0.append(0..<got, to: &bytes) }
            if bytes.count > limit { return nil }
        }
    }

    /// The exit status, or 128 and the number of the signal that ended the child.
    private static func wait(_ child: pid_t) -> Int32 {
        var result: Int32 = 0
        while unsafe waitpid(child, &result, 0) < 0 && errno == EINTR {}
        return result & 0x7F == 0 ? (result >> 8) & 0xFF : 128 + (result & 0x7F)
    }
}
