import JSONText
import SourceText

/// The values that a file shows, asked for by record and field as conflicts name them.
struct CurrentValues {
    private var records: [ByteText: RecordFields] = [:]
    private var object: JSONValue?

    init(_ bytes: [UInt8], _ kind: FileMerge.Kind) {
        switch kind {
        case .records(let kind):
            for record in TextLines(bytes, kind).records {
                let keys = record.parsed.fields.ids.union([record.parsed.key].compactMap { $0 })
                for key in keys { records[key] = record.parsed.fields }
            }
        case .json:
            do throws(JSONProblem) { object = try JSONParser.parse(bytes) } catch { object = nil }
        case .evidence, .log: break
        }
    }

    /// The only value of a field; `nil` where it has none or several, and for whether a record is there.
    func value(_ conflict: MergeConflict) -> String? {
        if conflict.field == "deleted" { return nil }
        if let object {
            var place: JSONValue? = object
            for name in conflict.record.split(separator: "/") { place = place?[String(name)] }
            if place?["?" + conflict.field] != nil { return nil }
            return place?[conflict.field].map { String(readable: JSONWriter.compact($0)) }
        }
        guard let values = records[ByteText(conflict.record)]?.decisions[ByteText(conflict.field)],
            values.keys.count == 1, let key = values.keys.first
        else { return nil }
        return values.text(key).string
    }
}
