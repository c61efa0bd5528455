import Glibc

// The Glibc module does not carry this call, which glibc has had since 2.28.
@_silgen_name("renameat2")
private func exchangeNames(
    _ oldFolder: Int32, _ old: UnsafePointer<CChar>, _ newFolder: Int32,
    _ new: UnsafePointer<CChar>, _ flags: UInt32
) -> Int32

/// The primitive steps of writing. Each is one system call that can fail; whoever must be
/// crash-safe puts them in order.
package enum FileStep {
    /// Makes a new file with `bytes`, failing where one exists, and forces them to the disk.
    ///
    /// The umask narrows `mode`; `exactMode`, where given, is what the file gets in the end.
    package static func writeNew(
        _ path: String, _ bytes: [UInt8], mode: UInt32 = 0o666, exactMode: UInt32? = nil,
        sync: Bool = true
    ) throws(SystemFailure) {
        let initial = exactMode == nil ? mode : 0o600
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, initial)
        if descriptor < 0 { throw SystemFailure("write", path) }
        var failure = writeAll(descriptor, bytes) ? nil : SystemFailure("write", path)
        if failure == nil, let exactMode, fchmod(descriptor, exactMode) != 0 {
            failure = SystemFailure("set the permissions of", path)
        }
        if failure == nil, sync, fsync(descriptor) != 0 { failure = SystemFailure("write", path) }
        if close(descriptor) != 0, failure == nil { failure = SystemFailure("write", path) }
        if let failure { throw failure }
    }

    /// Appends `bytes` in one call and forces them to the disk; makes the file where none exists.
    package static func append(_ path: String, _ bytes: [UInt8]) throws(SystemFailure) {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw SystemFailure("write", path) }
        defer { close(descriptor) }
        guard writeAll(descriptor, bytes), fsync(descriptor) == 0 else {
            throw SystemFailure("write", path)
        }
    }

    package static func rename(_ from: String, to path: String) throws(SystemFailure) {
        if unsafe Glibc.rename(from, path) != 0 { throw SystemFailure("rename to", path) }
    }

    /// Cuts the file off behind `size` bytes and forces that to the disk.
    package static func truncate(_ path: String, to size: Int) throws(SystemFailure) {
        let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
        if descriptor < 0 { throw SystemFailure("write", path) }
        defer { close(descriptor) }
        if ftruncate(descriptor, off_t(size)) != 0 || fsync(descriptor) != 0 {
            throw SystemFailure("write", path)
        }
    }

    /// Forces what any process wrote to the file at `path` to the disk.
    package static func sync(_ path: String) throws(SystemFailure) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw SystemFailure("synchronise", path) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0, errno != EINVAL { throw SystemFailure("synchronise", path) }
    }

    /// Gives a file the name `path`, which must be free: a failure with the code
    /// `SystemFailure.exists` otherwise.
    ///
    /// Where the file system knows neither such a rename nor hard links, the name is looked up first.
    package static func renameNew(_ from: String, to path: String) throws(SystemFailure) {
        let renameNoReplace: UInt32 = 1  // linux/fs.h
        if unsafe exchangeNames(AT_FDCWD, from, AT_FDCWD, path, renameNoReplace) == 0 { return }
        guard errno == EINVAL || errno == ENOSYS || errno == ENOTSUP else {
            throw SystemFailure("rename to", path)
        }
        if unsafe link(from, path) == 0 {
            try remove(from)
            return
        }
        if errno == EEXIST { throw SystemFailure("rename to", path) }
        if nameExists(path) { throw SystemFailure("rename to", path, code: EEXIST) }
        try rename(from, to: path)
    }

    /// Swaps two names in one step. `false` where the file system cannot.
    package static func exchange(_ one: String, _ other: String) throws(SystemFailure) -> Bool {
        let renameExchange: UInt32 = 2  // linux/fs.h
        if unsafe exchangeNames(AT_FDCWD, one, AT_FDCWD, other, renameExchange) == 0 { return true }
        if errno == EINVAL || errno == ENOSYS || errno == ENOTSUP { return false }
        throw SystemFailure("exchange", other)
    }

    package static func remove(_ path: String) throws(SystemFailure) {
        if unsafe unlink(path) != 0 { throw SystemFailure("remove", path) }
    }

    package static func removeFolder(_ path: String) throws(SystemFailure) {
        if unsafe rmdir(path) != 0 { throw SystemFailure("remove the folder", path) }
    }

    /// Forces the folder's names to the disk. File systems that cannot are left as they are, and so
    /// are folders that this user may write to but not list.
    package static func syncFolder(_ path: String) throws(SystemFailure) {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0, errno == EACCES { return }
        if descriptor < 0 { throw SystemFailure("synchronise", path) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0, errno != EINVAL { throw SystemFailure("synchronise", path) }
    }

    /// The permission bits of the file, or `nil` where there is none.
    package static func mode(_ path: String) -> UInt32? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return status.st_mode & 0o7777
    }
}

/// Writes all of `bytes`; `false` with `errno` set where the system refuses.
func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    var written = 0
    while written < bytes.count {
        let count = unsafe bytes.withUnsafeBytes { buffer in
            unsafe write(
                descriptor, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written)
        }
        if count < 0 {
            if errno == EINTR { continue }
            return false
        }
        written += count
    }
    return true
}
