import JSONText
import Merging
import Rendering
import SourceText

/// Tells what became of records, for people and for programs.
enum DifferenceText {
    private static func sign(_ kind: RecordDifference.Kind) -> String {
        switch kind {
        case .added: "+"
        case .removed: "-"
        case .changed: "~"
        }
    }

    /// A record with what changed in it; of one that is new or gone its title says enough.
    static func rows(_ record: RecordDifference, movedFrom: String? = nil) -> [[Cell]] {
        let role: Role = record.kind == .removed ? .negative : .plain
        let id = record.title == record.key ? "" : "  \(record.key)"
        let moved = movedFrom.map { "  (was in \($0))" } ?? ""
        var rows = [
            [
                Cell(
                    "\(movedFrom == nil ? sign(record.kind) : "~") \(record.title)\(id)\(moved)",
                    role)
            ]
        ]
        guard record.kind == .changed else {
            if record.kind == .added,
                let category = record.fields.first(where: { $0.name == "category" })
            {
                rows.append([Cell("    category: \(category.after)", .faint)])
            }
            return rows
        }
        for field in record.fields {
            let words =
                field.before.isEmpty
                ? field.after
                : field.after.isEmpty
                    ? "\(field.before) → (none)" : "\(field.before) → \(field.after)"
            rows.append([Cell("    \(field.name): \(words)")])
        }
        return rows
    }

    static func json(_ record: RecordDifference, file: String, movedFrom: String? = nil)
        -> JSONValue
    {
        .object([
            JSONMember("file", .string(file)), JSONMember("key", .string(record.key)),
            JSONMember("kind", .string(record.kind.rawValue)),
            JSONMember("moved_from", .optional(movedFrom)),
            JSONMember("title", .string(record.title)),
            JSONMember(
                "fields",
                .array(
                    record.fields.map { field in
                        .object([
                            JSONMember("field", .string(field.name)),
                            JSONMember(
                                "before", .optional(field.before.isEmpty ? nil : field.before)),
                            JSONMember("after", .optional(field.after.isEmpty ? nil : field.after)),
                        ])
                    })),
        ])
    }
}
