/// What a command wants to do to the ledger, all of it or nothing.
package struct OperationDraft: Sendable, Equatable {
    /// Ten characters, as `Identifier` makes them.
    package var id: String
    /// The command line, as the log shows it.
    package var command: String
    /// When, as `2026-11-24T12:43:11Z`.
    package var at: String
    /// At most one for each file.
    package var changes: [FileChange]
    /// The statement files that it took in.
    package var imports: [ImportNote]

    package init(
        id: String, command: String, at: String, changes: [FileChange], imports: [ImportNote] = []
    ) {
        self.imports = imports
        self.id = id
        self.command = command
        self.at = at
        self.changes = changes
    }
}

/// One file before and after an operation; `nil` where it does not exist.
///
/// With equal contents a change writes nothing, but the operation still depends on the file: it
/// fails where the file no longer holds `before`.
package struct FileChange: Sendable, Equatable {
    /// Inside the ledger, as `transactions/checking/2026.txt`.
    package var path: String
    /// What the caller had read.
    package var before: [UInt8]?
    package var after: [UInt8]?

    package init(path: String, before: [UInt8]?, after: [UInt8]?) {
        self.path = path
        self.before = before
        self.after = after
    }
}
