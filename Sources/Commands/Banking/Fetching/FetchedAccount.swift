import ConnectorWire
import Connecting
import Model
import Statements

/// What a fetch brought of one account.
struct FetchedAccount: Sendable {
    /// The account here.
    let account: String
    /// In the order of the answer.
    var rows: [StatementRecord] = []
    var balances: [FoundBalance] = []
    /// The days that came wholly; `nil` where none did.
    var days: ClosedRange<CivilDate>?
    /// Whether everything came that was asked for.
    var isComplete = false
    /// Whether it tells everything that is pending.
    var tellsPending = false
    var isCovered = true
    var failure: ConnectorFailure?
}

/// What a fetch by one connection brought.
struct Fetched: Sendable {
    let connection: Connection
    var outcome: FetchOutcome
    var failure: ConnectorFailure?
    var accounts: [FetchedAccount] = []
    /// The line of the log; `nil` where nothing was tried.
    var attempt: FetchAttempt?
    /// What this device remembers from now on.
    var memory: ConnectorMemory?
    var warnings: [ConnectorFailure] = []
    /// The provider's accounts that nothing here stands for.
    var unmapped: [FoundAccount] = []

    init(_ connection: Connection, _ outcome: FetchOutcome) {
        self.connection = connection
        self.outcome = outcome
    }

    var message: String? { failure?.message }
}

extension FetchOutcome {
    /// What a class of the protocol means to the person (connector protocol, section 2).
    init(_ errorClass: ConnectorErrorClass) {
        self =
            switch errorClass {
            case .consentExpired, .reauthRequired, .scaRequired: .reconnect
            case .badCredentials: .credentials
            case .rateLimited: .rateLimited
            case .bankUnavailable, .internal, .cancelled: .temporary
            case .formatChanged: .formatChanged
            case .unsupported: .unsupported
            }
    }
}
