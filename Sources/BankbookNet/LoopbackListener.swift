import Sockets

/// Waits at a port of this machine for the browser that comes back from a bank's page.
enum LoopbackListener {
    private static let page =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
        + "Done. You can close this page and go back to the terminal.\n"

    /// The path and query of the first request that carries an answer; `nil` where none came in time.
    static func path(port: Int, seconds: Int) -> String? {
        guard let server = LoopbackServer(port: port) else { return nil }
        for _ in 0..<seconds {
            guard let client = server.next(milliseconds: 1_000) else { continue }
            defer { client.close() }
            let text = String(decoding: client.read(), as: UTF8.self)
            client.write(page.utf8)
            let words = text.prefix { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }.split(
                separator: " ")
            // Browsers ask for a picture of the page as well.
            guard words.count > 1, words[1].contains("code=") || words[1].contains("error=") else {
                continue
            }
            return String(words[1])
        }
        return nil
    }
}
