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
        let kept = elements(
            LineTable.contents(base), LineTable.contents(left), LineTable.contents(right))
        return MergeResult(
            bytes: EvidenceOrder.text(
                kept.map { (isEvidence ? order($0.bytes) : [], $0.bytes) }))
    }

    private static func order(_ line: [UInt8]) -> [UInt8] {
        do throws(JSONProblem) {
            return EvidenceOrder.key(try JSONParser.parse(line))
        } catch {
            return []
        }
    }
}
