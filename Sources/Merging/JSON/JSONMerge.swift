import JSONText
import SourceText

/// Merges JSON files of one object: member by member, and where two sides have another value the larger one is shown, with
/// the others beside it as `"?name"`.
package enum JSONMerge {
    /// `nil` where a version is no JSON object.
    package static func merge(base: [UInt8], left: [UInt8], right: [UInt8]) -> MergeResult? {
        if let whole = MergeResult.ofOneSide(base: base, left: left, right: right) { return whole }
        guard let old = node(base, isBase: true), let one = node(left), let other = node(right)
        else { return nil }
        let merged = JSONNode.merged(old, one, other)
        // Where two versions say the same, one that was written anew stays as it is.
        let same = [(one, left), (other, right), (old, base)].filter { $0.0 == merged }.map(\.1)
        let written = same.filter { $0 != base }
        if let text = written.max(by: { $0.lexicographicallyPrecedes($1) }) ?? same.first {
            return MergeResult(bytes: text, conflicts: merged.conflicts(""))
        }
        return MergeResult(
            bytes: JSONWriter.file(merged.value), conflicts: merged.conflicts(""))
    }

    /// An empty base is an object without members: both sides made the file.
    private static func node(_ bytes: [UInt8], isBase: Bool = false) -> JSONNode? {
        if isBase, bytes.isEmpty { return JSONNode(.object([JSONMember]())) }
        do throws(JSONProblem) {
            let value = try JSONParser.parse(bytes)
            guard case .object = value else { return nil }
            return JSONNode(value)
        } catch {
            return nil
        }
    }
}
