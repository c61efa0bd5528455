package import Model
import SourceText

/// Finds the category whose keyword stands in a text: the longest keyword wins, then the order of
/// the file (formats 5).
package struct KeywordCategories: Sendable {
    /// A category, and the `auto:` word which says that a machine chose it (S18).
    package struct Choice: Sendable {
        package let path: String
        package let auto: String

        init(_ path: String) {
            self.path = path
            auto = "category.\(AutoCheck.word(for: path))"
        }
    }

    /// The keywords, folded, the one that wins over the others first.
    private let keywords: [(folded: [UInt8], choice: Choice)]
    /// The keywords by their first byte, as indices in ascending order.
    private let byFirstByte: [[Int]]
    /// The path of every category by its folded form.
    private let byFolded: [String: String]

    package init(_ tree: CategoryTree) {
        byFolded = Dictionary(
            tree.categories.map { (Folding.fold($0.path), $0.path) },
            uniquingKeysWith: { first, _ in first })
        var list: [(folded: [UInt8], choice: Choice, order: Int)] = []
        for (order, category) in tree.categories.enumerated() where !category.keywords.isEmpty {
            let choice = Choice(category.path)
            for keyword in category.keywords where !keyword.isEmpty {
                list.append((Folding.bytes(keyword), choice, order))
            }
        }
        list.sort { left, right in
            let lengths = (left.folded.count, right.folded.count)
            return lengths.0 != lengths.1 ? lengths.0 > lengths.1 : left.order < right.order
        }
        keywords = list.map { ($0.folded, $0.choice) }
        var byFirstByte = Array(repeating: [Int](), count: 256)
        for (index, keyword) in keywords.enumerated() {
            if let first = keyword.folded.first { byFirstByte[Int(first)].append(index) }
        }
        self.byFirstByte = byFirstByte
    }

    /// The category for a record: where no keyword stands in its text, the one that the file names, if the ledger has it
    /// in any case and with `-` for blanks.
    func category(of record: BankRecord, _ description: String) -> Choice? {
        if let choice = category(for: description) { return choice }
        guard let name = record.category else { return nil }
        let levels = name.split(separator: ":").map { BankRecord.collapsed(String($0)) }
        let path = Folding.fold(levels.joined(separator: "/"))
        return (byFolded[path] ?? byFolded[path.replacing(" ", with: "-")]).map(Choice.init)
    }

    /// The category for a text, or `nil` where no keyword stands in it.
    ///
    /// - Complexity: O(bytes × keywords that begin with one letter).
    package func category(for text: String) -> Choice? {
        if keywords.isEmpty { return nil }
        let folded = Folding.bytes(text)
        var best = keywords.count
        for start in folded.indices {
            for index in byFirstByte[Int(folded[start])] {
                if index >= best { break }
                if KeywordCategories.stands(keywords[index].folded, in: folded, at: start) {
                    best = index
                }
            }
        }
        return best < keywords.count ? keywords[best].choice : nil
    }

    private static func stands(_ keyword: [UInt8], in text: [UInt8], at start: Int) -> Bool {
        guard start + keyword.count <= text.count else { return false }
        for offset in keyword.indices where text[start + offset] != keyword[offset] {
            return false
        }
        return true
    }
}
