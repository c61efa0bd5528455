import Glibc

/// A file open for reading; closed when it goes out of scope.
package struct InputFile: ~Copyable {
    private let descriptor: Int32

    /// A pipe that nobody writes to reads as empty instead of waiting.
    ///
    /// - Throws: `SystemFailure` where the file cannot be opened.
    package init(path: String) throws(SystemFailure) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor < 0 { throw SystemFailure("read", path) }
    }

    deinit { close(descriptor) }

    /// Fills `buffer` from `offset` with up to `count` bytes; 0 at the end of the file.
    package borrowing func read(
        into buffer: ByteBuffer, at offset: Int, count: Int, path: String
    ) throws(SystemFailure) -> Int {
        precondition(offset >= 0 && count >= 0 && offset + count <= buffer.capacity)
        while true {
            let got = unsafe Glibc.read(descriptor, buffer.start + offset, count)
            if got >= 0 { return got }
            if errno != EINTR { throw SystemFailure("read", path) }
        }
    }

    /// The size in bytes when asked; a file that a person edits may change at any moment.
    package borrowing func size(path: String) throws(SystemFailure) -> Int {
        var status = stat()
        if unsafe fstat(descriptor, &status) != 0 { throw SystemFailure("read", path) }
        if status.st_mode & S_IFMT == S_IFDIR { throw SystemFailure("read", path, code: EISDIR) }
        return Int(status.st_size)
    }
}

/// Reused memory for reading, with 64 readable bytes behind its end so that a scanner may look ahead
/// a word at a time. One thread fills it; others may read what it holds when it is handed to them.
@safe package final class ByteBuffer: @unchecked Sendable {
    package let capacity: Int
    package let start: UnsafeMutableRawPointer

    package init(capacity: Int) {
        self.capacity = capacity
        // Zero pages that are only made when something is read into them.
        guard let zeros = unsafe calloc(capacity + 64, 1) else {
            preconditionFailure("no memory for a buffer of \(capacity) bytes")
        }
        unsafe start = zeros
    }

    deinit { unsafe free(start) }

    /// Moves `count` bytes from `source` to the front.
    package func moveToFront(from source: Int, count: Int) {
        precondition(source >= 0 && count >= 0 && source + count <= capacity)
        unsafe memmove(start, start + source, count)
    }

    package func span<R>(_ range: Range<Int>, _ body: (Span<UInt8>) throws -> R) rethrows -> R {
        precondition(range.lowerBound >= 0 && range.upperBound <= capacity)
        let bytes = unsafe UnsafeRawBufferPointer(
            start: start + range.lowerBound, count: range.count)
        return try unsafe bytes.withMemoryRebound(to: UInt8.self) { try unsafe body($0.span) }
    }
}

/// The whole content of the file at `path`.
package func readFile(_ path: String) throws(SystemFailure) -> [UInt8] {
    let file = try InputFile(path: path)
    let expected = try file.size(path: path)
    let buffer = ByteBuffer(capacity: max(expected + 1, 4096))
    var result: [UInt8] = []
    result.reserveCapacity(expected)
    while true {
        let got = try file.read(into: buffer, at: 0, count: buffer.capacity, path: path)
        if got == 0 { return result }
        buffer.span(0..<got) { bytes in
            unsafe bytes.withUnsafeBufferPointer { unsafe result.append(contentsOf: $0) }
        }
    }
}
