import JSONText
import Model

/// Addresses of the web.
package enum Web {
    /// Letters, digits and `-._~` stand for themselves, everything else as `%XX` (RFC 3986).
    static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result: [UInt8] = []
        for byte in text.utf8 {
            let isPlain =
                byte &- 0x30 < 10 || byte &- 0x41 < 26 || byte &- 0x61 < 26
                || "-._~".utf8.contains(byte)
            if isPlain {
                result.append(byte)
            } else {
                result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// What `%XX` stands for; other `%` stay.
    static func unescaped(_ text: some StringProtocol) -> String {
        var result: [UInt8] = []
        var bytes = Array(text.utf8)[...]
        func value(_ byte: UInt8) -> UInt8? {
            switch byte {
            case 0x30...0x39: byte - 0x30
            case 0x41...0x46: byte - 0x37
            case 0x61...0x66: byte - 0x57
            default: nil
            }
        }
        while let byte = bytes.first {
            if byte == 0x25, bytes.count > 2, let high = value(bytes[bytes.startIndex + 1]),
                let low = value(bytes[bytes.startIndex + 2])
            {
                result.append(high << 4 | low)
                bytes = bytes.dropFirst(3)
            } else {
                result.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
                bytes = bytes.dropFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// An address with a query; parameters without a value are left out.
    static func url(_ base: String, _ query: [(String, String?)]) -> String {
        let parts = query.compactMap { key, value in value.map { "\(key)=\(escaped($0))" } }
        return parts.isEmpty ? base : base + "?" + parts.joined(separator: "&")
    }

    /// The parameters of the query of an address.
    static func parameters(_ url: String) -> [String: String] {
        guard let mark = url.firstIndex(of: "?") else { return [:] }
        let query = url[url.index(after: mark)...].prefix { $0 != "#" }
        var result: [String: String] = [:]
        for part in query.split(separator: "&") {
            let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            result[unescaped(words[0])] = words.count > 1 ? unescaped(words[1]) : ""
        }
        return result
    }

    /// Whether the address leads to this machine.
    package static func isLoopback(_ url: String) -> Bool {
        ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { host in
            guard url.hasPrefix(host) else { return false }
            let rest = url.dropFirst(host.count)
            return rest.isEmpty || rest.first == ":" || rest.first == "/" || rest.first == "?"
        }
    }

    /// The port of an address of this machine.
    static func port(_ url: String) -> Int? {
        guard isLoopback(url), let colon = url.lastIndex(of: ":") else { return nil }
        return Int(url[url.index(after: colon)...].prefix { $0.isNumber })
    }
}

/// Seconds since 1970, as web services count them.
enum Epoch {
    /// Seconds from 1900 to 1970.
    private static let offset: Int64 = 2_208_988_800

    static func seconds(_ moment: Moment) -> Int64 { moment.seconds - offset }

    static func moment(_ seconds: Int) -> Moment? {
        let since1900 = Int64(seconds) + offset
        guard since1900 >= 0, since1900 < Int64(CivilDate.last.day) * 86_400 else { return nil }
        return Moment(seconds: since1900)
    }

    static func seconds(_ day: CivilDate) -> Int64 { seconds(Moment(day)) }
}
