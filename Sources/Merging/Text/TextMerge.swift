import Model
import SourceText

/// What became of three versions of a file.
package struct MergeResult: Sendable, Equatable {
    package var bytes: [UInt8]
    /// The fields in which two sides could not agree, by the records' ids; those that were open before as well.
    package var conflicts: [MergeConflict] = []
    package var counts = MergeCounts()

    package init(
        bytes: [UInt8], conflicts: [MergeConflict] = [], counts: MergeCounts = MergeCounts()
    ) {
        self.bytes = bytes
        self.conflicts = conflicts
        self.counts = counts
    }

    /// What becomes of a file that one side at most has changed: every byte is that side's. `nil` where both did.
    static func ofOneSide(base: [UInt8], left: [UInt8], right: [UInt8]) -> MergeResult? {
        if left == right || right == base { return MergeResult(bytes: left) }
        return left == base ? MergeResult(bytes: right) : nil
    }
}

/// How many records became what, seen from the base.
package struct MergeCounts: Sendable, Equatable {
    package var unchanged = 0
    package var changed = 0
    package var added = 0
    package var removed = 0
}

/// A field with several values, of which one is shown.
package struct MergeConflict: Sendable, Equatable {
    /// The record's id, or what else it is known by.
    package var record: String
    package var field: String
    package var shown: String
    package var others: [String]
}

