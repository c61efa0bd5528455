import Foundation
import JSONText
import Sockets

/// What goes wrong at banks.
enum Faults {
    /// A limit that is used up, as GoCardless says it.
    static var rateLimit: Reply {
        Reply(
            429,
            .object([
                "summary": .string("Rate limit exceeded"), "type": .string("RateLimitError"),
                "detail": .string(
                    "Daily request limit set by the Institution has been exceeded."),
            ]),
            headers: [
                ("HTTP_X_RATELIMIT_ACCOUNT_SUCCESS_LIMIT", "4"),
                ("HTTP_X_RATELIMIT_ACCOUNT_SUCCESS_REMAINING", "0"),
                ("HTTP_X_RATELIMIT_ACCOUNT_SUCCESS_RESET", "7200"),
            ])
    }

    static func play(
        _ fault: JSONValue, _ request: Request, _ world: World, _ connection: LoopbackConnection
    ) {
        switch fault["kind"]?.text ?? "" {
        case "status":
            let status = fault["status"]?.integer ?? 500
            connection.write(
                Reply(status, fault["body"] ?? .object([]), headers: headers(fault)).bytes())
        case "limit": connection.write(rateLimit.bytes())
        case "basic":
            connection.write(
                Reply(
                    401, text: "who are you",
                    headers: [("WWW-Authenticate", "Basic realm=\"bank\"")]
                ).bytes())
        case "html": connection.write(Reply(200, text: "<html>maintenance</html>").bytes())
        case "truncated":
            let reply = Reply(200, text: "{\"transactions\":[{\"entry_ref")
            connection.write(reply.bytes(length: 5_000))
        case "drip":
            connection.write(
                Array("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nConnection: close\r\n\r\n".utf8))
            for _ in 0..<(fault["seconds"]?.integer ?? 120) {
                connection.write([0x20])
                Thread.sleep(forTimeInterval: 1)
            }
        case "redirect":
            connection.write(
                Reply(
                    302, text: "",
                    headers: [("Location", fault["to"]?.text ?? "http://127.0.0.1:9/")]
                ).bytes())
        case "loop":
            connection.write(
                Reply(
                    200,
                    .object([
                        "transactions": .array([]), "continuation_key": .string("again"),
                    ])
                ).bytes())
        default: connection.write(Reply(200, fault["body"] ?? .object([])).bytes())
        }
    }

    private static func headers(_ fault: JSONValue) -> [(String, String)] {
        (fault["headers"]?.members ?? []).map { ($0.key, $0.value.text ?? "") }
    }
}
