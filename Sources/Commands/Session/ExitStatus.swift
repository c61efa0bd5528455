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
    /// A bank or the network is down; later it may go.
    case temporary = 10
    /// The bank wants the person again, or a consent has come to its end.
    case reconnect = 11
    /// A password or a key is wrong.
    case credentials = 12
    /// A limit of calls is used up.
    case rateLimited = 13
    /// A bank answers in another form than its connector knows.
    case formatChanged = 14
    /// What is asked for is not covered.
    case unsupported = 15
}
