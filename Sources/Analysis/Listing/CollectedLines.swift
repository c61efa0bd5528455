import Model
import Platform
import Reading
import SourceText

/// The lines that the collectors of all threads kept, with one numbering of places.
struct CollectedLines: Sendable {
    private(set) var entries = ChunkedList<RowCollector.Entry>()
    /// The targets that the collectors met, those of each thread behind the others'.
    private(set) var targets: [Target] = []
    private var shares: [Share] = []
    /// The places of each file's lines, in the order of the threads.
    private var ranges: [(file: UInt32, places: Range<Int>)] = []

    /// What one thread collected.
    private struct Share: Sendable {
        /// The first place behind its lines.
        var end: Int
        var text: LineArena
        var firstTarget: Int
        var splitTargets: [TargetID]
        var longLengths: [Int: Int]
    }

    init(_ collectors: [(consumer: RowCollector, targets: [Target])]) {
        for (collector, targets) in collectors {
            let first = entries.append(collector.entries)
            for (file, places) in collector.ranges {
                ranges.append((file, first + places.lowerBound..<first + places.upperBound))
            }
            let longLengths = collector.longLengths.map { (first + $0.key, $0.value) }
            shares.append(
                Share(
                    end: entries.end, text: collector.text,
                    firstTarget: self.targets.count, splitTargets: collector.splitTargets,
                    longLengths: Dictionary(uniqueKeysWithValues: longLengths)))
            self.targets += targets
        }
    }

    private func share(of place: Int) -> Int {
        var share = 0
        while place >= shares[share].end { share += 1 }
        return share
    }

    /// The bytes of the line at a place.
    func bytes(_ place: Int, _ entry: RowCollector.Entry) -> [UInt8] {
        let share = share(of: place)
        let start = shares[share].text.start(entry.position)
        return shares[share].text.text(entry.position).bytes(
            start..<start + length(place, entry, share))
    }

    /// Hands the bytes of the description of the line at a place, whose beginning the entry knows.
    @inline(__always)
    func withDescription(
        _ place: Int, _ entry: RowCollector.Entry, _ body: (borrowing Span<UInt8>) -> Void
    ) {
        let share = share(of: place)
        let text = shares[share].text.text(entry.position)
        let start = shares[share].text.start(entry.position)
        let first = start &+ Int(entry.description)
        var end = first &+ entry.descriptionLength
        if entry.descriptionLength == RowCollector.Entry.longDescription {
            let lineEnd = start &+ length(place, entry, share)
            end = text.firstIndex(of: Ascii.bar, from: first, before: lineEnd)
            while end > first, text[end &- 1].isBlank { end &-= 1 }
        }
        text.withSpan(first..<end, body)
    }

    private func length(_ place: Int, _ entry: RowCollector.Entry, _ share: Int) -> Int {
        let isLong = entry.length == RowCollector.Entry.longLine
        return isLong ? shares[share].longLengths[place] ?? 0 : Int(entry.length)
    }

    /// The target of the line at a place, as its index in `targets`; `nil` for a split.
    func target(_ place: Int, _ entry: RowCollector.Entry) -> Int? {
        entry.target < RowCollector.Entry.split
            ? shares[share(of: place)].firstTarget + Int(entry.target) : nil
    }

    /// The targets of the parts of the line at a place, as indices in `targets`.
    func partTargets(_ place: Int, _ entry: RowCollector.Entry) -> [Int] {
        let share = shares[share(of: place)]
        if entry.target < RowCollector.Entry.split {
            return [share.firstTarget + Int(entry.target)]
        }
        let start = Int(entry.target - RowCollector.Entry.split)
        let count = Int(share.splitTargets[start])
        return share.splitTargets[start + 1...start + count].map { share.firstTarget + Int($0) }
    }

    /// The places ordered by day, in the reading order inside a day: lines are met in the order of
    /// accounts, files and lines, so that counting them by day sorts them.
    var order: [UInt32] {
        let places = ranges.sorted { $0.file < $1.file }.map(\.places)
        var first = Int32.max
        var last = Int32.min
        for place in places.joined() {
            let day = entries[place].day
            first = min(first, day)
            last = max(last, day)
        }
        if first > last { return [] }
        var starts = Array(repeating: 0, count: Int(last - first) + 2)
        for place in places.joined() { starts[Int(entries[place].day - first) + 1] += 1 }
        for day in 1..<starts.count { starts[day] += starts[day - 1] }
        var order = [UInt32](repeating: 0, count: starts[starts.count - 1])
        for place in places.joined() {
            let day = Int(entries[place].day - first)
            order[starts[day]] = UInt32(place)
            starts[day] += 1
        }
        return order
    }
}
