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
        Set(LineTable.contents(bytes).map { ByteText(String(readable: $0.bytes)) })
    }
}

extension RecordFields {
    /// The values of every field.
    var cells: [ByteText: Set<ByteText>] {
        var cells = decisions.mapValues(\.keys)
        // Each member of a set is there or not by itself.
        for (name, members) in sets {
            for member in members { cells[ByteText("\(name.string) \(member.string)")] = [member] }
        }
        for (name, fact) in facts { cells[name] = [fact] }
        for flag in flags { cells[flag] = [""] }
        return cells.filter { !$0.value.isEmpty }
    }
}
