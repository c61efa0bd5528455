import JSONText
import Model
import Platform
import Reading
import SourceText

/// What in the ledger names accounts one by one, and so does not tell of new ones: saved queries, reports, dashboards,
/// alerts, forecasts, budgets and rules.
struct UncoveredObjects {
    /// A file whose filter names accounts, and none of the new ones.
    struct Object {
        let path: String
        /// The file with the new accounts added to its filter; `nil` where a person must do that.
        let edit: FileEdit?
    }

    let objects: [Object]

    init(_ ledger: Ledger, new accounts: [String]) throws(CommandFailure) {
        var objects: [Object] = []
        if accounts.isEmpty {
            self.objects = []
            return
        }
        let files = LedgerFiles(ledger)
        let folders = [
            ("queries", ".txt"), ("reports", ".json"), ("dashboards", ".json"), ("alerts", ".json"),
            ("forecasts", ".json"), ("budgets", ".txt"),
        ]
        var paths = folders.flatMap { folder, ending in
            files.names(folder, ending: ending).map { "\(folder)/\($0)" }
        }
        paths.append("rules.txt")
        for path in paths.sorted(by: byBytes) {
            guard let bytes = try files.bytes(path) else { continue }
            let text = String(readable: bytes)
            guard text.contains("acct:"), !accounts.contains(where: { text.contains("acct:\($0)") })
            else { continue }
            objects.append(
                Object(path: path, edit: UncoveredObjects.edit(path, bytes, accounts)))
        }
        self.objects = objects
    }

    /// A saved query takes the new accounts as further terms of the same key, which mean “or”.
    private static func edit(_ path: String, _ bytes: [UInt8], _ accounts: [String]) -> FileEdit? {
        guard path.hasPrefix("queries/"), !String(readable: bytes).contains("expr:") else {
            return nil
        }
        var lines = bytes.split(separator: Ascii.lineFeed, omittingEmptySubsequences: false)
            .map(Array.init)
        guard let last = lines.lastIndex(where: { !$0.isEmpty && $0.first != UInt8(ascii: "#") })
        else { return nil }
        lines[last] += accounts.flatMap { Array(" acct:\($0)".utf8) }
        return FileEdit(
            path: path, before: bytes, after: Array(lines.joined(separator: [Ascii.lineFeed])))
    }
}