/// Merges text files of records: three versions, by what they contain alone.
///
/// Nothing says which side is whose: exchanging them changes no byte.
package struct TextMerge {
    private let kind: RecordKind
    private let files: [TextLines]
    private let classes: RecordClasses
    private var merged: [ByteText: Merged] = [:]
    private var conflicts: [MergeConflict] = []
    private var counts = MergeCounts()

    /// A record of the result.
    private struct Merged {
        var line: [UInt8]
        var lead: Lead
        var day: CivilDate?
    }

    /// - Complexity: O(n log n) in the lines.
    package static func merge(
        base: [UInt8], left: [UInt8], right: [UInt8], _ kind: RecordKind
    ) -> MergeResult {
        merge(base: base, left: left, right: right, kind, copies: true, narrowsFrom: 1 << 12)
    }

    /// What follows changes nothing but the time.
    ///
    /// - Parameters:
    ///   - copies: whether lines that no side changed are copied without being taken apart.
    ///   - narrowsFrom: the size in bytes from which on lines that stand apart from all changes are left out.
    static func merge(
        base: [UInt8], left: [UInt8], right: [UInt8], _ kind: RecordKind, copies: Bool,
        narrowsFrom: Int
    ) -> MergeResult {
        if let whole = MergeResult.ofOneSide(base: base, left: left, right: right) { return whole }
        let size = min(base.count, left.count, right.count)
        if size >= narrowsFrom, let result = narrowed(base, left, right, kind) { return result }
        var merge = TextMerge(base, left, right, kind, copies: copies)
        merge.mergeRecords()
        return MergeResult(
            bytes: merge.text(), conflicts: merge.conflicts, counts: merge.counts)
    }

    /// The same from the lines around changes alone, where that can be; `nil` where the whole has to be looked at.
    private static func narrowed(
        _ base: [UInt8], _ left: [UInt8], _ right: [UInt8], _ kind: RecordKind
    ) -> MergeResult? {
        guard case .transactions(let account) = kind,
            let narrowed = NarrowedTexts([base, left, right], account: account)
        else { return nil }
        var merge = TextMerge(
            narrowed.texts[0], narrowed.texts[1], narrowed.texts[2], kind, copies: true)
        merge.mergeRecords()
        guard let bytes = narrowed.widened(merge.text()) else { return nil }
        merge.counts.unchanged += narrowed.omitted
        return MergeResult(bytes: bytes, conflicts: merge.conflicts, counts: merge.counts)
    }

    private init(
        _ base: [UInt8], _ left: [UInt8], _ right: [UInt8], _ kind: RecordKind, copies: Bool
    ) {
        self.kind = kind
        var unchanged: Set<ByteKey> = []
        if copies, case .transactions = kind {
            unchanged = QuickRecord.unchanged([base, left, right])
        }
        files = [base, left, right].map { TextLines($0, kind, unchanged: unchanged) }
        classes = RecordClasses(files, kind)
    }

    // MARK: Records

    private mutating func mergeRecords() {
        let keys = Set(classes.sides[1].keys).union(classes.sides[2].keys)
        for key in keys.sorted() {
            var versions = classes.sides.map { $0[key] }
            if versions.allSatisfy({ $0?.isQuick ?? false }), let line = versions[0]?.line,
                versions[1]?.line == line, versions[2]?.line == line
            {
                let leads = versions.map { $0?.lead ?? Lead() }
                let lead = Lead.merged(leads[0], leads[1], leads[2])
                merged[key] = Merged(line: line, lead: lead, day: versions[0]?.day)
                counts.unchanged += 1
                continue
            }
            versions = versions.map { $0?.resolved(kind) }
            guard let fields = TextMerge.fields(versions[0], versions[1], versions[2]) else {
                continue
            }
            let isAssertion = versions.contains { $0?.isAssertion ?? false }
            guard let line = line(fields, versions, isAssertion: isAssertion) else { continue }
            let left = versions[1] ?? versions[2]
            let right = versions[2] ?? versions[1]
            let lead = Lead.merged(
                versions[0]?.lead ?? Lead(), left?.lead ?? Lead(), right?.lead ?? Lead())
            let isDated = left?.day != nil
            let day = fields.shown("date").flatMap { CivilDate(iso: $0) }
            if let base = versions[0] {
                if base.line == line { counts.unchanged += 1 } else { counts.changed += 1 }
            } else {
                counts.added += 1
            }
            merged[key] = Merged(line: line, lead: lead, day: isDated ? day : nil)
            conflicts += fields.conflicts(key: key)
        }
        counts.removed = classes.sides[0].keys.count { merged[$0] == nil }
    }

    /// What a record says now; `nil` where it is gone.
    private static func fields(
        _ base: RecordClasses.Version?, _ left: RecordClasses.Version?,
        _ right: RecordClasses.Version?
    ) -> RecordFields? {
        switch (left, right) {
        case (let left?, let right?):
            return RecordFields.merged(base?.fields ?? RecordFields(), left.fields, right.fields)
        case (let only?, nil), (nil, let only?):
            guard let base else { return only.fields }
            return RecordFields.kept(base.fields, changed: only.fields)
        case (nil, nil): return nil
        }
    }

    /// The bytes of a record: those of a side that says the same and was written anew, else those of the base, else a new
    /// line.
    private func line(
        _ fields: RecordFields, _ versions: [RecordClasses.Version?], isAssertion: Bool
    ) -> [UInt8]? {
        // An id that one side has written stays written.
        let namesID = versions.dropFirst().contains { $0?.namesID ?? false }
        func own(_ version: RecordClasses.Version?) -> [UInt8]? {
            guard let version, version.fields == fields, version.namesID == namesID else {
                return nil
            }
            return version.line
        }
        let base = own(versions[0])
        let sides = versions.dropFirst().compactMap(own)
        if let first = sides.first, sides.count == 2, sides[1] == first { return first }
        let written = sides.filter { $0 != versions[0]?.line }
        return written.max { $0.lexicographicallyPrecedes($1) } ?? base
            ?? fields.line(kind, isAssertion: isAssertion)
    }

    // MARK: Text

    private func text() -> [UInt8] {
        let keys = orderedKeys()
        var leads = merged.mapValues(\.lead)
        let base = files[0]
        var trailer = Lead.merged(base.trailer, files[1].trailer, files[2].trailer)
        for (key, lines) in orphans() {
            if let key {
                let known = leads[key]?.lines ?? []
                leads[key]?.lines += lines.filter { !known.contains($0) }
            } else {
                let known = trailer.lines
                trailer.lines += lines.filter { !known.contains($0) }
            }
        }
        var header = Lead.merged(base.header, files[1].header, files[2].header)
        var loose = LooseLines(files)
        header = header.filter { loose.take($0) }
        for key in keys { leads[key]?.lines.removeAll { !loose.take($0) } }
        trailer.lines.removeAll { !loose.take($0) }
        let hasReturns = element(base.hasReturns, files[1].hasReturns, files[2].hasReturns)
        let end = hasReturns ? [Ascii.carriageReturn, Ascii.lineFeed] : [Ascii.lineFeed]
        var bytes: [UInt8] = []
        if element(base.hasMark, files[1].hasMark, files[2].hasMark) {
            bytes += [0xEF, 0xBB, 0xBF]
        }
        func add(_ lead: Lead) {
            for _ in 0..<lead.blanks { bytes += end }
            for line in lead.lines { bytes += line + end }
        }
        add(Lead(lines: header))
        if !header.isEmpty, !keys.isEmpty { bytes += end }
        for key in keys {
            add(leads[key] ?? Lead())
            bytes += (merged[key]?.line ?? []) + end
        }
        if keys.isEmpty { trailer.blanks = 0 }
        add(trailer)
        return bytes
    }

    /// Lines that a side wrote above a record which is gone, by the record that follows there; they say something that
    /// nobody took away.
    private func orphans() -> [(key: ByteText?, lines: [[UInt8]])] {
        var found: [ByteText?: Set<ByteKey>] = [:]
        for side in [1, 2] {
            let versions = classes.sides[side].sorted { $0.value.place < $1.value.place }
            for (place, entry) in versions.enumerated() where merged[entry.key] == nil {
                let old = classes.sides[0][entry.key]?.lead.lines ?? []
                let new = entry.value.lead.lines.filter { !old.contains($0) }
                if new.isEmpty { continue }
                let next = versions[place...].first { merged[$0.key] != nil }?.key
                found[next, default: []].formUnion(new.map { ByteKey($0) })
            }
        }
        return found.map { key, lines in
            (key, lines.map(\.bytes).sorted { $0.lexicographicallyPrecedes($1) })
        }
    }

    /// The keys of the result: by days, and within a day as both sides have them.
    private func orderedKeys() -> [ByteText] {
        var days: [CivilDate?: [ByteText]] = [:]
        for (key, record) in merged { days[record.day, default: []].append(key) }
        let isDescending = isDescending
        let sorted = days.sorted { one, other in
            let (left, right) = (one.key?.day ?? -1, other.key?.day ?? -1)
            return isDescending ? left > right : left < right
        }
        return sorted.flatMap { _, keys in
            let lists = classes.sides.map { side in
                keys.compactMap { key in side[key].map { (key, $0.place) } }
                    .sorted { $0.1 < $1.1 }.map(\.0)
            }
            return RecordOrder.merged(lists[0], lists[1], lists[2])
        }
    }

    /// Whether most neighbours in the base, else in both sides together, go back in time.
    private var isDescending: Bool {
        func balance(_ file: TextLines) -> Int {
            let days = file.records.compactMap { $0.parsed.day?.day }
            return zip(days, days.dropFirst()).reduce(0) {
                $0 + ($1.0 > $1.1 ? 1 : $1.0 < $1.1 ? -1 : 0)
            }
        }
        let base = balance(files[0])
        return base != 0 ? base > 0 : balance(files[1]) + balance(files[2]) > 0
    }
}
