package import JSONText
package import ConnectorWire

/// One question to a server.
package struct HTTPRequest: Sendable {
    package var method: String
    /// Without user and password, which go into a header.
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]?

    package init(
        _ method: String, _ url: String, headers: [(name: String, value: String)] = [],
        body: [UInt8]? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// What a server answered.
package struct HTTPReply: Sendable {
    package var status: Int
    /// By their names in small letters.
    package var headers: [String: String]
    package var body: [UInt8]

    package init(status: Int, headers: [String: String], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The body as JSON.
    ///
    /// - Throws: `formatChanged`, where it is none although the server says that all is well.
    func json() throws(ConnectorFailure) -> JSONValue {
        do throws(JSONProblem) { return try JSONParser.parse(body) } catch {
            if (200..<300).contains(status) {
                throw ConnectorFailure(
                    .formatChanged, "the provider answered something that is no JSON",
                    detail: String(decoding: body.prefix(200), as: UTF8.self))
            }
            return .null
        }
    }

    /// A whole number in a header.
    func count(_ name: String) -> Int? {
        headers[name.lowercased()].flatMap { Int($0.split(separator: ".").first ?? "") }
    }
}

/// What a program beside this one said.
package struct ToolReply: Sendable {
    package var status: Int32
    package var output: [UInt8]
    package var errors: [UInt8]

    package init(status: Int32, output: [UInt8], errors: [UInt8]) {
        self.status = status
        self.output = output
        self.errors = errors
    }
}

/// What connectors take from the world, handed in.
package struct ConnectorSurroundings: Sendable {
    /// Sends a request, follows no redirect to elsewhere, and ends in time.
    package var ask: @Sendable (HTTPRequest) -> Result<HTTPReply, ConnectorFailure>
    /// Runs a program with its input, its variables and a limit of seconds; `nil` where it is not there.
    package var run: @Sendable (_ words: [String], [UInt8], [String: String], Int) -> ToolReply?
    /// The same for one that may ask: it is handed what the program says, and gives back what goes to it.
    package var writeLine: @Sendable (JSONValue) -> Void
    /// The next line of the main program; `nil` at its end.
    package var readLine: @Sendable () -> [UInt8]?
    /// Waits for a browser at a port of this machine; the path and query that it asked for.
    package var listen: @Sendable (_ port: Int, _ seconds: Int) -> String?
    package var sleep: @Sendable (_ milliseconds: Int) -> Void
    package var random: @Sendable () -> UInt64
    package var variable: @Sendable (String) -> String?

    package init(
        ask: @Sendable @escaping (HTTPRequest) -> Result<HTTPReply, ConnectorFailure>,
        run: @Sendable @escaping ([String], [UInt8], [String: String], Int) -> ToolReply?,
        writeLine: @Sendable @escaping (JSONValue) -> Void,
        readLine: @Sendable @escaping () -> [UInt8]?,
        listen: @Sendable @escaping (Int, Int) -> String?,
        sleep: @Sendable @escaping (Int) -> Void, random: @Sendable @escaping () -> UInt64,
        variable: @Sendable @escaping (String) -> String?
    ) {
        self.ask = ask
        self.run = run
        self.writeLine = writeLine
        self.readLine = readLine
        self.listen = listen
        self.sleep = sleep
        self.random = random
        self.variable = variable
    }
}

extension ConnectorSurroundings {
    /// The answer to a request.
    func send(_ request: HTTPRequest) throws(ConnectorFailure) -> HTTPReply {
        try ask(request).get()
    }
}
