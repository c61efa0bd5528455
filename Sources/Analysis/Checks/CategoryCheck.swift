import Model
import Queries
import Reading
import SourceText

/// Every path that a line uses is declared (S9), names are told apart by more than case and accents,
/// and no live name is somebody's former one (S24).
enum CategoryCheck {
    static func findings(_ lines: CheckedLines) -> [Diagnostic] {
        unknown(lines) + similar(lines.ledger) + formerNames(lines.ledger)
    }

    private static func unknown(_ lines: CheckedLines) -> [Diagnostic] {
        let tree = lines.ledger.categories
        var uses: [String: (location: Location, count: Int, text: [UInt8])] = [:]
        for consumer in lines.consumers {
            for use in consumer.targets {
                guard case .category(let path) = use.target, !tree.isKnown(tree.resolve(path))
                else {
                    continue
                }
                let location = lines.location(consumer, use.place)
                let known = uses[path]
                let isFirst = known.map { precedes(location, $0.location) } ?? true
                uses[path] = (
                    isFirst ? location : known?.location ?? location,
                    (known?.count ?? 0) + use.count, isFirst ? use.text : known?.text ?? use.text
                )
            }
        }
        let names = tree.categories.map(\.path)
        return uses.map { path, use in
            let others = use.count == 1 ? "" : " (\(use.count) lines)"
            let near =
                Suggestion.nearest(to: path, in: names).map { "did you mean \($0)? Else " } ?? ""
            var location = use.location
            if let range = range(of: path, in: use.text) {
                location.column = range.lowerBound + 1
                location.endColumn = range.upperBound + 1
            }
            return Diagnostic(
                "category.unknown", .error, at: location,
                "the category “\(path)” is not declared\(others)",
                excerpt: String(readable: use.text),
                remedy: near + "declare it in categories.txt")
        }
    }

    private static func precedes(_ left: Location, _ right: Location) -> Bool {
        if left.file != right.file { return byBytes(left.file, right.file) }
        return (left.line ?? 0) < (right.line ?? 0)
    }

    private static func range(of path: String, in text: [UInt8]) -> Range<Int>? {
        let wanted = Array(path.utf8)
        guard text.count >= wanted.count else { return nil }
        let start = (0...(text.count - wanted.count)).first {
            text[$0..<$0 + wanted.count].elementsEqual(wanted)
        }
        return start.map { $0..<$0 + wanted.count }
    }

    private static func similar(_ ledger: Ledger) -> [Diagnostic] {
        var first: [String: String] = [:]
        var findings: [Diagnostic] = []
        for category in ledger.categories.categories {
            let folded = Folding.fold(category.path)
            guard let other = first[folded] else {
                first[folded] = category.path
                continue
            }
            let isSame = other == category.path
            findings.append(
                Diagnostic(
                    isSame ? "category.twice" : "category.similar", isSame ? .error : .warning,
                    at: Location(file: "categories.txt", line: 1),
                    isSame
                        ? "the category “\(other)” is declared twice"
                        : "“\(other)” and “\(category.path)” differ only by case or accents",
                    remedy: "keep one of the two"))
        }
        return findings
    }

    private static func formerNames(_ ledger: Ledger) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for category in ledger.categories.categories {
            for former in category.formerPaths where ledger.categories.isKnown(former) {
                findings.append(
                    Diagnostic(
                        "category.former", .error, at: Location(file: "categories.txt", line: 1),
                        "“\(former)” is a category, and a former name of “\(category.path)”",
                        remedy: "delete it from was:, or delete the category"))
            }
        }
        return findings
    }
}
