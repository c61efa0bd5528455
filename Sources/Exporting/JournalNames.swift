import Model
import Reading
import SourceText

/// Names that a journal's accounts have: each account and category gets one of its own.
struct JournalNames {
    enum Root: String {
        case assets, liabilities, income, expenses, equity
    }

    private let dialect: JournalDialect
    private var byKey: [String: String] = [:]
    private var taken: Set<String> = []

    init(_ dialect: JournalDialect) { self.dialect = dialect }

    /// The name of a path below a root; the same for the same path, and another for every other.
    mutating func name(_ root: Root, _ path: [String]) -> String {
        let key = root.rawValue + "/" + path.joined(separator: "/")
        if let known = byKey[key] { return known }
        let segments = [root.rawValue] + path
        let plain = segments.map(segment).joined(separator: ":")
        var name = plain
        var number = 2
        // By their letters' bytes, and without regard to case, as the other tools may.
        while !taken.insert(name.lowercased()).inserted {
            name = "\(plain)-\(number)"
            number += 1
        }
        byKey[key] = name
        return name
    }

    private func segment(_ text: String) -> String {
        switch dialect {
        case .hledger, .ledger:
            let safe = text.map { $0.isLetter || $0.isNumber || " -_.&+'%".contains($0) ? $0 : "_" }
            return safe.isEmpty ? "_" : String(safe)
        case .beancount:
            var safe = text.map { $0.isLetter || $0.isNumber ? $0 : "-" }
            if let first = safe.first {
                let upper = String(first).uppercased()
                if upper.count == 1, let letter = upper.first { safe[0] = letter }
                let isStart = safe[0].isUppercase || safe[0].isASCII && safe[0].isNumber
                if !isStart { safe.insert("X", at: 0) }
            }
            return safe.isEmpty ? "X" : String(safe)
        }
    }
}
