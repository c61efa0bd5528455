package import Model
import SourceText

/// Finds the category whose keyword stands in a text: the longest keyword wins, then the order of
/// the file (formats 5).
package struct KeywordCategories: Sendable {
    private let keywords: [(folded: String, path: String)]

    package init(_ tree: CategoryTree) {
        var list: [(folded: String, path: String, order: Int)] = []
        for (order, category) in tree.categories.enumerated() {
            for keyword in category.keywords {
                list.append((Folding.fold(keyword), category.path, order))
            }
        }
        list.sort { left, right in
            let lengths = (left.folded.utf8.count, right.folded.utf8.count)
            return lengths.0 != lengths.1 ? lengths.0 > lengths.1 : left.order < right.order
        }
        keywords = list.map { ($0.folded, $0.path) }
    }

    /// The category for a text, or `nil` where no keyword stands in it.
    package func category(for text: String) -> String? {
        if keywords.isEmpty { return nil }
        let folded = Folding.fold(text)
        return keywords.first { folded.contains($0.folded) }?.path
    }
}
