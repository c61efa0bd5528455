/// Numbers with what they belong to, the smallest first; of equal ones the smaller owner.
struct MinimumHeap {
    private var items: [(key: Int, owner: Int)] = []

    var first: (key: Int, owner: Int)? { items.first }

    /// - Complexity: O(log count).
    mutating func insert(_ key: Int, _ owner: Int) {
        items.append((key, owner))
        var index = items.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            if items[parent] <= items[index] { return }
            items.swapAt(parent, index)
            index = parent
        }
    }

    /// - Complexity: O(log count).
    mutating func removeFirst() -> (key: Int, owner: Int)? {
        guard let first = items.first, let last = items.popLast() else { return nil }
        if items.isEmpty { return first }
        items[0] = last
        var index = 0
        while true {
            var child = 2 * index + 1
            if child >= items.count { break }
            if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
            if items[index] <= items[child] { break }
            items.swapAt(index, child)
            index = child
        }
        return first
    }

    mutating func removeAll() { items.removeAll(keepingCapacity: true) }
}
