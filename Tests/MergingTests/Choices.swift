import TestSupport

/// Where everything random in a history comes from: a list of numbers, of which 0 is always the simplest choice.
///
/// A list that is used up goes on with random numbers, which are written down; without a seed, with zeros.
struct Choices {
    private(set) var list: [UInt64]
    private var next = 0
    private var random: Seeded?

    init(seed: UInt64) {
        list = []
        random = Seeded(seed)
    }

    init(_ list: [UInt64]) { self.list = list }

    /// A number below `limit`.
    mutating func draw(_ limit: Int) -> Int {
        if next == list.count { list.append(random?.next() ?? 0) }
        defer { next += 1 }
        return Int(list[next] % UInt64(limit))
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[draw(elements.count)] }

    /// A choice among weights; the first is the simplest.
    mutating func weighted(_ weights: [Int]) -> Int {
        var left = draw(weights.reduce(0, +))
        for (index, weight) in weights.enumerated() {
            if left < weight { return index }
            left -= weight
        }
        return 0
    }

    /// The numbers that were used.
    var used: [UInt64] { Array(list.prefix(next)) }

    /// The shortest and simplest list that still fails, within a number of runs.
    static func shrunk(_ list: [UInt64], fails: ([UInt64]) -> Bool) -> [UInt64] {
        var best = list
        var runs = 0
        func take(_ candidate: [UInt64]) -> Bool {
            runs += 1
            guard runs < 3000, candidate != best, fails(candidate) else { return false }
            best = candidate
            return true
        }
        var isBetter = true
        while isBetter, runs < 3000 {
            isBetter = false
            for length in [32, 16, 8, 4, 2, 1] {
                var start = 0
                while start + length <= best.count {
                    var candidate = best
                    candidate.removeSubrange(start..<start + length)
                    if take(candidate) { isBetter = true } else { start += 1 }
                }
            }
            for index in best.indices where index < best.count && best[index] != 0 {
                for value in [0, best[index] % 1000 / 2, best[index] % 1000, best[index] - 1] {
                    var candidate = best
                    candidate[index] = value
                    if value < best[index], take(candidate) {
                        isBetter = true
                        break
                    }
                }
            }
        }
        return best
    }
}
