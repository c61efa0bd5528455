import SourceText

/// Which section of a report a category belongs to (S9).
package enum CategoryKind: String, Sendable, CaseIterable {
    case income, expense, transfer
}

/// One declared category.
package struct Category: Sendable, Equatable {
    package var path: String
    /// The declared kind, or `nil` where it is the ancestor's.
    package var kind: CategoryKind?
    package var keywords: [String]
    package var attributes: Attributes

    package init(path: String, kind: CategoryKind?, keywords: [String], attributes: Attributes) {
        self.path = path
        self.kind = kind
        self.keywords = keywords
        self.attributes = attributes
    }

    /// The paths this category had before it was renamed (S24).
    package var formerPaths: [String] { attributes.set("was") }
}

/// The declared categories in the order of the file. Paths are told apart by their bytes (formats 1.1).
package struct CategoryTree: Sendable {
    package let categories: [Category]
    private let indexByPath: [ByteKey: Int]
    private let currentByFormer: [ByteKey: String]

    package init(_ categories: [Category] = []) {
        self.categories = categories
        var index: [ByteKey: Int] = [:]
        var former: [ByteKey: String] = [:]
        for (position, category) in categories.enumerated() {
            let key = ByteKey(category.path)
            if index[key] == nil { index[key] = position }
            for path in category.formerPaths.map({ ByteKey($0) }) where former[path] == nil {
                former[path] = category.path
            }
        }
        indexByPath = index
        currentByFormer = former
    }

    /// The position in the file of a declared path.
    package func position(of path: String) -> Int? { indexByPath[ByteKey(path)] }

    /// Whether the path is declared, or lies on the way to a declared one.
    package func isKnown(_ path: String) -> Bool { position(of: path) != nil }

    /// The path that `path` has today.
    ///
    /// A declared path is never resolved, and a former one is resolved once, by the longest former
    /// prefix (S24, M4).
    package func resolve(_ path: String) -> String {
        if currentByFormer.isEmpty || isKnown(path) { return path }
        var prefix = Substring(path)
        while true {
            let key = ByteKey(String(prefix))
            if let current = currentByFormer[key], indexByPath[key] == nil {
                return current + path[prefix.endIndex...]
            }
            guard let slash = prefix.lastIndex(of: "/") else { return path }
            prefix = prefix[..<slash]
        }
    }

    /// The declared kind of the nearest declared ancestor that has one, or `nil` (S9).
    package func kind(of path: String) -> CategoryKind? {
        var prefix = Substring(path)
        while true {
            if let position = position(of: String(prefix)), let kind = categories[position].kind {
                return kind
            }
            guard let slash = prefix.lastIndex(of: "/") else { return nil }
            prefix = prefix[..<slash]
        }
    }

    /// Where a path stands in reports: declared paths in the order of the file, each with what lies
    /// below it, then the others by bytes (S25).
    package func precedes(_ left: String, _ right: String) -> Bool {
        switch (position(of: left), position(of: right)) {
        case (let a?, let b?): a < b
        case (.some, nil): true
        case (nil, .some): false
        default: left.utf8.lexicographicallyPrecedes(right.utf8)
        }
    }
}
