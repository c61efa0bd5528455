import JSONText
import SourceText

/// The fields of a file in which two sides could not agree, and how they are settled.
package enum OpenConflicts {
    /// One of them, with where it stands.
    package struct Place: Sendable, Equatable {
        package let conflict: MergeConflict
        /// From 1; `nil` in a JSON file.
        package let line: Int?
    }

    /// Every open conflict of a file, in its order.
    package static func list(_ bytes: [UInt8], _ kind: FileMerge.Kind) -> [Place] {
        switch kind {
        case .records(let kind):
            return LineTable(bytes).lines.enumerated().flatMap { number, line -> [Place] in
                let text = Array(bytes[line.content])
                guard text.contains(Ascii.question), let parsed = TextLines.record(text, kind)
                else { return [] }
                return parsed.fields.conflicts(key: parsed.key).map {
                    Place(conflict: $0, line: number + 1)
                }
            }
        case .json:
            return (node(bytes)?.conflicts("") ?? []).map { Place(conflict: $0, line: nil) }
        case .evidence, .log: return []
        }
    }

    /// The file with some of its conflicts settled.
    ///
    /// - Parameter choose: the value that shall stay, of those that there are, as they are listed; for a conflict of kind
    ///   deletion `kept` or `removed`; `nil` leaves it open.
    package static func settled(
        _ bytes: [UInt8], _ kind: FileMerge.Kind, choose: (Place) -> String?
    ) -> [UInt8] {
        switch kind {
        case .records(let kind): return settled(bytes, kind, choose)
        case .json:
            guard var node = node(bytes) else { return bytes }
            let before = node
            node.settle("") { choose(Place(conflict: $0, line: nil)) }
            return node == before ? bytes : JSONWriter.file(node.value)
        case .evidence, .log: return bytes
        }
    }

    private static func settled(
        _ bytes: [UInt8], _ kind: RecordKind, _ choose: (Place) -> String?
    ) -> [UInt8] {
        LineTable.changing(bytes) { number, text in
            guard text.contains(Ascii.question), let parsed = TextLines.record(text, kind) else {
                return text
            }
            var fields = parsed.fields
            for conflict in fields.conflicts(key: parsed.key) {
                let place = Place(conflict: conflict, line: number + 1)
                if let value = choose(place) { fields.settle(conflict.field, value) }
            }
            if fields == parsed.fields { return text }
            let isAssertion = parsed.key?.string.hasPrefix("= ") ?? false
            return fields.line(kind, isAssertion: isAssertion) ?? text
        }
    }

    private static func node(_ bytes: [UInt8]) -> JSONNode? {
        do throws(JSONProblem) {
            return JSONNode(try JSONParser.parse(bytes))
        } catch {
            return nil
        }
    }
}

extension RecordFields {
    /// The fields with several values, and whether one side removed the record.
    func conflicts(key: ByteText?) -> [MergeConflict] {
        let record = ids.min()?.string ?? key?.string ?? ""
        var found = decisions.sorted { $0.key < $1.key }.compactMap { name, values in
            shownKey(name).flatMap { shown in
                values.keys.count < 2
                    ? nil
                    : MergeConflict(
                        record: record, field: name.string, shown: values.text(shown).string,
                        others: values.keys.subtracting([shown]).sorted().map {
                            values.text($0).string
                        })
            }
        }
        if flags.contains(RecordFields.removal) {
            found.append(
                MergeConflict(record: record, field: "deleted", shown: "kept", others: ["removed"]))
        }
        return found
    }

    /// Leaves one of a field's values.
    fileprivate mutating func settle(_ field: String, _ value: String) {
        if field == "deleted" {
            flags.remove(RecordFields.removal)
            sets = sets.filter { !$0.key.string.hasPrefix("-") }
            if value == "removed" { flags.insert(RecordFields.deletion) }
            return
        }
        let name = ByteText(field)
        guard let values = decisions[name] else { return }
        let key = ValueOrder.key(name, ByteText(value))
        decisions[name] = values.filtered { $0 == key }
        if let machines = machines[name] {
            let kept = machines.intersection([key])
            self.machines[name] = kept.isEmpty ? nil : kept
        }
    }
}
