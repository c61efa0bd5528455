import SourceText

/// The order of records within a day (merge design 7): what a person ordered stays, and no side goes before the other.
enum RecordOrder {
    /// - Parameters: the keys of the day in the order of each version; every key is in `left` or `right`.
    static func merged(
        _ base: [ByteText], _ left: [ByteText], _ right: [ByteText]
    ) -> [ByteText] {
        let both = Set(left).intersection(right)
        let (one, other) = (left.filter(both.contains), right.filter(both.contains))
        let common = one == other ? one : chosen(base, one, other)
        let gaps = [chains(left, both), chains(right, both)]
        var result: [ByteText] = []
        for anchor in [nil] + common.map({ Optional($0) }) {
            if let anchor { result.append(anchor) }
            result += zipped(gaps[0][anchor] ?? [], gaps[1][anchor] ?? [])
        }
        return result
    }

    /// Of two orders of the same keys: that of the side which moved some, else the smaller one.
    private static func chosen(
        _ base: [ByteText], _ one: [ByteText], _ other: [ByteText]
    ) -> [ByteText] {
        let known = Set(base).intersection(one)
        let old = base.filter(known.contains)
        let hasMoved = [one, other].map { $0.filter(known.contains) != old }
        if hasMoved[0] != hasMoved[1] { return hasMoved[0] ? one : other }
        return one.lexicographicallyPrecedes(other) ? one : other
    }

    /// The keys that only one side has, behind the common key that stands before them.
    private static func chains(
        _ keys: [ByteText], _ both: Set<ByteText>
    ) -> [ByteText?: [ByteText]] {
        var chains: [ByteText?: [ByteText]] = [:]
        var anchor: ByteText?
        for key in keys {
            if both.contains(key) { anchor = key } else { chains[anchor, default: []].append(key) }
        }
        return chains
    }

    /// Two chains as one, always with the smaller head next.
    private static func zipped(_ one: [ByteText], _ other: [ByteText]) -> [ByteText] {
        var (one, other) = (one[...], other[...])
        var result: [ByteText] = []
        while let left = one.first, let right = other.first {
            if left < right {
                result.append(left)
                one.removeFirst()
            } else {
                result.append(right)
                other.removeFirst()
            }
        }
        return result + one + other
    }
}
