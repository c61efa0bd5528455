import Connecting
import ConnectorWire
import Model
import Platform
import Reading

/// A connection with all that is needed to ask its connector: the program, the keychain, and what this device remembers.
struct ConnectorLink: Sendable {
    var connection: Connection
    let call: ConnectorCall
    let credentials: Credentials
    let places: ConnectorPlaces
    let keeper: SecretKeeper
    let memory: ConnectorMemory
    private let today: CivilDate
    private let now: String

    /// Makes the connection's folders of this device.
    ///
    /// - Parameters:
    ///   - given: secrets for this run.
    ///   - conversation: puts to a person what the connector asks.
    init(
        _ session: Session, _ ledger: Ledger, _ connection: Connection, _ given: GivenSecrets,
        _ conversation: Conversation, progress: @Sendable @escaping (String) -> Void = { _ in }
    ) throws(CommandFailure) {
        self.connection = connection
        let environment = session.environment
        let name = connection.connector ?? ""
        places = ConnectorPlaces(try session.store(ledger))
        try places.prepare(connection.name)
        credentials = Credentials(
            ledger, connection: connection.name, connector: name, stateFolder: places.neutral,
            given: given.values(connection.name), environment)
        let keeper = SecretKeeper(credentials)
        self.keeper = keeper
        var call = ConnectorCall(
            program: ConnectorProgram(name, environment), environment: environment)
        call.answer = { conversation.answer($0) }
        call.keep = { keeper.keep($0, $1) }
        call.progress = progress
        self.call = call
        memory = places.memory(connection.name, environment.fileSystem)
        today = session.today
        now = environment.timestamp()
    }

    /// A request without secrets.
    func request(_ verb: ConnectorVerb, deadline: Int) -> ConnectorRequest {
        var request = ConnectorRequest(
            verb, connection: connection.name, today: today, now: now,
            stateFolder: places.own(connection.name), deadline: deadline)
        request.config = connection.config
        request.consent = connection.consent?.id
        request.state = memory.state
        return request
    }

    /// What the connector says of itself; its secrets are kept as it describes them from now on.
    func describe() throws(ConnectorFailure) -> ConnectorDescription {
        let description = try ConnectorDescription(
            try call.run(request(.describe, deadline: 10)).result)
        keeper.describe(description)
        return description
    }
}
