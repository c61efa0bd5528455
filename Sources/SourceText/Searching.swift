extension RandomAccessCollection where Index == Int {
    /// The first place from which on the condition holds, where it holds for every element behind one for which
    /// it does; the end where it holds for none.
    ///
    /// - Complexity: O(log count).
    package func partitioningIndex(_ holds: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
