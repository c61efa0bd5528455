import Glibc

/// An exclusive lock between the processes of one machine, held until it goes out of scope.
package struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Waits up to `seconds` for the lock on the file at `path`, which is made where it is missing.
    /// Returns with `isHeld` false where somebody else keeps it; a file system without locks counts
    /// as held, because compare-and-swap guards the data as well.
    package init(path: String, waiting seconds: Int) throws(SystemFailure) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw SystemFailure("lock", path) }
        var remaining = seconds * 500
        while true {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno == ENOTSUP || errno == ENOLCK {
                isHeld = true
                return
            }
            if errno != EWOULDBLOCK && errno != EINTR {
                let failure = SystemFailure("lock", path)
                close(descriptor)
                throw failure
            }
            if remaining == 0 {
                isHeld = false
                return
            }
            remaining -= 1
            usleep(2_000)
        }
    }

    package let isHeld: Bool

    deinit { close(descriptor) }
}
