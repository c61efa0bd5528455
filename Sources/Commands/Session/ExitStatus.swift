/// What a command's end tells scripts.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    /// Something is wrong with the data, or what was asked about is so.
    case findings = 1
    case usage = 2
    /// The world outside failed: disk, lock, child program.
    case failure = 3
    /// An answer is needed; nothing was written.
    case question = 4
}
