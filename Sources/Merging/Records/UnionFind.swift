/// Ids that stand for one record, each class by its smallest.
struct UnionFind {
    private var parents: [ByteText: ByteText] = [:]

    func root(of id: ByteText) -> ByteText {
        var id = id
        while let parent = parents[id] { id = parent }
        return id
    }

    mutating func join(_ ids: [ByteText]) {
        guard let first = ids.first else { return }
        var smallest = root(of: first)
        for id in ids.dropFirst() {
            let other = root(of: id)
            if other == smallest { continue }
            let (lower, upper) = (min(smallest, other), max(smallest, other))
            parents[upper] = lower
            smallest = lower
        }
    }
}
