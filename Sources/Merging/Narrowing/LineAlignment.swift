/// Runs of lines that stand alike in three versions of a file, found from the top by looking ahead.
struct LineAlignment {
    /// A run: where it begins in each version, and how many lines it has.
    struct Run {
        var starts: [Int]
        var count: Int

        func end(_ version: Int) -> Int { starts[version] + count }
    }

    private(set) var runs: [Run] = []
    private let texts: [[UInt8]]
    private let lines: [ScannedLines]

    init(_ texts: [[UInt8]], _ lines: [ScannedLines]) {
        self.texts = texts
        self.lines = lines
        var places = [0, 0, 0]
        while zip(places, lines).allSatisfy({ $0 < $1.count }) {
            let count = equalLines(places)
            if count > 0 {
                runs.append(Run(starts: places, count: count))
                places = places.map { $0 + count }
            } else {
                guard let steps = nextEqual(places) else { return }
                for version in 0..<3 { places[version] += steps[version] }
            }
        }
    }

    /// How many lines from these places on are the same in all versions.
    private func equalLines(_ places: [Int]) -> Int {
        let most = (0..<3).map { lines[$0].count - places[$0] }.min() ?? 0
        let (base, left, right) = (places[0], places[1], places[2])
        var count = 0
        while count < most {
            let hash = lines[0].hashes[base + count]
            guard lines[1].hashes[left + count] == hash, lines[2].hashes[right + count] == hash,
                isSame(base + count, 1, left + count), isSame(base + count, 2, right + count)
            else { break }
            count += 1
        }
        return count
    }

    /// Whether a line of the base is a line of another version, byte for byte.
    private func isSame(_ place: Int, _ version: Int, _ other: Int) -> Bool {
        let (one, two) = (lines[0].whole(place), lines[version].whole(other))
        return texts[0][one] == texts[version][two]
    }

    /// How far to go in each version to come to lines that are the same; `nil` where none is near.
    private func nextEqual(_ places: [Int]) -> [Int]? {
        for window in [8, 64, 512] {
            for step in 0..<min(window, lines[0].count - places[0]) {
                let hash = lines[0].hashes[places[0] + step]
                guard let left = find(hash, 1, places[1], window),
                    let right = find(hash, 2, places[2], window)
                else { continue }
                return [step, left, right]
            }
        }
        return nil
    }

    private func find(_ hash: UInt64, _ version: Int, _ start: Int, _ window: Int) -> Int? {
        for step in 0..<min(window, lines[version].count - start)
        where lines[version].hashes[start + step] == hash {
            return step
        }
        return nil
    }
}
