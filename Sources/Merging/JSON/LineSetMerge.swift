import JSONText
import SourceText

/// Merges files that are sets of lines which never change: evidence and logs.
package enum LineSetMerge {
    /// The lines that are in both sides, or new in one, in the order in which writers keep them: evidence by booking day and
    /// id, then by bytes; a log by bytes.
    package static func merge(
        base: [UInt8], left: [UInt8], right: [UInt8], isEvidence: Bool
    ) -> MergeResult {
        if let whole = MergeResult.ofOneSide(base: base, left: left, right: right) { return whole }
        let kept = elements(lines(base), lines(left), lines(right))
        return MergeResult(
            bytes: EvidenceOrder.text(
                kept.map { (isEvidence ? order($0.bytes) : [], $0.bytes) }))
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
