/// The name that somebody probably meant.
package enum Suggestion {
    /// The candidate nearest to `word`, at most two edits or a third of the word away; ties go to
    /// the smaller by bytes.
    ///
    /// - Complexity: O(candidates × length²).
    package static func nearest(
        to word: String, in candidates: some Sequence<String>
    ) -> String? {
        let limit = max(2, word.unicodeScalars.count / 3)
        var best: (distance: Int, name: String)?
        for name in candidates {
            let distance = distance(Array(word.unicodeScalars), Array(name.unicodeScalars))
            guard distance <= limit, distance < name.unicodeScalars.count else { continue }
            if let known = best {
                if distance > known.distance { continue }
                if distance == known.distance,
                    !name.utf8.lexicographicallyPrecedes(known.name.utf8)
                {
                    continue
                }
            }
            best = (distance, name)
        }
        return best?.name
    }

    /// Insertions, deletions, replacements and swaps of neighbours between two texts.
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var before: [Int] = []
        var previous = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            for j in right.indices {
                let change = previous[j] + (left[i] == right[j] ? 0 : 1)
                var cost = min(previous[j + 1] + 1, row[j] + 1, change)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, before[j - 1] + 1)
                }
                row.append(cost)
            }
            before = previous
            previous = row
        }
        return previous[right.count]
    }
}
