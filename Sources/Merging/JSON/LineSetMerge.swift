import JSONText
import SourceText

/// Merges files that are sets of lines which never change: evidence and logs.
package enum LineSetMerge {
    /// The lines that are in both sides, or new in one, in the order in which writers keep them: evidence by booking day and
    /// id, then by bytes; a log by bytes.
    package static func merge(
        base: [UInt8], left: [UInt8], right: [UInt8], isEvidence: Bool
    ) -> MergeResult {
        if left == right || right == base { return MergeResult(bytes: left) }
        if left == base { return MergeResult(bytes: right) }
        let kept = elements(lines(base), lines(left), lines(right))
        let keyed = kept.map { line in (isEvidence ? order(line.bytes) : [], line.bytes) }
        let sorted = keyed.sorted { one, other in
            one.0 != other.0
                ? one.0.lexicographicallyPrecedes(other.0)
                : one.1.lexicographicallyPrecedes(other.1)
        }
        return MergeResult(bytes: sorted.flatMap { $0.1 + [Ascii.lineFeed] })
    }

    private static func lines(_ bytes: [UInt8]) -> Set<ByteKey> {
        var lines: Set<ByteKey> = []
        for line in LineTable(bytes).lines where !line.content.isEmpty {
            lines.insert(ByteKey(Array(bytes[line.content])))
        }
        return lines
    }

    private static func order(_ line: [UInt8]) -> [UInt8] {
        do throws(JSONProblem) {
            return EvidenceOrder.key(try JSONParser.parse(line))
        } catch {
            return []
        }
    }
}
