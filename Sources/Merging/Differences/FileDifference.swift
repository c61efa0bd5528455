import SourceText

/// What became of one record between two versions of a file.
package struct RecordDifference: Sendable, Equatable {
    /// One field before and after; empty where it was or is absent.
    package struct Field: Sendable, Equatable {
        package let name: String
        package let before: String
        package let after: String
    }

    package enum Kind: String, Sendable {
        case added, removed, changed
    }

    package let kind: Kind
    /// The record's id, or what else it is known by.
    package let key: String
    /// Every other id of it.
    package let otherIDs: [String]
    /// What people know it by: day, amount and text of a transaction, else its key.
    package let title: String
    /// What changed; all that it says where it was added.
    package let fields: [Field]
}

/// Two versions of a file, compared record by record, whatever their order and blanks.
package struct FileDifference: Sendable, Equatable {
    /// The records that differ, in the order in which they stand now, those that are gone last.
    package let records: [RecordDifference]
    /// Comments, and lines that are no record, that are there no more.
    package let linesBefore: [String]
    /// Those that are new.
    package let linesAfter: [String]

    /// Whether the two say the same.
    package var isEmpty: Bool { records.isEmpty && linesBefore.isEmpty && linesAfter.isEmpty }

    /// `nil` for a file of no records.
    ///
    /// - Complexity: O(bytes); only lines that differ are taken apart.
    package init?(_ before: [UInt8], _ after: [UInt8], _ kind: FileMerge.Kind) {
        guard case .records(let kind) = kind else { return nil }
        var unchanged: Set<ByteKey> = []
        if case .transactions = kind { unchanged = QuickRecord.unchanged([before, after]) }
        let files = [before, after].map { TextLines($0, kind, unchanged: unchanged) }
        let classes = RecordClasses([files[0], files[1], TextLines([], kind)], kind)
        let (old, new) = (classes.sides[0], classes.sides[1])
        func sorted(_ side: [ByteText: RecordClasses.Version]) -> [ByteText] {
            side.sorted { $0.value.place < $1.value.place }.map(\.key)
        }
        let keys = sorted(new) + sorted(old).filter { new[$0] == nil }
        records = keys.compactMap { key in
            let (one, other) = (old[key], new[key])
            if let one, let other, one.isQuick, other.isQuick { return nil }
            return FileDifference.record(key, one?.resolved(kind), other?.resolved(kind))
        }
        let loose = files.map { file in
            file.header + file.records.flatMap(\.lead.lines) + file.trailer.lines
        }
        linesBefore = FileDifference.surplus(loose[0], over: loose[1])
        linesAfter = FileDifference.surplus(loose[1], over: loose[0])
    }

    /// The lines that stand more often in one list than in another.
    private static func surplus(_ lines: [[UInt8]], over others: [[UInt8]]) -> [String] {
        var left = Dictionary(others.map { (ByteKey($0), 1) }, uniquingKeysWith: +)
        return lines.compactMap { line in
            let key = ByteKey(line)
            if let count = left[key], count > 0 {
                left[key] = count - 1
                return nil
            }
            return String(readable: line)
        }
    }

    private static func record(
        _ key: ByteText, _ old: RecordClasses.Version?, _ new: RecordClasses.Version?
    ) -> RecordDifference? {
        guard let shown = new ?? old else { return nil }
        let fields = RecordFields.differences(
            old?.fields ?? RecordFields(), new?.fields ?? RecordFields())
        if fields.isEmpty { return nil }
        let ids = shown.fields.ids.sorted().map(\.string)
        return RecordDifference(
            kind: old == nil ? .added : new == nil ? .removed : .changed,
            key: ids.first ?? key.string, otherIDs: Array(ids.dropFirst()),
            title: shown.fields.title ?? key.string, fields: fields)
    }
}

extension RecordFields {
    /// The fields that two versions say differently, those of a line's own places first, then by name.
    static func differences(_ one: RecordFields, _ other: RecordFields) -> [RecordDifference.Field]
    {
        let (before, after) = (one.words, other.words)
        let names = Set(before.keys).union(after.keys).filter { name in
            // Two ways to write a number say the same.
            before[name] != after[name]
                && (one.decisions[name] == nil || one.decisions[name] != other.decisions[name])
        }
        return names.sorted { left, right in
            let ranks = [left, right].map { places.firstIndex(of: $0) ?? places.count }
            return ranks[0] != ranks[1] ? ranks[0] < ranks[1] : left < right
        }.map {
            RecordDifference.Field(
                name: $0.string, before: before[$0] ?? "", after: after[$0] ?? "")
        }
    }

    private static let places: [ByteText] = [
        "date", "status", "amount", "currency", "category", "description",
    ]

    /// Day, amount and text of a transaction; `nil` for another record.
    fileprivate var title: String? {
        guard let date = shown("date"), let amount = shown("amount") else { return nil }
        return [date, amount, shown("currency"), shown("description")].compactMap { $0 }.joined(
            separator: " ")
    }

    /// Every field as it is told to people: open values behind the one that is shown, with `or` between them.
    private var words: [ByteText: String] {
        var words: [ByteText: String] = [:]
        for (name, values) in decisions {
            guard let shown = shownKey(name) else { continue }
            let others = values.keys.subtracting([shown]).sorted()
            words[name] = ([shown] + others).map { values.text($0).string }.joined(
                separator: " or ")
        }
        for (name, members) in sets where !members.isEmpty && name != RecordFields.rest {
            let texts = members.sorted().map(\.string)
            if name == "#" {
                words["tags"] = texts.map { "#\($0)" }.joined(separator: " ")
            } else {
                words[name] = texts.joined(separator: ", ")
            }
        }
        for (name, fact) in facts { words[name] = fact.string }
        if flags.contains(RecordFields.deletion) { words[FactOrder.status] = "deleted" }
        for flag in flags where flag != RecordFields.deletion { words[flag] = "yes" }
        if ids.count > 1 { words["ids"] = ids.sorted().map(\.string).joined(separator: ", ") }
        return words
    }
}
