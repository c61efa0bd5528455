package import Model
import SourceText

/// Finds the category whose keyword stands in a text: the longest keyword wins, then the order of
/// the file (formats 5).
package struct KeywordCategories: Sendable {
    /// A category as a line has it: its path, or the parts of a split.
    package struct Choice: Sendable {
        package let text: String
        /// The `auto:` word which says that a machine chose it (S18); `nil` for a split, of which it is not the text alone
        /// that counts.
        package let auto: String?

        init(_ path: String) {
            text = path
            auto = "category.\(AutoCheck.word(for: path))"
        }

        init(split: String) {
            text = split
            auto = nil
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
        if let name = record.category { return path(named: name, record).map { Choice($0) } }
        let split = record.split
        let paths = split.compactMap { path(named: $0.category, record) }
        // A line of nothing has no direction in which parts could have theirs.
        guard split.count > 1, paths.count == split.count, record.amount != 0,
            split.allSatisfy({ $0.amount.scaled(to: record.decimals) != nil })
        else { return nil }
        let parts = zip(paths, split).map { path, part in
            let isOpposite =
                part.amount.units != 0 && (part.amount.units < 0) != (record.amount < 0)
            let sign = isOpposite ? (part.amount.units < 0 ? "-" : "+") : ""
            let number = decimalText(
                Int128(part.amount.units.magnitude), decimals: part.amount.decimals)
            return "\(path) \(sign)\(number)"
        }
        return Choice(split: parts.joined(separator: ", "))
    }

    /// The category of the ledger that a file's name means. The first level of an account in a journal says whether it
    /// is income or expense, which categories may leave to their kind.
    private func path(named name: String, _ record: BankRecord) -> String? {
        let levels = name.split(separator: ":").map { BankRecord.collapsed(String($0)) }
        func known(_ levels: some Sequence<String>) -> String? {
            let path = Folding.fold(levels.joined(separator: "/"))
            return byFolded[path] ?? byFolded[path.replacing(" ", with: "-")]
        }
        return known(levels) ?? (record.isOfJournal ? known(levels.dropFirst()) : nil)
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
