/// One word of the last field: `#tag`, `flag` or `key:value`.
package enum Attribute: Sendable, Hashable {
    case tag(String)
    case flag(String)
    case value(key: String, String)

    /// The key, or `nil` for a tag.
    package var key: String? {
        switch self {
        case .tag: nil
        case .flag(let name): name
        case .value(let key, _): key
        }
    }
}

/// The attributes of a record in the order in which they stand.
package struct Attributes: Sendable, Hashable {
    package var list: [Attribute]

    package init(_ list: [Attribute] = []) { self.list = list }

    package var isEmpty: Bool { list.isEmpty }

    /// The value of `key`; `nil` where it is absent, a flag, or empty (an empty value is absence, G2).
    package subscript(key: String) -> String? {
        get {
            for case .value(key: key, let value) in list where !value.isEmpty { return value }
            return nil
        }
        set {
            let index = list.firstIndex { $0.key == key }
            guard let newValue else {
                list.removeAll { $0.key == key }
                return
            }
            if let index {
                list[index] = .value(key: key, newValue)
            } else {
                list.append(.value(key: key, newValue))
            }
        }
    }

    package func has(flag: String) -> Bool {
        list.contains { if case .flag(flag) = $0 { true } else { false } }
    }

    /// Whether `ignored` stands as a flag or with a reason; an empty reason is absence (G2).
    package var isIgnored: Bool { has(flag: "ignored") || self["ignored"] != nil }

    /// `id` and every `aka`.
    package var identities: [String] { [self["id"]].compactMap { $0 } + set("aka") }

    /// The members of a set-valued key, in the order written.
    package func set(_ key: String) -> [String] {
        (self[key] ?? "").split(separator: ",").map(String.init)
    }

    /// Replaces the members of a set-valued key, sorted by bytes; an empty set removes the key.
    package mutating func replaceSet(_ key: String, with members: some Sequence<String>) {
        let sorted = Set(members).sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        self[key] = sorted.isEmpty ? nil : sorted.joined(separator: ",")
    }

    /// The tags in the order written.
    package var tags: [String] {
        list.compactMap { if case .tag(let name) = $0 { name } else { nil } }
    }

    /// The tags sorted by their bytes and parted by blanks, the canonical value that `auto:` fits (S18);
    /// `nil` without tags.
    package var tagsValue: String? {
        let tags = tags
        if tags.isEmpty { return nil }
        return tags.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: " ")
    }

    package mutating func insert(tag: String) {
        if !tags.contains(tag) { list.append(.tag(tag)) }
    }

    package mutating func remove(tag: String) {
        list.removeAll { $0 == .tag(tag) }
    }

    /// Every value of a key that may repeat (`?field`).
    package func values(_ key: String) -> [String] {
        list.compactMap { if case .value(key: key, let value) = $0 { value } else { nil } }
    }
}
