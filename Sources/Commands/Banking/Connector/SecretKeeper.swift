import ConnectorWire
import Platform
import SourceText
import Synchronization

/// Keeps the secrets of one connection as they come, whatever follows.
final class SecretKeeper: Sendable {
    private let credentials: Credentials
    private let known = Mutex<[String: ConnectorDescription.Secret]>([:])
    private let failed = Mutex(false)

    init(_ credentials: Credentials) { self.credentials = credentials }

    /// Takes how the connector describes its secrets.
    func describe(_ description: ConnectorDescription) {
        known.withLock { known in
            for secret in description.secrets { known[secret.name] = secret }
        }
    }

    func keep(_ name: String, _ value: String) {
        let secret = known.withLock { $0[name] } ?? ConnectorDescription.Secret(name, name)
        if !credentials.keep(value, as: secret) { failed.withLock { $0 = true } }
    }

    /// Whether some secret could not be kept.
    var hasFailed: Bool { failed.withLock { $0 } }
}

/// Secrets that stand in a file outside of the ledger, such as the key of an application.
enum SecretFile {
    /// What was typed, or in one line of base64 the key file that it names.
    static func value(_ typed: String, _ session: Session) throws(CommandFailure) -> String {
        guard typed.hasSuffix(".pem") || typed.hasSuffix(".key") else { return typed }
        let bytes = try session.bytes(of: typed)
        return Base64.text(bytes)
    }
}

/// Bytes as text of letters, digits, `+` and `/` (RFC 4648).
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let piece = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for byte in piece { bits = bits << 8 | UInt32(byte) }
            bits <<= UInt32(8 * (3 - piece.count))
            for place in 0..<4 {
                let sextet = Int(bits >> UInt32(18 - 6 * place) & 63)
                result.append(place <= piece.count ? alphabet[sextet] : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
