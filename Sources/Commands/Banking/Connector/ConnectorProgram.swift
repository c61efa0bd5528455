import Platform

/// Where connectors are found: beside this program, or on `PATH`. A ledger holds only their names, so that a folder
/// that comes from somebody else runs nothing.
struct ConnectorProgram {
    let name: String
    /// The words of the command line; nothing secret stands there.
    private(set) var words: [String]

    /// The connectors of `bankbook-net`.
    static let builtIn = ["enable-banking", "gocardless", "simplefin", "woob"]
    /// The one that tells rates of currencies.
    static let rates = "ecb"

    /// The program of a connector's name.
    init(_ name: String, _ environment: Environment) {
        self.name = name
        if ConnectorProgram.isBuiltIn(name) {
            words = [ConnectorProgram.network(environment), name]
        } else {
            words = [ConnectorProgram.found("bankbook-connector-" + name, environment)]
        }
    }

    private static func isBuiltIn(_ name: String) -> Bool {
        ConnectorProgram.builtIn.contains(name) || name == ConnectorProgram.rates
    }

    /// A program that a person names: a path, or a connector's name.
    init(naming word: String, _ environment: Environment, absolute: (String) -> String) {
        self.init(word, environment)
        if word.contains("/") { words = [absolute(word)] }
    }

    /// The first program of a name on `PATH`; folders that are not named from the root are passed over, since they may
    /// lie in a ledger.
    private static func found(_ name: String, _ environment: Environment) -> String {
        let folders = (environment.variable("PATH") ?? "").split(separator: ":")
        let places = folders.filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
        return places.first { entryKind($0) == .file } ?? ""
    }

    /// The program that holds the built-in connectors.
    private static func network(_ environment: Environment) -> String {
        let folder = environment.program.lastIndex(of: "/").map { environment.program[..<$0] }
        let beside = folder.map { $0 + "/bankbook-net" } ?? "bankbook-net"
        return entryKind(beside) == .file ? beside : "bankbook-net"
    }

    /// The variables that a connector gets beside `PATH`, `HOME` and those of the language: where its own files lie
    /// and how the network is reached; none of them is secret.
    static func variables(_ environment: Environment) -> [String] {
        environment.passing([
            "PATH", "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME",
            "http_proxy", "https_proxy", "no_proxy", "TZ", "BANKBOOK_NET_BASE",
            "BANKBOOK_NET_SECONDS",
        ])
    }

    /// What to do where the program is not there.
    var remedy: String {
        ConnectorProgram.isBuiltIn(name)
            ? "bankbook-net belongs beside bankbook: install both"
            : "a program named bankbook-connector-\(name) must be on PATH"
    }
}
