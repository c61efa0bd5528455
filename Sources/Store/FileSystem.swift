package import Platform

/// What the store asks of a disk: the seam at which tests put failing and crashing disks.
///
/// Paths are absolute. Nothing is durable before it was forced to the disk: the content of a file by
/// `writeNew`, `append`, `truncate` or `sync`, its name by `syncFolder` of the folder that holds it.
package protocol FileSystem {
    /// The whole content. A missing file is a failure for which `isMissing` holds.
    func read(_ path: String) throws(SystemFailure) -> [UInt8]
    /// The size in bytes; 0 where there is no file.
    func size(_ path: String) -> Int
    /// Whether something bears this name, be it a link that leads nowhere.
    func exists(_ path: String) -> Bool
    /// The names in a folder, in the order of their bytes.
    func list(_ path: String) throws(SystemFailure) -> [String]
    /// The permission bits of the file; `nil` where there is none.
    func mode(_ path: String) -> UInt32?
    /// Where the file of this name really lies: where the link leads that stands there, also when
    /// it leads to a file that does not exist yet.
    func target(of path: String) throws(SystemFailure) -> String

    /// Makes a new file and forces its content to the disk; fails where the name is taken.
    ///
    /// - Parameter mode: the exact permission bits; `nil` for what the user's umask leaves.
    func writeNew(_ path: String, _ bytes: [UInt8], mode: UInt32?) throws(SystemFailure)
    /// Appends and forces to the disk.
    func append(_ path: String, _ bytes: [UInt8]) throws(SystemFailure)
    /// Cuts the file off behind `size` bytes and forces that to the disk.
    func truncate(_ path: String, to size: Int) throws(SystemFailure)
    /// Forces what anybody wrote to the file to the disk.
    func sync(_ path: String) throws(SystemFailure)
    /// Gives the file another name in one step; a file that bears it is gone.
    func rename(_ path: String, to new: String) throws(SystemFailure)
    /// As `rename`, but fails with the code `SystemFailure.exists` where the name is taken.
    func renameNew(_ path: String, to new: String) throws(SystemFailure)
    /// Swaps two files in one step; `false` where the disk cannot.
    func exchange(_ one: String, _ other: String) throws(SystemFailure) -> Bool
    func remove(_ path: String) throws(SystemFailure)
    /// Makes one folder; the one above exists.
    ///
    /// - Parameter isPrivate: whether nobody but the user may look inside.
    func makeFolder(_ path: String, isPrivate: Bool) throws(SystemFailure)
    /// Removes an empty folder.
    func removeFolder(_ path: String) throws(SystemFailure)
    /// Forces the names in a folder to the disk.
    func syncFolder(_ path: String) throws(SystemFailure)

    /// The exclusive lock on the file at `path`, which is made where missing; `nil` where somebody
    /// else held it for `seconds`.
    func lock(_ path: String, waiting seconds: Int) throws(SystemFailure) -> (any HeldLock)?
}

/// A lock between processes. The system releases it when the process ends, however it ends.
package protocol HeldLock {
    func release()
}
