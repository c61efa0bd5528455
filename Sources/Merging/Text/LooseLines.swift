import SourceText

/// How often each line that is no record may stand in the result: a comment goes with the record below it, and where that
/// record goes, stays on one side and changes on the other, the comment would be taken twice.
struct LooseLines {
    private var left: [ByteKey: Int] = [:]

    /// - Parameter files: base, left and right.
    init(_ files: [TextLines]) {
        let counts = files.map { file in
            let lines = file.header + file.records.flatMap(\.lead.lines) + file.trailer.lines
            return Dictionary(lines.map { (ByteKey($0), 1) }, uniquingKeysWith: +)
        }
        for key in Set(counts[1].keys).union(counts[2].keys) {
            left[key] = single(
                counts[0][key] ?? 0, counts[1][key] ?? 0, counts[2][key] ?? 0, larger: max)
        }
    }

    /// Whether the line may stand once more.
    mutating func take(_ line: [UInt8]) -> Bool {
        guard let count = left[ByteKey(line)], count > 0 else { return false }
        left[ByteKey(line)] = count - 1
        return true
    }
}
