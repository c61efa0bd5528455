import Git
import JSONText
import Merging
import Rendering
import SourceText

/// The open conflicts of a whole folder.
enum FolderConflicts {
    struct Place {
        let path: String
        let place: OpenConflicts.Place

        /// Every value that stands there, the one that is shown first.
        var values: [String] { [place.conflict.shown] + place.conflict.others }

        /// How people name the record: a member of a JSON file by the file and its path there.
        var name: String {
            let record = place.conflict.record
            return place.line == nil ? path + (record.isEmpty ? "" : ":" + record) : record
        }

        /// The one of its values that a word means; text in JSON may go without its quotes.
        func value(_ word: String) -> String? {
            values.contains(word) ? word : values.first { $0 == "\"\(word)\"" }
        }
    }

    /// One of them with who wrote its values.
    struct Told {
        let place: Place
        let writers: [String: ConflictWriters.Writer]

        init(_ place: Place, writers: [String: ConflictWriters.Writer] = [:]) {
            self.place = place
            self.writers = writers
        }

        var json: JSONValue {
            let conflict = place.place.conflict
            return .object(
                conflict.members(file: place.path) + [
                    JSONMember("line", place.place.line.map { .integer($0) } ?? .null),
                    JSONMember(
                        "writers",
                        .array(
                            place.values.compactMap { value in
                                writers[value].map { writer in
                                    .object([
                                        JSONMember("value", .string(value)),
                                        JSONMember("by", .string(writer.author)),
                                        JSONMember("at", .string(writer.at)),
                                        JSONMember("commit", .string(writer.commit)),
                                    ])
                                }
                            })),
                ])
        }

        /// A value for people, with who wrote it.
        func words(_ value: String) -> String {
            guard let writer = writers[value] else { return value }
            return "\(value) (\(writer.author), \(writer.at.prefix(10)))"
        }
    }

    static func list(_ root: String) throws(CommandFailure) -> [Place] {
        let files = DataFiles(root: root)
        var found: [Place] = []
        for path in files.paths() {
            guard let kind = FileMerge.kind(of: path), let bytes = try files.bytes(path),
                bytes.contains(Ascii.question)
            else { continue }
            found += OpenConflicts.list(bytes, kind).map { Place(path: path, place: $0) }
        }
        return found
    }

    static func answer(_ told: [Told], _ schema: String, status: ExitStatus) -> Answer {
        Answer(
            schema, status: status,
            payload: { [JSONMember("conflicts", .array(told.map(\.json)))] },
            sheet: {
                Sheet(
                    header: MergeConflict.header,
                    rows: told.map { $0.place.place.conflict.cells(file: $0.place.path) })
            }, text: { text(told) })
    }

    static func text(_ told: [Told]) -> [TextBlock] {
        if told.isEmpty { return [] }
        let rows = told.map { told in
            let conflict = told.place.place.conflict
            let line = told.place.place.line.map { ":\($0)" } ?? ""
            return [
                Cell(told.place.path + line, .faint), Cell(conflict.record), Cell(conflict.field),
                Cell(told.words(conflict.shown)),
                Cell(conflict.others.map(told.words).joined(separator: "; ")),
            ]
        }
        let columns = [
            Column("file"), Column("key", heading: "record"), Column("field"),
            Column("shown"), Column("others", heading: "other side", shrinks: true),
        ]
        return [.table(Table(columns: columns, rows: rows))]
    }
}

extension MergeConflict {
    /// What programs are told of it.
    func members(file: String) -> [JSONMember] {
        [
            JSONMember("file", .string(file)), JSONMember("key", .string(record)),
            JSONMember("field", .string(field)), JSONMember("shown", .string(shown)),
            JSONMember("others", .strings(others)),
            JSONMember("kind", .string(field == "deleted" ? "deleted" : "value")),
        ]
    }

    static let header = ["file", "key", "field", "shown", "others"]

    func cells(file: String) -> [String] {
        [file, record, field, shown, others.joined(separator: "\n")]
    }
}

/// Who wrote the values of open conflicts, as git knows it.
final class ConflictWriters {
    struct Writer: Equatable {
        let author: String
        /// As git tells it, in the writer's own time zone.
        let at: String
        let seconds: Int
        let commit: String
    }

    private let repository: GitRepository?
    private var known: [String: [String: Writer]] = [:]

    init(_ repository: GitRepository?) { self.repository = repository }

    /// The writers by the values of a conflict; without those of which git knows nothing.
    func writers(of place: FolderConflicts.Place) -> [String: Writer] {
        let conflict = place.place.conflict
        let key = "\(place.path) \(conflict.record) \(conflict.field)"
        if let found = known[key] { return found }
        let found = search(place)
        known[key] = found
        return found
    }

    private func search(_ place: FolderConflicts.Place) -> [String: Writer] {
        let conflict = place.place.conflict
        guard let repository, case .records? = FileMerge.kind(of: place.path) else { return [:] }
        var writers: [String: Writer] = [:]
        for change in RecordHistory(repository).changes(of: conflict.record, limit: 200) {
            for field in change.difference.fields where field.name == conflict.field {
                for value in place.values where field.after == value && field.before != value {
                    writers[value] =
                        writers[value]
                        ?? Writer(
                            author: change.commit.author, at: change.commit.at,
                            seconds: change.commit.seconds, commit: change.commit.id)
                }
            }
        }
        return writers
    }
}
