import Foundation
import JSONText
import Sockets

/// One request as it came over the wire.
struct Request: Sendable {
    var method: String
    var path: String
    var query: [String: String] = [:]
    var headers: [String: String] = [:]
    var body: [UInt8] = []

    init?(_ connection: LoopbackConnection) {
        var bytes: [UInt8] = []
        var end: Int?
        while end == nil {
            let more = connection.read()
            if more.isEmpty { return nil }
            bytes += more
            end = Request.headEnd(bytes)
        }
        guard let end else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ").map(String.init)
        guard words.count >= 2 else { return nil }
        method = words[0]
        let parts = words[1].split(separator: "?", maxSplits: 1).map(String.init)
        path = parts.first ?? "/"
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1)
            if pair.count == 2 {
                headers[pair[0].lowercased()] = pair[1].trimmingPrefix(" ").description
            }
        }
        if parts.count > 1 {
            for pair in parts[1].split(separator: "&") {
                let words = pair.split(separator: "=", maxSplits: 1).map(String.init)
                query[words[0]] = words.count > 1 ? Request.decoded(words[1]) : ""
            }
        }
        body = Array(bytes[(end + 4)...])
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while body.count < length {
            let more = connection.read()
            if more.isEmpty { break }
            body += more
        }
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...(bytes.count - 4)).first {
            bytes[$0] == 13 && bytes[$0 + 1] == 10 && bytes[$0 + 2] == 13 && bytes[$0 + 3] == 10
        }
    }

    private static func decoded(_ text: String) -> String {
        text.removingPercentEncoding ?? text
    }

    var json: JSONValue { (try? JSONParser.parse(body)) ?? .null }

    /// The parts of the path.
    var parts: [String] { path.split(separator: "/").map(String.init) }
}

/// What goes back.
struct Reply {
    var status: Int
    var body: [UInt8]
    var headers: [(String, String)] = []

    init(_ status: Int, _ json: JSONValue, headers: [(String, String)] = []) {
        self.status = status
        body = JSONWriter.compact(json)
        self.headers = headers + [("Content-Type", "application/json")]
    }

    init(_ status: Int, text: String, headers: [(String, String)] = []) {
        self.status = status
        body = Array(text.utf8)
        self.headers = headers
    }

    func bytes(length: Int? = nil) -> [UInt8] {
        var head = "HTTP/1.1 \(status) X\r\nContent-Length: \(length ?? body.count)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        return Array((head + "Connection: close\r\n\r\n").utf8) + body
    }
}
