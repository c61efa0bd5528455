import Git
import JSONText
import Merging
import Rendering
import SourceText

/// What commits did to the ledger's records, newest first.
struct GitLogAnswer {
    private let changes: [RecordHistory.Change]

    init(_ changes: [RecordHistory.Change]) { self.changes = changes }

    /// The changes commit by commit.
    private var commits: [(commit: GitCommit, changes: [RecordHistory.Change])] {
        var commits: [(commit: GitCommit, changes: [RecordHistory.Change])] = []
        for change in changes {
            if commits.last?.commit.id != change.commit.id { commits.append((change.commit, [])) }
            commits[commits.count - 1].changes.append(change)
        }
        return commits
    }

    var answer: Answer {
        Answer(
            "log",
            payload: {
                [
                    JSONMember(
                        "commits",
                        .array(
                            commits.map { commit, changes in
                                .object([
                                    JSONMember("commit", .string(commit.id)),
                                    JSONMember("by", .string(commit.author)),
                                    JSONMember("at", .string(commit.at)),
                                    JSONMember("subject", .string(commit.subject)),
                                    JSONMember("operations", .strings(commit.operations)),
                                    JSONMember(
                                        "changes",
                                        .array(
                                            changes.map {
                                                DifferenceText.json(
                                                    $0.difference, file: $0.path,
                                                    movedFrom: $0.movedFrom)
                                            })),
                                ])
                            }))
                ]
            },
            sheet: {
                Sheet(
                    header: [
                        "commit", "by", "at", "file", "key", "kind", "field", "before", "after",
                    ],
                    rows: changes.flatMap { change in
                        change.difference.fields.map { field in
                            [
                                change.commit.id, change.commit.author, change.commit.at,
                                change.path,
                                change.difference.key, change.difference.kind.rawValue, field.name,
                                field.before, field.after,
                            ]
                        }
                    })
            },
            text: {
                commits.flatMap { commit, changes -> [TextBlock] in
                    let rows = changes.flatMap {
                        DifferenceText.rows($0.difference, movedFrom: $0.movedFrom)
                    }
                    return [
                        .line(
                            "\(commit.id.prefix(10)) \(commit.at.prefix(10)) \(commit.author): \(commit.subject)"
                        ),
                        .table(Table(columns: [Column("change")], rows: rows, hasHeading: false)),
                    ]
                }
            })
    }
}
