import ConnectorWire
import Connectors
import Foundation
import FoundationNetworking
import Platform

/// Requests over the web: encrypted except to this machine, with a deadline, a limit of bytes, and no redirect followed.
enum HTTPClient {
    /// How long one request may take altogether.
    private static var seconds: Int {
        ProcessEnvironment.value("BANKBOOK_NET_SECONDS").flatMap { Int($0) } ?? 60
    }
    /// The most bytes of an answer.
    static let limit = 32 << 20

    static func send(_ request: HTTPRequest) throws(ConnectorFailure) -> HTTPReply {
        guard let url = URL(string: request.url),
            url.scheme == "https" || Web.isLoopback(request.url)
        else { throw ConnectorFailure(.internal, "the address is not encrypted") }
        var asked = URLRequest(url: url)
        asked.httpMethod = request.method
        asked.setValue("bankbook", forHTTPHeaderField: "User-Agent")
        asked.setValue("*", forHTTPHeaderField: "Accept-Language")
        for (name, value) in request.headers { asked.setValue(value, forHTTPHeaderField: name) }
        if let body = request.body { asked.httpBody = Data(body) }
        let settings = URLSessionConfiguration.ephemeral
        settings.httpCookieStorage = nil
        settings.urlCache = nil
        settings.httpShouldSetCookies = false
        let exchange = OneExchange()
        let session = URLSession(configuration: settings, delegate: exchange, delegateQueue: nil)
        session.dataTask(with: asked).resume()
        session.finishTasksAndInvalidate()
        if exchange.done.wait(timeout: .now() + .seconds(HTTPClient.seconds)) == .timedOut {
            session.invalidateAndCancel()
            throw ConnectorFailure(.bankUnavailable, "no whole answer came in time")
        }
        return try exchange.result()
    }
}

/// One request and its answer. A challenge for a password is not answered: on this system that would never end.
private final class OneExchange: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    let done = DispatchSemaphore(value: 0)
    private let lock = NSLock()
    private var body = Data()
    private var head: HTTPURLResponse?
    private var isTooLarge = false
    private var failure: (code: Int, text: String)?

    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        if challenge.protectionSpace.authenticationMethod == "NSURLAuthenticationMethodServerTrust"
        {
            completionHandler(.performDefaultHandling, nil)
            return
        }
        lock.withLock {
            if let response = challenge.failureResponse as? HTTPURLResponse { head = response }
        }
        completionHandler(.cancelAuthenticationChallenge, nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        lock.withLock { head = response as? HTTPURLResponse }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let isTooMuch = lock.withLock {
            body.append(data)
            isTooLarge = body.count > HTTPClient.limit
            return isTooLarge
        }
        if isTooMuch { dataTask.cancel() }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
    ) {
        lock.withLock {
            if head == nil { head = task.response as? HTTPURLResponse }
            if let error = error as NSError? { failure = (error.code, error.localizedDescription) }
        }
        done.signal()
    }

    /// The answer.
    ///
    /// - Throws: why there is none.
    func result() throws(ConnectorFailure) -> HTTPReply {
        let (head, body, failure, isTooLarge) = lock.withLock {
            (self.head, self.body, self.failure, self.isTooLarge)
        }
        if isTooLarge {
            throw ConnectorFailure(.formatChanged, "the answer is larger than it may be")
        }
        // A challenge that was not answered ends with an error, although the answer is there.
        if let head, failure == nil || head.statusCode == 401 {
            var headers: [String: String] = [:]
            for (name, value) in head.allHeaderFields {
                headers["\(name)".lowercased()] = "\(value)"
            }
            return HTTPReply(status: head.statusCode, headers: headers, body: [UInt8](body))
        }
        let text = failure?.text ?? "no answer came"
        let isEncryption =
            text.lowercased().contains("ssl") || text.lowercased().contains("certificate")
        throw ConnectorFailure(
            .bankUnavailable,
            isEncryption
                ? "the connection cannot be trusted; look at the clock, a proxy, and the system's certificates"
                : "the provider cannot be reached", detail: text)
    }
}
