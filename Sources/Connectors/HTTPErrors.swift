import ConnectorWire

extension HTTPReply {
    /// What an answer means that no rule of a provider knows.
    func failure(_ what: String, said: String? = nil) -> ConnectorFailure {
        let text = said ?? "\(what): HTTP \(status)"
        switch status {
        case 300..<400:
            return ConnectorFailure(
                .formatChanged,
                "\(what): the provider sends to another address, which is not followed")
        case 401, 403: return ConnectorFailure(.reauthRequired, text)
        case 408, 425, 500...599: return ConnectorFailure(.bankUnavailable, text)
        case 429: return ConnectorFailure(.rateLimited, text)
        default: return ConnectorFailure(.internal, text)
        }
    }
}
