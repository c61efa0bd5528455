import SourceText

/// A pattern for free text: words that must be contained, or a regular expression; both without
/// regard to case and accents.
package struct TextPattern: Sendable {
    /// What must be contained, folded; empty where the pattern is an expression.
    package let folded: [UInt8]
    private let expression: String?

    /// - Throws: the reason where `/…/` is no regular expression.
    init(_ text: String) throws(QueryProblem) {
        if text.count >= 2, text.hasPrefix("/"), text.hasSuffix("/") {
            let source = Folding.fold(String(text.dropFirst().dropLast()))
            do {
                _ = try Regex(source)
            } catch {
                throw QueryProblem(
                    text, "“\(text)” is no regular expression", remedy: "check its brackets")
            }
            expression = source
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
        guard let expression else { return Array(subject.utf8).contains(sequence: folded) }
        do {
            return try Regex(expression).firstMatch(in: subject) != nil
        } catch {
            return false
        }
    }
}

extension Collection<UInt8> where Index == Int {
    /// Whether `part` stands somewhere in self.
    func contains(sequence part: [UInt8]) -> Bool {
        guard let head = part.first else { return true }
        guard count >= part.count else { return false }
        for start in startIndex...(endIndex - part.count)
        where self[start] == head && self[start..<start + part.count].elementsEqual(part) {
            return true
        }
        return false
    }
}

/// A pattern for names: the whole name, in which `*` stands for any text.
package struct NamePattern: Sendable, Hashable {
    private let pieces: [String]

    init(_ text: String) {
        pieces = text.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    }

    /// The pattern that only `name` fulfils, also where it holds a `*`.
    package init(exactly name: String) { pieces = [name] }

    /// The only name that fulfils the pattern, where there is only one.
    package var exactName: String? { pieces.count == 1 ? pieces[0] : nil }

    package func matches(_ name: String) -> Bool {
        guard let first = pieces.first, let last = pieces.last else { return false }
        if pieces.count == 1 { return name == first }
        guard name.hasPrefix(first), name.hasSuffix(last),
            name.utf8.count >= first.utf8.count + last.utf8.count
        else { return false }
        var rest = Substring(name).dropFirst(first.count).dropLast(last.count)
        for piece in pieces.dropFirst().dropLast() {
            if piece.isEmpty { continue }
            let bytes = Array(rest.utf8)
            let wanted = Array(piece.utf8)
            guard bytes.count >= wanted.count,
                let start = (0...(bytes.count - wanted.count)).first(where: {
                    bytes[$0..<$0 + wanted.count].elementsEqual(wanted)
                })
            else { return false }
            rest = Substring(String(decoding: bytes[(start + wanted.count)...], as: UTF8.self))
        }
        return true
    }
}
