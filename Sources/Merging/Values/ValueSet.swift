/// The values of one field: normally one, several where sides could not agree, none where it is absent.
struct ValueSet: Sendable, Equatable {
    /// How each value is written, by what makes it the same value: `-45.2` and `-45.20` are one.
    private(set) var texts: [ByteText: ByteText] = [:]

    init() {}

    static func == (left: ValueSet, right: ValueSet) -> Bool { left.keys == right.keys }

    var keys: Set<ByteText> { Set(texts.keys) }

    var isEmpty: Bool { texts.isEmpty }

    func text(_ key: ByteText) -> ByteText { texts[key] ?? "" }

    /// Adds a value; of two ways to write it the larger stays.
    mutating func insert(_ key: ByteText, text: ByteText) {
        texts[key] = texts[key].map { max($0, text) } ?? text
    }

    func filtered(_ isKept: (ByteText) -> Bool) -> ValueSet {
        var result = ValueSet()
        result.texts = texts.filter { isKept($0.key) }
        return result
    }

    /// The values that survive (merge design 4): value by value, and where nothing would be left of two sides that
    /// settled the field in different ways, what both have.
    static func merged(_ base: ValueSet, _ left: ValueSet, _ right: ValueSet) -> ValueSet {
        var keys: Set<ByteText>
        if left == right || right == base {
            keys = left.keys
        } else if left == base {
            keys = right.keys
        } else {
            keys = elements(base.keys, left.keys, right.keys)
            if keys.isEmpty, !left.isEmpty || !right.isEmpty { keys = left.keys.union(right.keys) }
        }
        var result = ValueSet()
        for key in keys {
            let (own, other) = (left.texts[key], right.texts[key])
            let text = single(base.texts[key], own ?? other, other ?? own) { one, two in
                max(one ?? "", two ?? "")
            }
            result.texts[key] = text ?? ""
        }
        return result
    }
}
