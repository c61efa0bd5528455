/// Stable sorting by a small whole number.
enum CountingSort {
    /// The positions 0…`count - 1` by their bucket, equal ones in their own order.
    static func order(_ count: Int, buckets: Int, bucket: (Int) -> Int) -> [Int32] {
        var starts = [Int](repeating: 0, count: buckets + 1)
        for position in 0..<count { starts[bucket(position) + 1] += 1 }
        for index in 1...buckets { starts[index] += starts[index - 1] }
        var order = [Int32](repeating: 0, count: count)
        for position in 0..<count {
            let place = bucket(position)
            order[starts[place]] = Int32(position)
            starts[place] += 1
        }
        return order
    }
}
