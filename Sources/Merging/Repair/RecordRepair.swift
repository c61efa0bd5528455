import Model
import SourceText
import Syntax

/// Brings together the lines of one record that stand apart, in one file or in several (merge design 10, R4 and R5).
///
/// A line that one side changed while the other moved it to another file leaves a patch: it is laid over the moved line.
/// Of lines that say different things every value stays. The record stands in the file of the smallest path that holds
/// it; all else stays byte for byte.
package struct RecordRepair {
    /// The files that changed.
    package private(set) var files: [String: [UInt8]] = [:]
    /// How many records several lines were.
    package private(set) var joined = 0
    /// How many lines showed another id than the smallest of theirs.
    package private(set) var renamed = 0

    private struct Place: Hashable {
        let path: String
        let line: Int
    }

    private struct Entry {
        let place: Place
        let text: [UInt8]
        let fields: RecordFields
    }

    private var edits: [Place: [UInt8]?] = [:]

    /// - Parameter files: files of transactions by their paths, with their bytes; the order does not matter.
    /// - Complexity: every line with an id is taken apart.
    package init(_ files: [String: [UInt8]]) {
        var roots = UnionFind()
        var entries: [Entry] = []
        for (path, bytes) in files.sorted(by: { byBytes($0.key, $1.key) }) {
            for entry in RecordRepair.entries(path, bytes) {
                roots.join(entry.fields.ids.sorted())
                entries.append(entry)
            }
        }
        var classes: [ByteText: [Entry]] = [:]
        for entry in entries {
            guard let id = entry.fields.ids.min() else { continue }
            classes[roots.root(of: id), default: []].append(entry)
        }
        for (_, entries) in classes {
            if entries.count > 1 { join(entries) } else { settleID(entries[0]) }
        }
        for (path, bytes) in files {
            let changed = edits.filter { $0.key.path == path }
            if !changed.isEmpty { self.files[path] = RecordRepair.applied(changed, to: bytes) }
        }
    }

    private static func entries(_ path: String, _ bytes: [UInt8]) -> [Entry] {
        let parts = path.split(separator: "/")
        let account = parts.count > 1 ? String(parts[parts.count - 2]) : ""
        return LineTable(bytes).lines.enumerated().compactMap { number, line in
            let text = Array(bytes[line.content])
            let parsed = TextLines.record(text, .transactions(account: account))
            guard let parsed, !parsed.fields.ids.isEmpty else { return nil }
            return Entry(
                place: Place(path: path, line: number), text: text, fields: parsed.fields)
        }
    }

    private mutating func join(_ entries: [Entry]) {
        // Patches last, so that each is laid over the whole of what there is.
        let whole = entries.filter { !$0.fields.isPatch }
        let patches = entries.filter(\.fields.isPatch).sorted {
            $0.text.lexicographicallyPrecedes($1.text)
        }
        guard let home = whole.first ?? patches.first else { return }
        let others = whole.isEmpty ? patches : whole + patches
        var fields = home.fields
        for entry in others.dropFirst() { fields = RecordFields.joined(fields, entry.fields) }
        let line =
            fields == home.fields ? home.text : fields.transactionLine(isAssertion: false)
        guard let line else { return }
        joined += 1
        for entry in entries where entry.place != home.place { edits[entry.place] = .some(nil) }
        if line != home.text { edits[home.place] = line }
    }

    /// The smallest of a record's ids is the one that it shows.
    private mutating func settleID(_ entry: Entry) {
        guard entry.fields.ids.count > 1,
            let line = entry.fields.transactionLine(isAssertion: false),
            LineText.id(line) != LineText.id(entry.text)
        else { return }
        edits[entry.place] = line
        renamed += 1
    }

    private static func applied(_ edits: [Place: [UInt8]?], to bytes: [UInt8]) -> [UInt8] {
        let byLine = Dictionary(uniqueKeysWithValues: edits.map { ($0.key.line, $0.value) })
        return LineTable.changing(bytes) { number, content in
            if let edit = byLine[number] { edit } else { content }
        }
    }
}
