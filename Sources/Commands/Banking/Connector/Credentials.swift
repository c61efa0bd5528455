import ConnectorWire
import JSONText
import Model
import Platform
import Reading
import SourceText

/// Where secrets are kept: with git's credential helper, which keeps them in the system's keychain. This program writes
/// none to a disk.
///
/// Each is one credential of a host that cannot exist: `<connection>.<ledger>.<connector>.bankbook.invalid`, with the
/// secret's name as the user. Git is run in an empty folder and with variables of the user's alone, because a
/// repository can configure a helper that would be given the secret.
struct Credentials: Sendable {
    private let environment: Environment
    private let ledger: String
    private let connector: String
    private let connection: String
    /// An empty folder of this device.
    private let folder: String
    /// What was given for this run, by name.
    private var given: [String: String]

    init(
        _ ledger: Ledger, connection: String, connector: String, stateFolder: String,
        given: [String: String], _ environment: Environment
    ) {
        self.environment = environment
        self.ledger = ledger.uid.lowercased().filter {
            $0.isASCII && ($0.isLetter || $0.isNumber)
        }
        self.connector = connector
        self.connection = connection
        self.given = given
        folder = stateFolder
    }

    /// A secret of this connection, or one that all connections of the connector share; `nil` where none is kept.
    func value(_ secret: ConnectorDescription.Secret) -> String? {
        if let value = given[secret.name] { return value }
        guard let output = git("fill", secret, nil) else { return nil }
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
        let value = lines.first { $0.hasPrefix("password=") }?.dropFirst("password=".count)
        return value.flatMap { $0.isEmpty ? nil : String($0) }
    }

    /// Keeps a secret; `false` where no helper took it.
    func keep(_ value: String, as secret: ConnectorDescription.Secret) -> Bool {
        guard !value.contains("\n"), !value.utf8.contains(0) else { return false }
        _ = git("approve", secret, value)
        var kept = self
        kept.given = [:]
        return kept.value(secret) == value
    }

    /// Lets a secret go.
    func forget(_ secret: ConnectorDescription.Secret) { _ = git("reject", secret, nil) }

    /// What git keeps credentials with; empty where nothing is configured.
    var helpers: [String] {
        let words = ["git", "-C", folder, "config", "--get-all", "credential.helper"]
        let result = environment.askTool(words, [], variables)
        let lines = String(decoding: result?.output ?? [], as: UTF8.self).split(separator: "\n")
        return lines.map(String.init)
    }

    /// How a helper is set up.
    static let advice =
        "set one up: git config --global credential.helper osxkeychain (macOS), libsecret (a desktop), or "
        + "'cache --timeout=86400' (a server)"

    /// Why nothing can be kept here; `nil` where something can.
    var obstacle: String? {
        if environment.askTool(["git", "--version"], [], variables)?.status != 0 {
            return "git, which keeps secrets in the keychain, is not installed"
        }
        return helpers.isEmpty ? "git has no credential helper, so that no secret is kept" : nil
    }

    /// What a person should know of how secrets are kept here; `nil` where all is well.
    var warning: String? {
        let helpers = helpers
        if let obstacle {
            return "\(obstacle), and each sync needs --secrets-stdin; \(Credentials.advice)"
        }
        if helpers.last?.split(separator: " ").first == "store" {
            return "git's helper “store” keeps secrets as plain text in ~/.git-credentials"
        }
        return nil
    }

    private func git(
        _ verb: String, _ secret: ConnectorDescription.Secret, _ value: String?
    ) -> [UInt8]? {
        let scope = secret.isShared ? "" : connection + "."
        var input = "protocol=https\nhost=\(scope)\(ledger).\(connector).bankbook.invalid\n"
        input += "username=\(secret.name)\n"
        if let value { input += "password=\(value)\n" }
        let words = ["git", "-C", folder, "credential", verb]
        let result = environment.askTool(words, Array((input + "\n").utf8), variables)
        return result?.status == 0 ? result?.output : nil
    }

    /// What helpers need to find the user's keychain. Nobody but this program asks the user.
    private var variables: [String] {
        let passed = environment.passing([
            "PATH", "HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME",
            "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "GNUPGHOME",
            "PASSWORD_STORE_DIR",
        ])
        return passed + [
            "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS=", "GCM_INTERACTIVE=never",
            "GIT_CEILING_DIRECTORIES=\(folder)",
        ]
    }
}
