import Glibc

/// A system call that failed: what was tried, on what, and the system's reason.
package struct SystemFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was tried, as it reads in a sentence: "read", "write", "rename".
    package var operation: String
    package var path: String
    /// The system's `errno`.
    package var code: Int32

    package init(_ operation: String, _ path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// Must be made right after the failing call, before anything else can change `errno`.
    init(_ operation: String, _ path: String) {
        self.init(operation, path, code: errno)
    }

    package var isMissing: Bool { code == ENOENT || code == ENOTDIR }
    package var isClosedPipe: Bool { code == EPIPE }

    /// The system's words for the reason, in the C locale.
    package var reason: String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "\(code)"
    }

    package var description: String { "cannot \(operation) \(path): \(reason)" }

    package static let noSpace = ENOSPC
    package static let inputOutput = EIO
    package static let missing = ENOENT
    package static let exists = EEXIST
    package static let linkLoop = ELOOP

    package var isFull: Bool { code == ENOSPC || code == EDQUOT }
    package var isNotEmpty: Bool { code == ENOTEMPTY || code == EEXIST }
    package var isForbidden: Bool { code == EACCES || code == EPERM || code == EROFS }
}
