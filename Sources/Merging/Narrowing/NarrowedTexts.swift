import SourceText
import Syntax

/// Three versions of a file of transactions without the lines that a merge need not look at: those that no version
/// changed, and that stand apart from every change.
///
/// The merge of what is left, with the other lines put back, is the merge of the whole: each stretch that is left out
/// lies behind a line that stays, in all versions alike. What stays beside a change is what its place and its comments
/// depend on: the record before it and after it, with all that stands between records, and the ends of its day.
struct NarrowedTexts {
    /// Base, left and right.
    private(set) var texts: [[UInt8]] = []
    /// How many lines are left out.
    private(set) var omitted = 0
    private let base: [UInt8]
    /// What is left out, as ranges of the base, by the hash of the line that stands before it.
    private var gaps: [UInt64: Gap] = [:]

    private struct Gap {
        let line: Range<Int>
        var bytes: Range<Int>
    }

    /// `nil` where the versions are better merged as a whole.
    init?(_ versions: [[UInt8]], account: String) {
        base = versions[0]
        if versions.contains(where: { $0.starts(with: [0xEF, 0xBB, 0xBF]) }) { return nil }
        let lines = versions.compactMap { ScannedLines($0) }
        guard lines.count == 3 else { return nil }
        let runs = LineAlignment(versions, lines).runs
        let choice = KeptLines(versions, lines, runs)
        if choice.omitted.isEmpty { return nil }
        guard choice.areIDsApart(versions, lines, account: account) else { return nil }
        for gap in choice.omitted {
            let before = gap.lowerBound - 1
            let known = gaps.updateValue(
                Gap(
                    line: lines[0].whole(before),
                    bytes: lines[0].starts[gap.lowerBound]..<lines[0].starts[gap.upperBound]),
                forKey: lines[0].hashes[before])
            if known != nil { return nil }
            omitted += gap.count
        }
        texts = (0..<3).map { choice.text($0, versions[$0], lines[$0]) }
    }

    /// The merge of the whole from the merge of what was left; `nil` where a stretch finds no place.
    func widened(_ merged: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(merged.count + base.count)
        let text = merged.span
        var left = gaps.count
        var start = 0
        while start < merged.count {
            var place = start
            let hash = ScannedLines.hash(text, &place)
            let end = min(place + 1, merged.count)
            result += merged[start..<end]
            if let gap = gaps[hash], base[gap.line].elementsEqual(merged[start..<end]) {
                result += base[gap.bytes]
                left -= 1
            }
            start = end
        }
        return left == 0 ? result : nil
    }
}

/// Which lines of three versions stay.
struct KeptLines {
    /// The lines of the base that are left out, in stretches.
    private(set) var omitted: [Range<Int>] = []
    /// The same in each version.
    private var omittedIn: [[Range<Int>]] = [[], [], []]
    private let base: [UInt8]
    private let lines: ScannedLines

    init(_ versions: [[UInt8]], _ lines: [ScannedLines], _ runs: [LineAlignment.Run]) {
        base = versions[0]
        self.lines = lines[0]
        let days = KeptLines.changedDays(lines, runs)
        for run in runs {
            // The line before a stretch must be one that nobody takes for another.
            var start = run.starts[0]
            let end = lastRecord(run)
            var isAnchored = false
            for line in run.starts[0]..<end {
                let isPlain = isPlainRecord(line)
                let isEnd = isEndOfDay(line, run) && days.contains(lines[0].days[line])
                let isLoose = lines[0].days[line] == 0
                if isAnchored, isLoose || isPlain && !isEnd { continue }
                if isAnchored { add(start..<line, run) }
                isAnchored = isPlain
                start = line + 1
            }
            if isAnchored { add(start..<end, run) }
        }
    }

    /// The days of records in lines that are not the same in all versions.
    private static func changedDays(
        _ lines: [ScannedLines], _ runs: [LineAlignment.Run]
    ) -> Set<Int32> {
        var days: Set<Int32> = []
        for version in 0..<3 {
            var place = 0
            for run in runs {
                for line in place..<run.starts[version] { days.insert(lines[version].days[line]) }
                place = run.end(version)
            }
            for line in place..<lines[version].count { days.insert(lines[version].days[line]) }
        }
        return days
    }

    /// The last record of a run; it stays, with everything behind it.
    private func lastRecord(_ run: LineAlignment.Run) -> Int {
        var line = run.end(0) - 1
        while line > run.starts[0], lines.days[line] == 0 { line -= 1 }
        // What stands above it belongs to it.
        while line > run.starts[0], lines.days[line - 1] == 0 { line -= 1 }
        return line
    }

    /// Whether the line is a record that has an id and nothing that is open.
    private func isPlainRecord(_ line: Int) -> Bool {
        guard lines.days[line] != 0 else { return false }
        let bytes = base[lines.whole(line)]
        if bytes.contains(Ascii.question) { return false }
        var hasID = false
        LineIDs.each(in: bytes) { _, _, isShown in if isShown { hasID = true } }
        return hasID
    }

    /// Whether the line is the first or the last of its day in a run.
    private func isEndOfDay(_ line: Int, _ run: LineAlignment.Run) -> Bool {
        let day = lines.days[line]
        func differs(_ other: Int) -> Bool {
            other < run.starts[0] || other >= run.end(0) || lines.days[other] != day
        }
        return differs(line - 1) || differs(line + 1)
    }

    private mutating func add(_ gap: Range<Int>, _ run: LineAlignment.Run) {
        // Comments above a line that stays belong to it.
        var end = gap.upperBound
        while end > gap.lowerBound, lines.days[end - 1] == 0 { end -= 1 }
        if end <= gap.lowerBound { return }
        omitted.append(gap.lowerBound..<end)
        for version in 0..<3 {
            let shift = run.starts[version] - run.starts[0]
            omittedIn[version].append(gap.lowerBound + shift..<end + shift)
        }
    }

    /// What stays of a version.
    func text(_ version: Int, _ bytes: [UInt8], _ lines: ScannedLines) -> [UInt8] {
        var text: [UInt8] = []
        var place = 0
        for gap in omittedIn[version] {
            text += bytes[lines.starts[place]..<lines.starts[gap.lowerBound]]
            place = gap.upperBound
        }
        return text + bytes[lines.starts[place]...]
    }

    /// Whether no id of a line that stays is also one of a line that is left out, be it derived.
    func areIDsApart(_ versions: [[UInt8]], _ lines: [ScannedLines], account: String) -> Bool {
        var kept: Set<UInt64> = []
        for version in 0..<3 {
            var place = 0
            for gap in omittedIn[version] + [lines[version].count..<lines[version].count] {
                for line in place..<gap.lowerBound where lines[version].days[line] != 0 {
                    let bytes = versions[version][lines[version].whole(line)]
                    var hasID = false
                    LineIDs.each(in: bytes) { _, hash, isShown in
                        kept.insert(hash)
                        if isShown { hasID = true }
                    }
                    if !hasID { kept.formUnion(LineIDs.derived(bytes, account: account)) }
                }
                place = gap.upperBound
            }
        }
        for gap in omitted {
            for line in gap where lines[0].days[line] != 0 {
                var isApart = true
                LineIDs.each(in: base[lines[0].whole(line)]) { _, hash, _ in
                    if kept.contains(hash) { isApart = false }
                }
                if !isApart { return false }
            }
        }
        return true
    }
}
