import JSONText
import Model
import SourceText

/// The outer object of every JSON answer.
enum Envelope {
    static func object(
        _ name: String, status: ExitStatus, today: CivilDate, payload: [JSONMember],
        diagnostics: [Diagnostic]
    ) -> JSONValue {
        var members = [
            JSONMember("schema", .string("bankbook.\(name)/1")),
            JSONMember("ok", .bool(status == .done)),
            JSONMember("exit", .integer(status.rawValue)),
            JSONMember("today", .string(today.description)),
        ]
        members += payload
        members.append(JSONMember("diagnostics", .array(diagnostics.map(diagnostic))))
        return .object(members)
    }

    private static func diagnostic(_ finding: Diagnostic) -> JSONValue {
        let location = finding.location
        return .object([
            JSONMember("code", .string(finding.code)),
            JSONMember("severity", .string(finding.severity.rawValue)),
            JSONMember("file", .string(location.file)),
            JSONMember("line", number(location.line)),
            JSONMember("column", number(location.column)),
            JSONMember("end_column", number(location.endColumn)),
            JSONMember("message", .string(finding.message)),
            JSONMember("excerpt", .string(finding.excerpt)),
            JSONMember("remedy", .string(finding.remedy)),
            JSONMember("fixable", .bool(finding.isFixable)),
            JSONMember(
                "related",
                .array(
                    finding.related.map { related in
                        .object([
                            JSONMember("file", .string(related.location.file)),
                            JSONMember("line", number(related.location.line)),
                            JSONMember("column", number(related.location.column)),
                            JSONMember("message", .string(related.message)),
                        ])
                    })),
        ])
    }

    private static func number(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }
}
