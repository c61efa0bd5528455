import BenchmarkFigures
import Foundation

/// Runs other programs directly, without a shell.
enum ChildProgram {
    /// Runs `words` with its answer in the file `answer` and its messages in the file `messages`,
    /// and returns its exit status (128 + the signal's number where one ended it).
    static func run(
        _ words: [String], environment: [String: String], answer: String, messages: String
    ) throws(BenchmarkFailure) -> Int {
        guard let program = words.first else { throw BenchmarkFailure("no command to run") }
        var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        var variables = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            unsafe arguments.forEach { unsafe free($0) }
            unsafe variables.forEach { unsafe free($0) }
        }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        let mode = O_WRONLY | O_CREAT | O_TRUNC
        unsafe posix_spawn_file_actions_addopen(&actions, 1, answer, mode, 0o644)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, messages, mode, 0o644)
        var child = pid_t()
        let failure = unsafe posix_spawn(&child, program, &actions, nil, &arguments, &variables)
        if failure != 0 {
            throw BenchmarkFailure(
                "\(program) cannot be started: \(unsafe String(cString: strerror(failure)))")
        }
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) == -1 {
            guard errno == EINTR else { throw BenchmarkFailure("\(program) was lost") }
        }
        let signal = Int(status & 0x7F)
        return signal == 0 ? Int(status >> 8 & 0xFF) : 128 + signal
    }

    /// The path of a program that the person has, or `nil`.
    static func find(_ name: String) -> String? {
        let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return folders.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
