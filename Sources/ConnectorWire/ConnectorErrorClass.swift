/// Why a connector could not do what it was asked to, as the protocol names it.
package enum ConnectorErrorClass: String, Sendable, CaseIterable {
    /// The consent has come to its planned end.
    case consentExpired = "consent_expired"
    /// The bank wants the person again before the planned end: revoked, blocked, something to confirm.
    case reauthRequired = "reauth_required"
    /// A second factor is asked for, and nobody is there.
    case scaRequired = "sca_required"
    /// A password or a key is wrong; trying again may lock the person out.
    case badCredentials = "bad_credentials"
    /// A limit on calls is used up.
    case rateLimited = "rate_limited"
    /// The network or the bank is down.
    case bankUnavailable = "bank_unavailable"
    /// The answer has another form than the connector knows.
    case formatChanged = "format_changed"
    /// The product, the account or the country is not covered.
    case unsupported
    /// A person or a deadline ended it.
    case cancelled
    /// A fault of the connector.
    case `internal`
}

/// What a connector, or the reading of what it says, ends with where it fails.
package struct ConnectorFailure: Error, Sendable, Equatable {
    package var errorClass: ConnectorErrorClass
    /// For people, without anything secret.
    package var message: String
    /// What the provider said, for those who look closer.
    package var detail: String?
    /// The moment from which another try makes sense, as RFC 3339.
    package var retryAt: String?
    /// The provider's id of the account that it is about; `nil` where it is about the whole connection.
    package var account: String?
    /// Where the person can settle it.
    package var url: String?

    package init(
        _ errorClass: ConnectorErrorClass, _ message: String, detail: String? = nil,
        retryAt: String? = nil, account: String? = nil, url: String? = nil
    ) {
        self.errorClass = errorClass
        self.message = message
        self.detail = detail
        self.retryAt = retryAt
        self.account = account
        self.url = url
    }
}
