#if canImport(Glibc)
    import Glibc
#endif

/// A server of this machine, for this machine alone: it listens at 127.0.0.1 and nowhere else.
package final class LoopbackServer: Sendable {
    private let socket: Int32
    /// The port at which it listens.
    package let port: Int

    /// - Parameter port: 0 for any that is free.
    package init?(port: Int) {
        guard (0...65_535).contains(port) else { return nil }
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return nil }
        var yes: Int32 = 1
        unsafe setsockopt(
            socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isReady = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(socket, pointer, size) == 0 && listen(socket, 64) == 0
                    && getsockname(socket, pointer, &size) == 0
            }
        }
        guard isReady else {
            close(socket)
            return nil
        }
        self.socket = socket
        self.port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(socket) }

    /// The next connection; `nil` where none came in time.
    package func next(milliseconds: Int) -> LoopbackConnection? {
        var waiting = [pollfd(fd: socket, events: Int16(POLLIN), revents: 0)]
        guard unsafe poll(&waiting, 1, Int32(clamping: milliseconds)) > 0 else { return nil }
        let client = accept(socket, nil, nil)
        return client < 0 ? nil : LoopbackConnection(client)
    }
}

/// One connection to the server.
package struct LoopbackConnection: Sendable {
    private let socket: Int32

    fileprivate init(_ socket: Int32) {
        self.socket = socket
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        unsafe setsockopt(
            socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Some bytes; empty at the end and after 10 seconds of silence.
    package func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let got = unsafe Glibc.read(socket, &buffer, buffer.count)
        return got > 0 ? Array(buffer[..<got]) : []
    }

    /// Writes everything; what cannot be written is lost.
    package func write(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        var start = 0
        while start < bytes.count {
            let rest = Array(bytes[start...])
            let count = unsafe send(socket, rest, rest.count, Int32(MSG_NOSIGNAL))
            if count <= 0 { return }
            start += count
        }
    }

    package func close() { Glibc.close(socket) }
}
