import Model
import SourceText

/// Three versions of one file of transactions: a base, and what two people made of it, each on their own.
package struct MergeVersions: Sendable {
    package private(set) var base: [UInt8] = []
    package private(set) var left: [UInt8] = []
    package private(set) var right: [UInt8] = []
    /// How many lines a merge of both has.
    package let merged: Int

    /// - Parameters:
    ///   - lines: of the base, over the ten years of a benchmark ledger.
    ///   - changes: of each side: four in five are edits of lines, the others new lines.
    package init(lines: Int, changes: Int, seed: UInt64) {
        let edits = changes / 5 * 4
        let added = changes - edits
        merged = lines + 2 * added
        var random = SplitMix64(seed: seed)
        let days = (0..<lines).map { _ in random.below(BenchmarkCalendar.dayCount) }.sorted()
        let dates = BenchmarkCalendar.texts()
        let paths = BenchmarkCategory.all.map { $0.path }
        var line: UInt32 = 0
        func text(_ day: Int, _ name: String, _ random: inout SplitMix64) -> [UInt8] {
            var bytes = dates[day] + Array("   | ".utf8)
            MinorUnits.append(-random.between(100, 30_000), width: 10, to: &bytes)
            bytes += " EUR | ".utf8
            bytes +=
                TransactionLine.padded(paths[random.below(paths.count)], 22) + Array(" | ".utf8)
            bytes += TransactionLine.padded(name, 24) + Array(" | id:".utf8)
            TransactionID.append(line, seed: seed, to: &bytes)
            line += 1
            return bytes
        }
        let texts = days.map { text($0, "Shop \(random.below(5_000))", &random) }
        for text in texts { base += text + [Ascii.lineFeed] }
        for side in 0..<2 {
            let changed = Set((0..<edits).map { _ in random.below(lines) })
            let new = (0..<added).map { _ in days[random.below(lines)] }.sorted()
            var bytes: [UInt8] = []
            bytes.reserveCapacity(base.count + changes * 100)
            var next = 0
            for (place, old) in texts.enumerated() {
                while next < new.count, new[next] < days[place] {
                    bytes += text(new[next], "New \(side)", &random) + [Ascii.lineFeed]
                    next += 1
                }
                bytes += old
                if changed.contains(place) {
                    bytes += (random.happens(1, in: 2) ? " #t" : " note:n").utf8
                    bytes += String(random.below(1_000_000)).utf8
                }
                bytes.append(Ascii.lineFeed)
            }
            for day in new[next...] {
                bytes += text(day, "New \(side)", &random) + [Ascii.lineFeed]
            }
            if side == 0 { left = bytes } else { right = bytes }
        }
    }
}
