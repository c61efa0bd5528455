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

/// The declared categories in the order of the file.
package struct CategoryTree: Sendable {
    package let categories: [Category]
    private let indexByPath: [String: Int]
    private let currentByFormer: [String: String]

    package init(_ categories: [Category] = []) {
        self.categories = categories
        var index: [String: Int] = [:]
        var former: [String: String] = [:]
        for (position, category) in categories.enumerated() {
            if index[category.path] == nil { index[category.path] = position }
            for path in category.formerPaths where former[path] == nil {
                former[path] = category.path
            }
        }
        indexByPath = index
        currentByFormer = former
    }

    /// The position in the file of a declared path.
    package func position(of path: String) -> Int? { indexByPath[path] }

    /// Whether the path is declared, or lies on the way to a declared one.
    package func isKnown(_ path: String) -> Bool { indexByPath[path] != nil }

    /// The path that `path` has today.
    ///
    /// A declared path is never resolved, and a former one is resolved once, by the longest former
    /// prefix (S24, M4).
    package func resolve(_ path: String) -> String {
        if currentByFormer.isEmpty || indexByPath[path] != nil { return path }
        var prefix = Substring(path)
        while true {
            if let current = currentByFormer[String(prefix)], indexByPath[String(prefix)] == nil {
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
            if let position = indexByPath[String(prefix)], let kind = categories[position].kind {
                return kind
            }
            guard let slash = prefix.lastIndex(of: "/") else { return nil }
            prefix = prefix[..<slash]
        }
    }

    /// Where a path stands in reports: declared paths in the order of the file, each with what lies
    /// below it, then the others by bytes (S25).
    package func precedes(_ left: String, _ right: String) -> Bool {
        switch (indexByPath[left], indexByPath[right]) {
        case (let a?, let b?): a < b
        case (.some, nil): true
        case (nil, .some): false
        default: left.utf8.lexicographicallyPrecedes(right.utf8)
        }
    }
}
