import Glibc

/// A program started and waited for.
package enum ChildProcess {
    /// Runs `words[0]`, found on `PATH`, with `input` on its standard input and this process'
    /// terminal for the rest. Returns its exit status, or `nil` where it could not be started.
    ///
    /// The child gets `PATH`, `HOME`, `TERM`, `LANG`, `LC_ALL`, `LESS` and nothing else of the
    /// environment.
    package static func pipe(_ input: [UInt8], into words: [String]) -> Int32? {
        var ends: [Int32] = [0, 0]
        guard let program = words.first, unsafe Glibc.pipe(&ends) == 0 else { return nil }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
        unsafe posix_spawn_file_actions_addclose(&actions, ends[1])
        let passed = ["PATH", "HOME", "TERM", "LANG", "LC_ALL", "LESS"].compactMap { name in
            ProcessEnvironment.value(name).map { "\(name)=\($0)" }
        }
        let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
        let environment = unsafe passed.map { unsafe strdup($0) } + [nil]
        defer { unsafe (arguments + environment).forEach { unsafe free($0) } }
        var child = pid_t()
        let status = unsafe posix_spawnp(&child, program, &actions, nil, arguments, environment)
        close(ends[0])
        guard status == 0 else {
            close(ends[1])
            return nil
        }
        _ = writeAll(ends[1], input)
        close(ends[1])
        var result: Int32 = 0
        while unsafe waitpid(child, &result, 0) < 0 && errno == EINTR {}
        return result & 0x7F == 0 ? (result >> 8) & 0xFF : 128 + (result & 0x7F)
    }
}
