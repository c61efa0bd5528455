/// How much a finding matters.
package enum Severity: String, Sendable, Comparable {
    case hint, warning, error

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .hint: 0
        case .warning: 1
        case .error: 2
        }
    }
}

/// The place of a finding: a file of the ledger, and where known the line and the columns in it.
///
/// `line` is 1-based, and `nil` for a folder. Columns are 1-based and count UTF-8 bytes; `endColumn`
/// is the column after the last byte.
package struct Location: Sendable, Hashable {
    package var file: String
    package var line: Int?
    package var column: Int?
    package var endColumn: Int?

    package init(file: String, line: Int? = nil, column: Int? = nil, endColumn: Int? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.endColumn = endColumn
    }
}

/// A second place that explains a finding, such as the other line with the same id.
package struct RelatedLocation: Sendable, Hashable {
    package var location: Location
    package var message: String

    package init(_ location: Location, _ message: String) {
        self.location = location
        self.message = message
    }
}

/// One finding about the user's files, as a value: it knows nothing of terminals.
///
/// `code` is stable and documented in `docs/reference/diagnostics.md`; the wording may change.
/// `excerpt` is the line as it stands in the file, never a reconstruction.
package struct Diagnostic: Sendable, Hashable {
    package var code: String
    package var severity: Severity
    package var location: Location
    package var message: String
    package var excerpt: String
    package var remedy: String
    /// Whether `check --fix` mends it.
    package var isFixable: Bool
    package var related: [RelatedLocation]

    package init(
        _ code: String, _ severity: Severity, at location: Location, _ message: String,
        excerpt: String = "", remedy: String = "", isFixable: Bool = false,
        related: [RelatedLocation] = []
    ) {
        self.code = code
        self.severity = severity
        self.location = location
        self.message = message
        self.excerpt = excerpt
        self.remedy = remedy
        self.isFixable = isFixable
        self.related = related
    }
}

extension Diagnostic {
    /// Orders findings by file, line, column and code, so that output never depends on the order
    /// in which files were read.
    package static func inReadingOrder(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
        let a = left.location
        let b = right.location
        if a.file != b.file { return Array(a.file.utf8).lexicographicallyPrecedes(b.file.utf8) }
        if a.line != b.line { return (a.line ?? 0) < (b.line ?? 0) }
        if a.column != b.column { return (a.column ?? 0) < (b.column ?? 0) }
        if left.code != right.code { return left.code < right.code }
        return left.message < right.message
    }
}
