import Glibc

/// What a name in a folder stands for, symbolic links followed.
package enum EntryKind: Sendable, Equatable {
    case file, folder, other
}

/// One name in a folder.
package struct FolderEntry: Sendable, Equatable {
    package let name: String
    package let kind: EntryKind

    package init(name: String, kind: EntryKind) {
        self.name = name
        self.kind = kind
    }
}

/// The names in the folder at `path` in the order of their bytes, without `.` and `..`.
package func listFolder(_ path: String) throws(SystemFailure) -> [FolderEntry] {
    guard let stream = unsafe opendir(path) else { throw SystemFailure("list", path) }
    defer { unsafe closedir(stream) }
    var entries: [FolderEntry] = []
    while let entry = unsafe readdir(stream) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
            unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                unsafe String(cString: $0)
            }
        }
        if name == "." || name == ".." { continue }
        let kind: EntryKind? =
            switch unsafe Int(entry.pointee.d_type) {
            case Int(DT_REG): .file
            case Int(DT_DIR): .folder
            case Int(DT_LNK), Int(DT_UNKNOWN): entryKind(path + "/" + name)
            default: .other
            }
        entries.append(FolderEntry(name: name, kind: kind ?? .other))
    }
    return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
}

/// What stands at `path`, links followed; `nil` where nothing does.
package func entryKind(_ path: String) -> EntryKind? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .other
    }
}

/// The size in bytes of the file at `path`; 0 where there is none.
package func fileSize(_ path: String) -> Int {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Int(status.st_size) : 0
}

/// Whether something bears the name `path`, be it a link that leads nowhere.
package func nameExists(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0
}

/// What the symbolic link at `path` says, as it stands; `nil` where there is none.
package func linkText(_ path: String) -> String? {
    var text = [UInt8](repeating: 0, count: 4096)
    let count = unsafe text.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return 0 }
        return unsafe start.withMemoryRebound(to: CChar.self, capacity: buffer.count) {
            unsafe readlink(path, $0, buffer.count)
        }
    }
    return count > 0 ? String(decoding: text[..<count], as: UTF8.self) : nil
}

/// The absolute path of `path` with every link resolved; `nil` where it does not exist.
package func resolvedPath(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
}

/// Makes the folder and those above it; an existing folder is no error.
package func makeFolder(_ path: String, mode: UInt32 = 0o777) throws(SystemFailure) {
    if entryKind(path) == .folder { return }
    if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
        try makeFolder(String(path[..<slash]), mode: mode)
    }
    if unsafe mkdir(path, mode) != 0, errno != EEXIST {
        throw SystemFailure("make the folder", path)
    }
}

/// Removes a folder with everything in it; links are removed, not followed. One that is not there is no error.
package func removeTree(_ path: String) throws(SystemFailure) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
        for entry in try listFolder(path) { try removeTree(path + "/" + entry.name) }
        if unsafe rmdir(path) != 0 { throw SystemFailure("remove", path) }
    } else if unsafe unlink(path) != 0 {
        throw SystemFailure("remove", path)
    }
}

/// When a file was changed last, and how large it is: whether it is another than before.
package struct FileStamp: Sendable, Equatable {
    private let seconds: Int
    private let nanoseconds: Int
    private let size: Int
    private let inode: UInt64

    /// `nil` where there is no such file.
    package init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        seconds = Int(status.st_mtim.tv_sec)
        nanoseconds = Int(status.st_mtim.tv_nsec)
        size = Int(status.st_size)
        inode = UInt64(status.st_ino)
    }
}
