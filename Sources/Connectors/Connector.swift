import ConnectorWire
import JSONText
import Model

/// A way to a provider, as this program knows it.
protocol Connector: Sendable {
    static var description: ConnectorDescription { get }

    init(_ desk: Desk)

    /// Answers a request: messages go out by the desk, the members of the result are returned.
    func answer(_ request: ConnectorRequest) throws(ConnectorFailure) -> JSONValue
}

/// Where a connector writes and asks.
struct Desk: Sendable {
    let surroundings: ConnectorSurroundings

    func say(_ type: String, _ members: KeyValuePairs<String, JSONValue?>) {
        let list = members.compactMap { key, value in value.map { JSONMember(key, $0) } }
        surroundings.writeLine(.object([JSONMember("type", .string(type))] + list))
    }

    func progress(_ text: String) { say("progress", ["text": .string(text)]) }

    func warn(_ failure: ConnectorFailure) { surroundings.writeLine(failure.message("warning")) }

    /// Asks the person, where one is there.
    ///
    /// - Throws: that nobody is there, or that the person gave up.
    func ask(
        _ kind: String, _ text: String, _ request: ConnectorRequest, isSecret: Bool = false,
        url: String? = nil
    ) throws(ConnectorFailure) -> String {
        try prompt(kind, text, request, isSecret: isSecret, url: url, listens: false)
        guard let line = surroundings.readLine() else {
            throw ConnectorFailure(.cancelled, "no answer came")
        }
        var json = JSONValue.null
        do throws(JSONProblem) { json = try JSONParser.parse(line) } catch {}
        guard json["type"]?.text == "answer", let value = json["value"]?.text else {
            throw ConnectorFailure(.cancelled, "the person gave no answer")
        }
        return value
    }

    /// Shows the person something to do, without waiting for a word.
    func prompt(
        _ kind: String, _ text: String, _ request: ConnectorRequest, isSecret: Bool = false,
        url: String? = nil, listens: Bool
    ) throws(ConnectorFailure) {
        guard request.isInteractive else {
            throw ConnectorFailure(
                .scaRequired, "the bank asks for the person: run it on a terminal")
        }
        say(
            "prompt",
            [
                "id": .string("p1"), "kind": .string(kind), "text": .string(text),
                "secret": isSecret ? .bool(true) : nil, "url": url.map { .string($0) },
                "listen": listens ? .bool(true) : nil,
            ])
    }
}

extension Desk {
    /// Fetches one account after the other: a failure is a warning about its account, and the others go on.
    ///
    /// - Parameters:
    ///   - unless: classes of failures that end everything.
    ///   - failed: says what a failure means for the account's result, of which nothing came.
    func eachAccount(
        _ request: ConnectorRequest, unless: Set<ConnectorErrorClass>,
        _ fetch: (FetchOrder) throws(ConnectorFailure) -> AccountResult,
        failed: (inout AccountResult, FetchOrder, ConnectorFailure) -> Void = { _, _, _ in }
    ) throws(ConnectorFailure) -> JSONValue {
        var results: [AccountResult] = []
        for order in request.orders {
            do throws(ConnectorFailure) {
                results.append(try fetch(order))
            } catch {
                if unless.contains(error.errorClass) { throw error }
                var failure = error
                failure.account = order.account
                warn(failure)
                var result = AccountResult(order, isComplete: false)
                failed(&result, order, failure)
                results.append(result)
            }
        }
        return AccountResult.result(results)
    }
}

/// What ISO 20022 calls kinds of accounts.
enum ISOAccountKinds {
    private static let kinds = [
        "CACC": "current", "TRAN": "current", "CARD": "card", "SVGS": "savings", "LOAN": "loan",
        "CASH": "current",
    ]

    /// This project's word for a code; `nil` where there is none.
    static func kind(_ code: JSONValue?) -> String? { code?.text.flatMap { kinds[$0] } }
}

/// The connectors of this program.
package enum BuiltInConnectors {
    private static let all: [any Connector.Type] = [
        EnableBanking.self, SimpleFIN.self, Woob.self, GoCardless.self, CentralBank.self,
    ]

    package static var names: [String] { all.map { $0.description.name } }

    /// Answers one request; `false` where no connector has the name.
    package static func run(
        _ name: String, _ line: [UInt8], _ surroundings: ConnectorSurroundings
    ) -> Bool {
        guard let type = all.first(where: { $0.description.name == name }) else { return false }
        let desk = Desk(surroundings: surroundings)
        do throws(ConnectorFailure) {
            let request = try ConnectorRequest(line: line)
            let result =
                request.verb == .describe
                ? type.description.json : try type.init(desk).answer(request)
            surroundings.writeLine(
                .object([JSONMember("type", .string("result"))] + (result.members ?? [])))
        } catch {
            surroundings.writeLine(error.message("error"))
        }
        return true
    }
}

extension ConnectorRequest {
    /// A secret that the connector needs.
    func secret(_ name: String) throws(ConnectorFailure) -> String {
        guard let value = secrets[name], !value.isEmpty else {
            throw ConnectorFailure(.badCredentials, "the secret “\(name)” is missing")
        }
        return value
    }

    /// A setting of the connection's file.
    func setting(_ name: String) throws(ConnectorFailure) -> String {
        guard let value = config[name]?.text, !value.isEmpty else {
            throw ConnectorFailure(
                .unsupported, "the setting “\(name)” is missing in the connection's file")
        }
        return value
    }

    var moment: Moment { Moment(now) ?? Moment(today) }

    var wantsPending: Bool { params["pending"] == .bool(true) }

    var isHistorical: Bool { params["historical"] == .bool(true) }
}

/// What a connector tells of one account that was asked for.
struct AccountResult {
    var account: String
    var isComplete: Bool
    var from: CivilDate
    var to: CivilDate
    var calls: Int
    var nextAllowed: Moment?

    /// What was asked for, by one call.
    init(_ order: FetchOrder, isComplete: Bool) {
        account = order.account
        self.isComplete = isComplete
        from = order.from
        to = order.to
        calls = 1
    }

    var json: JSONValue {
        .object([
            "account": .string(account), "complete": .bool(isComplete),
            "from": .string(from.description), "to": .string(to.description),
            "calls": .integer(calls),
            "next_allowed_at": nextAllowed.map { .string($0.description) },
        ])
    }

    /// The result of a fetch of several accounts.
    static func result(_ accounts: [AccountResult]) -> JSONValue {
        .object([
            "complete": .bool(accounts.allSatisfy(\.isComplete)),
            "accounts": .array(accounts.map(\.json)),
        ])
    }
}

/// A row on its way to the main program.
struct OutgoingRow {
    var account: String
    var isPending: Bool
    var date: CivilDate
    var json: JSONValue

    /// Says rows the oldest first; of one day in the order given.
    static func say(_ rows: [OutgoingRow], _ desk: Desk) {
        let sorted = rows.enumerated().sorted {
            ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
        }
        for (_, row) in sorted { desk.surroundings.writeLine(row.json) }
    }

    /// The same for rows that came the newest first, as most services give them.
    static func sayReversed(_ rows: [OutgoingRow], _ desk: Desk) {
        guard let first = rows.first, let last = rows.last, first.date > last.date else {
            return say(rows, desk)
        }
        say(rows.reversed(), desk)
    }
}
