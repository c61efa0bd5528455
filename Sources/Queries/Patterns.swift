import SourceText
import Synchronization

/// A pattern for free text: words that must be contained, or a regular expression; both without
/// regard to case and accents.
package struct TextPattern: Sendable {
    /// What must be contained, folded; empty where the pattern is an expression.
    package let folded: [UInt8]
    private let expression: CompiledExpression?

    /// - Throws: the reason where `/…/` is no regular expression.
    init(_ text: String) throws(QueryProblem) {
        if text.count >= 2, text.hasPrefix("/"), text.hasSuffix("/") {
            let source = Folding.fold(String(text.dropFirst().dropLast()))
            do {
                expression = CompiledExpression(try Regex(source))
            } catch {
                throw QueryProblem(
                    text, "“\(text)” is no regular expression", remedy: "check its brackets")
            }
            folded = []
        } else {
            expression = nil
            folded = Folding.bytes(text)
        }
    }

    /// Whether plain containment decides.
    package var isPlain: Bool { expression == nil }

    package func matches(_ text: String) -> Bool {
        let subject = Folding.fold(text)
        if let expression { return expression.matches(subject) }
        return firstPlace(of: folded, in: Array(subject.utf8)[...]) != nil
    }
}

/// A regular expression, compiled once. Threads that share it take turns.
private final class CompiledExpression: Sendable {
    private let regex: Mutex<Regex<AnyRegexOutput>>

    init(_ regex: sending Regex<AnyRegexOutput>) { self.regex = Mutex(regex) }

    func matches(_ subject: String) -> Bool {
        regex.withLock { regex in
            // It throws only where a closure inside it does; a typed expression has none.
            do { return try regex.firstMatch(in: subject) != nil } catch { return false }
        }
    }
}

/// A pattern for names: the whole name, in which `*` stands for any text. Names are compared by
/// bytes (formats 1.1).
package struct NamePattern: Sendable, Hashable {
    private let pieces: [[UInt8]]

    private var prefix: [UInt8] = []

    /// - Parameter prefix: what may stand before a name.
    init(_ text: String, prefix: String = "") {
        self.prefix = Array(prefix.utf8)
        pieces = Array(text.utf8).split(separator: 0x2A, omittingEmptySubsequences: false)
            .map { Array($0) }
    }

    /// The pattern that only `name` fulfils, also where it holds a `*`.
    package init(exactly name: String) { pieces = [Array(name.utf8)] }

    /// The only name that fulfils the pattern, where there is only one.
    package var exactName: String? {
        pieces.count == 1 && prefix.isEmpty ? String(decoding: pieces[0], as: UTF8.self) : nil
    }

    package func matches(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        return matches(bytes) || !prefix.isEmpty && matches(prefix + bytes)
    }

    private func matches(_ bytes: [UInt8]) -> Bool {
        guard let first = pieces.first, let last = pieces.last else { return false }
        if pieces.count == 1 { return bytes == first }
        guard bytes.count >= first.count + last.count, bytes.starts(with: first),
            bytes.suffix(last.count).elementsEqual(last)
        else { return false }
        var rest = bytes[first.count..<bytes.count - last.count]
        for piece in pieces.dropFirst().dropLast() {
            guard let start = firstPlace(of: piece, in: rest) else { return false }
            rest = rest[(start + piece.count)...]
        }
        return true
    }
}
