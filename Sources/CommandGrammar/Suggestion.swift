/// Finds the name that was probably meant.
enum Suggestion {
    /// The nearest of `names`, the earlier one of two equally near, or `nil` where none is near.
    ///
    /// Near is a distance of 2, of 1 for words of up to three letters, of a third of the length for
    /// long ones; letters that differ only in case are equal. A word that begins a name means that
    /// name where nothing is nearer.
    static func nearest(to word: String, among names: [String]) -> String? {
        let typed = folded(word)
        guard !typed.isEmpty else { return nil }
        let limit = typed.count <= 3 ? 1 : max(2, typed.count / 3)
        var best: (name: String, distance: Int)?
        for name in names {
            let candidate = folded(name)
            guard abs(candidate.count - typed.count) <= limit else { continue }
            let found = distance(typed, candidate)
            if found <= limit, best.map({ found < $0.distance }) ?? true { best = (name, found) }
        }
        if let best { return best.name }
        guard typed.count >= 2 else { return nil }
        return names.first { folded($0).starts(with: typed) }
    }

    /// The number of letters added, left out, replaced, or swapped with their neighbour.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
                var least = min(last[column + 1] + 1, current[column] + 1, replaced)
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }

    private static func folded(_ word: String) -> [UInt8] {
        word.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }
}
