import Model

/// What came of an attempt to fetch, as outputs and the log name it.
package enum FetchOutcome: String, Sendable, CaseIterable {
    case ok
    /// Some accounts came, others did not, or not wholly.
    case partial
    /// Nothing was tried.
    case skipped
    case temporary, reconnect, credentials
    case rateLimited = "rate-limited"
    case formatChanged = "format-changed"
    case unsupported

    /// The exit status; 0 where the attempt was no failure.
    package var status: Int32 {
        switch self {
        case .ok, .partial, .skipped: 0
        case .temporary: 10
        case .reconnect: 11
        case .credentials: 12
        case .rateLimited: 13
        case .formatChanged: 14
        case .unsupported: 15
        }
    }

    /// The gravest first, as the exit status of several connections is chosen.
    package static let byGravity: [FetchOutcome] = [
        .credentials, .formatChanged, .unsupported, .reconnect, .rateLimited, .temporary,
    ]

    /// Whether it succeeded, at least in part.
    package var isSuccess: Bool { self == .ok || self == .partial }
}
