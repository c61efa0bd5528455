import Glibc

/// The three standard streams.
package enum StandardStream: Int32, Sendable {
    case input = 0
    case output = 1
    case error = 2

    package var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Writes all bytes. A closed pipe throws a failure for which `isClosedPipe` holds.
    package func write(_ bytes: [UInt8]) throws(SystemFailure) {
        if !writeAll(rawValue, bytes) { throw SystemFailure("write", "the output") }
    }

    /// Everything until the end of the stream.
    package func readAll() throws(SystemFailure) -> [UInt8] {
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let got = unsafe chunk.withUnsafeMutableBytes {
                unsafe read(rawValue, $0.baseAddress, $0.count)
            }
            if got == 0 { return result }
            if got < 0 {
                if errno == EINTR { continue }
                throw SystemFailure("read", "the input")
            }
            result += chunk[..<got]
        }
    }

    /// The next line without its end, read byte by byte so that nothing behind it is taken; `nil` at the end
    /// of the stream.
    package func readLine() throws(SystemFailure) -> [UInt8]? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let got = unsafe read(rawValue, &byte, 1)
            if got == 0 { return line.isEmpty ? nil : line }
            if got < 0 {
                if errno == EINTR { continue }
                throw SystemFailure("read", "the input")
            }
            if byte == 0x0A { return line }
            line.append(byte)
        }
    }

    /// The next line, which a terminal does not show while it is typed.
    package func readHiddenLine() throws(SystemFailure) -> [UInt8]? {
        var usual = termios()
        guard isTerminal, unsafe tcgetattr(rawValue, &usual) == 0 else { return try readLine() }
        var silent = usual
        silent.c_lflag &= ~tcflag_t(ECHO)
        unsafe tcsetattr(rawValue, TCSAFLUSH, &silent)
        defer { unsafe tcsetattr(rawValue, TCSAFLUSH, &usual) }
        return try readLine()
    }

    /// The columns of the terminal, or `nil` where the stream is none.
    package var terminalColumns: Int? {
        var size = winsize()
        guard isTerminal, unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
        else { return nil }
        return Int(size.ws_col)
    }
}

/// Lets a write to a closed pipe fail with an error instead of ending the process.
package func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }

/// Ends the process at once with `status`.
package func endProcess(_ status: Int32) -> Never { exit(status) }
