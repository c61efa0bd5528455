import CThreads
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

    /// Runs a program, and takes its answer only where it ended well.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that it may answer.
    ///   - seconds: how long it may be silent.
    package static func ask(
        _ words: [String], _ input: [UInt8], limit: Int = 1 << 30, seconds: Int32 = 120
    ) -> Answer {
        switch run(words, input, limit: limit, seconds: seconds) {
        case nil: .missing
        case let result?:
            switch result.status {
            case 0: .output(result.output)
            case nil: .failed("it took too long, or answered too much")
            case let status?: .failed("it ended with status \(status)")
            }
        }
    }

    /// What a child wrote, and how it ended.
    package struct Result: Sendable, Equatable {
        /// The exit status, or 128 and the number of a signal; `nil` where it took too long or answered too much.
        package var status: Int32?
        package var output: [UInt8] = []
        /// What it said on its standard error; empty where that went to this process' own.
        package var errors: [UInt8] = []

        package init(status: Int32?, output: [UInt8] = [], errors: [UInt8] = []) {
            self.status = status
            self.output = output
            self.errors = errors
        }
    }

    /// Runs a program that may answer while it is still being told what to do; `nil` where it could not be started.
    ///
    /// - Parameters:
    ///   - extra: variables that it gets beside the usual ones.
    ///   - keepsErrors: whether its standard error is kept instead of shown.
    ///   - limit: the most bytes that it may answer.
    ///   - seconds: how long it may be silent.
    package static func run(
        _ words: [String], _ input: [UInt8], extra: [String] = [], keepsErrors: Bool = false,
        limit: Int = 1 << 30, seconds: Int32 = 120
    ) -> Result? {
        guard let question = ends(), let answer = ends(), let errors = ends() else { return nil }
        let child = start(
            words, reading: question, writing: answer, errors: keepsErrors ? errors : nil,
            extra: extra)
        for end in [question.read, answer.write, errors.write] { close(end) }
        var exchange = Exchange(input: input, question: question.write)
        defer {
            exchange.endQuestion()
            close(answer.read)
            close(errors.read)
        }
        guard let child else { return nil }
        let isWhole = exchange.run(answer.read, errors.read, limit: limit, seconds: seconds)
        if !isWhole { kill(child, SIGKILL) }
        exchange.endQuestion()
        let status = wait(child)
        return Result(
            status: isWhole ? status : nil, output: exchange.outputs[0],
            errors: exchange.outputs[1])
    }

    typealias Ends = (read: Int32, write: Int32)

    static func ends() -> Ends? {
        var ends: [Int32] = [0, 0]
        guard unsafe Glibc.pipe(&ends) == 0 else { return nil }
        // A child must not hold its own question open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Starts a program with the pipes as its standard input and output.
    ///
    /// - Parameter isLeader: whether it leads a process group of its own.
    static func start(
        _ words: [String], reading: Ends, writing: Ends?, errors: Ends? = nil,
        extra: [String] = [], isLeader: Bool = false
    ) -> pid_t? {
        guard let program = words.first else { return nil }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, reading.read, 0)
        if let writing { unsafe posix_spawn_file_actions_adddup2(&actions, writing.write, 1) }
        if let errors { unsafe posix_spawn_file_actions_adddup2(&actions, errors.write, 2) }
        unsafe cthreads_close_from(&actions, 3)
        let passed = ["PATH", "HOME", "TERM", "LANG", "LC_ALL", "LESS"].compactMap {
            (name: String) -> String? in
            extra.contains { $0.hasPrefix("\(name)=") }
                ? nil : ProcessEnvironment.value(name).map { "\(name)=\($0)" }
        }
        let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        // A name must not stand twice: shells take the last, other programs the first.
        let environment = unsafe (extra + passed).map { unsafe strdup($0) } + [nil]
        defer { unsafe (arguments + environment).forEach { unsafe free($0) } }
        var traits = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&traits)
        defer { unsafe posix_spawnattr_destroy(&traits) }
        // Threads may keep signals away; a child that inherits that could not be asked to end.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&traits, &none)
        let group = isLeader ? POSIX_SPAWN_SETPGROUP : 0
        unsafe posix_spawnattr_setflags(&traits, Int16(POSIX_SPAWN_SETSIGMASK | group))
        var child = pid_t()
        // A program that is just being written is ready in a moment, or once a child that another thread started meanwhile
        // has ended.
        for _ in 0..<1_000 {
            let status = unsafe posix_spawnp(
                &child, program, &actions, &traits, arguments, environment)
            if status == 0 { return child }
            if status != ETXTBSY { return nil }
            usleep(10_000)
        }
        return nil
    }

    /// The exit status, or 128 and the number of the signal that ended the child.
    static func wait(_ child: pid_t) -> Int32 {
        var result: Int32 = 0
        while unsafe waitpid(child, &result, 0) < 0 && errno == EINTR {}
        return result & 0x7F == 0 ? (result >> 8) & 0xFF : 128 + (result & 0x7F)
    }
}
