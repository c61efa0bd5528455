import Model
import SourceText

/// The records of three versions of a file, put together by what they are known by: lines that share an id, through any
/// of the versions, are one record (merge design 3).
struct RecordClasses {
    /// One version of a record, with where it stands.
    struct Version {
        var fields: RecordFields
        var day: CivilDate?
        var isAssertion: Bool
        /// `nil` where several lines of the file are this record.
        var line: [UInt8]?
        /// Whether the line itself names its id.
        var namesID: Bool
        var lead: Lead
        var place: Int
        /// Whether its fields were not read, as no version changed it.
        var isQuick: Bool

        /// The same with its fields.
        func resolved(_ kind: RecordKind) -> Version {
            guard isQuick, let line, let parsed = TextLines.record(line, kind) else { return self }
            var result = self
            result.fields = parsed.fields
            result.isQuick = false
            return result
        }
    }

    /// The versions of a side by what represents each record: the smallest id of all.
    private(set) var sides: [[ByteText: Version]] = []

    /// - Parameter files: base, left and right.
    init(_ files: [TextLines], _ kind: RecordKind) {
        var keyed = files.map { RecordClasses.keys($0.records, kind) }
        for side in 1..<files.count {
            RecordClasses.pair(&keyed[side], files[side].records, keyed[0], files[0].records)
        }
        var roots = UnionFind()
        for keys in keyed.joined() { roots.join(keys) }
        for (file, keys) in zip(files, keyed) {
            var versions: [ByteText: Version] = [:]
            for (place, record) in file.records.enumerated() {
                guard let first = keys[place].first else { continue }
                let version = RecordClasses.version(record, keys[place], place)
                let root = roots.root(of: first)
                versions[root] =
                    versions[root].map {
                        RecordClasses.joined($0.resolved(kind), version.resolved(kind))
                    } ?? version
            }
            sides.append(versions)
        }
    }

    private static func version(
        _ record: MergeRecord, _ keys: [ByteText], _ place: Int
    ) -> Version {
        var fields = record.parsed.fields
        // A line without an id has the one that everybody derives.
        if record.parsed.key == nil { fields.ids.formUnion(keys) }
        return Version(
            fields: fields, day: record.parsed.day,
            isAssertion: record.parsed.key?.string.hasPrefix("= ") ?? false, line: record.line,
            namesID: !record.parsed.fields.ids.isEmpty, lead: record.lead, place: place,
            isQuick: record.parsed.isQuick)
    }

    private static func joined(_ one: Version, _ other: Version) -> Version {
        var result = one
        result.fields = RecordFields.joined(one.fields, other.fields)
        result.line = nil
        result.namesID = one.namesID || other.namesID
        result.lead = Lead.merged(Lead(), one.lead, other.lead)
        return result
    }

    // MARK: Keys

    /// What each record is known by: its ids, its own key, or an id derived from what is typed, of which equal
    /// lines get one after the other.
    private static func keys(_ records: [MergeRecord], _ kind: RecordKind) -> [[ByteText]] {
        var taken: Set<ByteText> = []
        for record in records { taken.formUnion(record.parsed.fields.ids) }
        return records.map { record in
            if !record.parsed.fields.ids.isEmpty { return record.parsed.fields.ids.sorted() }
            if let key = record.parsed.key { return [key] + record.parsed.formerKeys.sorted() }
            guard case .transactions(let account) = kind else { return [] }
            var occurrence = 1
            while true {
                let id = ByteText(
                    Identifier.derived(
                        .line, account: account, parts: record.parsed.core, occurrence: occurrence))
                if taken.insert(id).inserted { return [id] }
                occurrence += 1
            }
        }
    }

    /// Lines without an id that a hand changed on one side have another derived id there: each is paired with the line of
    /// the base that it was, by day, amount and text, where only one fits best (merge design 3.5).
    private static func pair(
        _ keys: inout [[ByteText]], _ records: [MergeRecord], _ baseKeys: [[ByteText]],
        _ base: [MergeRecord]
    ) {
        func isTyped(_ record: MergeRecord) -> Bool {
            record.parsed.fields.ids.isEmpty && record.parsed.key == nil
        }
        let known = Set(keys.joined())
        let old = Set(baseKeys.joined())
        let gone = base.indices.filter { isTyped(base[$0]) && !known.contains(baseKeys[$0][0]) }
        if gone.isEmpty { return }
        let new = records.indices.filter { isTyped(records[$0]) && !old.contains(keys[$0][0]) }
        var pairs: [(score: Int, gone: Int, new: Int)] = []
        for one in gone {
            for other in new {
                let score = likeness(base[one].parsed.core, records[other].parsed.core)
                if score >= 4 { pairs.append((score, one, other)) }
            }
        }
        for score in [7, 5, 4] {
            let best = pairs.filter { $0.score == score }
            // Of two that fit alike neither is taken.
            let sure = best.filter { pair in
                best.count { $0.gone == pair.gone } == 1 && best.count { $0.new == pair.new } == 1
            }
            for pair in sure { keys[pair.new] = baseKeys[pair.gone] }
            let used = (Set(best.map(\.gone)), Set(best.map(\.new)))
            pairs.removeAll { used.0.contains($0.gone) || used.1.contains($0.new) }
        }
    }

    private static func likeness(_ one: [String], _ other: [String]) -> Int {
        func isEqual(_ place: Int) -> Bool { one[place].utf8.elementsEqual(other[place].utf8) }
        return (isEqual(0) ? 2 : 0) + (isEqual(1) ? 3 : 0) + (isEqual(3) ? 2 : 0)
    }
}
