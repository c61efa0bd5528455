import JSONText
import SourceText

/// The smallest things that a file says, each a key, a field and a value.
enum FileAtoms {
    /// What the records of a file are known by; of a JSON file its `uid` or `id`, else its members. `nil` where it is none of
    /// the kind.
    static func keys(_ bytes: [UInt8], _ kind: FileMerge.Kind) -> Set<ByteText>? {
        switch kind {
        case .records(let kind):
            let lines = TextLines(bytes, kind)
            if lines.records.isEmpty, !bytes.isEmpty { return nil }
            return Set(RecordClasses([lines, TextLines([], kind)], kind).sides[0].keys)
        case .json:
            guard let members = members(bytes) else { return nil }
            let names = members.filter { $0.key == "uid" || $0.key == "id" }
            return Set((names.isEmpty ? members : names).map { text($0) })
        case .evidence, .log: return lines(bytes)
        }
    }

    /// Everything that a file says: the values of each field of each record.
    static func cells(_ bytes: [UInt8], _ kind: FileMerge.Kind) -> [ByteText: [ByteText: Set<
        ByteText
    >]] {
        switch kind {
        case .records(let kind):
            let lines = TextLines(bytes, kind)
            return RecordClasses([lines, TextLines([], kind)], kind).sides[0].mapValues {
                $0.fields.cells
            }
        case .json:
            let pairs = (members(bytes) ?? []).map { member in
                let value = ByteText(String(readable: JSONWriter.compact(member.value)))
                return (ByteText(member.key), Set([value]))
            }
            return ["": Dictionary(pairs, uniquingKeysWith: { $0.union($1) })]
        case .evidence, .log:
            return Dictionary(lines(bytes).map { ($0, [:]) }, uniquingKeysWith: { one, _ in one })
        }
    }

    private static func members(_ bytes: [UInt8]) -> [JSONMember]? {
        do throws(JSONProblem) {
            guard case .object(let members) = try JSONParser.parse(bytes) else { return nil }
            return members
        } catch {
            return nil
        }
    }

    private static func text(_ member: JSONMember) -> ByteText {
        ByteText(member.key + " " + String(readable: JSONWriter.compact(member.value)))
    }

    private static func lines(_ bytes: [UInt8]) -> Set<ByteText> {
        Set(
            LineTable(bytes).lines.filter { !$0.content.isEmpty }.map {
                ByteText(String(readable: bytes[$0.content]))
            })
    }
}

extension RecordFields {
    /// The values of every field.
    var cells: [ByteText: Set<ByteText>] {
        var cells = decisions.mapValues(\.keys)
        for (name, members) in sets { cells[name, default: []].formUnion(members) }
        for (name, fact) in facts { cells[name] = [fact] }
        for flag in flags { cells[flag] = [""] }
        return cells.filter { !$0.value.isEmpty }
    }
}

/// Chooses which of several older versions two copies of a file come from.
package enum BaseChoice {
    /// The version from which both sides are least work; of two alike the older one, as a newer one would read what
    /// the other side never saw as taken back (merge design C14).
    ///
    /// - Parameter versions: oldest first.
    package static func best(
        _ versions: [[UInt8]], left: [UInt8], right: [UInt8], _ kind: FileMerge.Kind
    ) -> [UInt8]? {
        let (one, other) = (FileAtoms.cells(left, kind), FileAtoms.cells(right, kind))
        var best: (work: Int, bytes: [UInt8])?
        for version in versions {
            let cells = FileAtoms.cells(version, kind)
            let work = work(cells, one) + work(cells, other)
            if best.map({ work < $0.work }) ?? true { best = (work, version) }
        }
        return best?.bytes
    }

    /// What it took to make one version of another: people write more than they take away, so what is gone with nothing
    /// in its place counts as much as four changes. Otherwise a side's own newest version would pass for the base of
    /// both wherever both changed one field.
    private static func work(
        _ old: [ByteText: [ByteText: Set<ByteText>]], _ new: [ByteText: [ByteText: Set<ByteText>]]
    ) -> Int {
        var work = 0
        for (key, before) in old {
            guard let after = new[key] else {
                work += 4
                continue
            }
            if before == after { continue }
            for name in Set(before.keys).union(after.keys) where before[name] != after[name] {
                work += (after[name] ?? []).isEmpty ? 4 : 1
            }
        }
        for key in new.keys where old[key] == nil { work += 1 }
        return work
    }
}
