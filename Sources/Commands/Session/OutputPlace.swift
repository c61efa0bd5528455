import Platform
import Reading

/// Files that answers are written to.
enum OutputPlace {
    /// Why an answer is not written to a place; `nil` where it may be.
    static func refusal(_ path: String) -> String? {
        if let kind = entryKind(path), kind != .file { return "\(path) is no regular file" }
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let name = path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
        guard let place = resolvedPath(folder.isEmpty ? "/" : folder) else { return nil }
        do throws(LedgerFailure) {
            let root = try LedgerLoader.discover(from: place)
            let inside = String((place + "/" + name).dropFirst(root.count + 1))
            let first = inside.split(separator: "/").first.map(String.init) ?? ""
            return own.contains(first) ? "\(inside) is a file of the ledger" : nil
        } catch {
            return nil
        }
    }

    /// What a ledger keeps for itself.
    private static let own: Set<String> = [
        "ledger.json", "company.json", "categories.txt", "rules.txt", "accounts", "taxonomies",
        "transactions", "evidence", "connections", "budgets", "plans", "prices", "forecasts",
        "reports", "dashboards", "alerts", "channels", "contacts", "invoices", "queries",
        "attachments", "inbox", "archive",
    ]

    /// Writes a new file beside the old one and puts it in its place, through links.
    ///
    /// - Parameters:
    ///   - mode: `nil` for that of the old file.
    ///   - sync: whether the content is forced to the disk.
    static func replace(
        _ path: String, with bytes: [UInt8], mode: UInt32? = nil, sync: Bool = true
    ) throws(SystemFailure) {
        let place = resolvedPath(path) ?? path
        let temporary = place + ".~new"
        do throws(SystemFailure) { try FileStep.remove(temporary) } catch  where error.isMissing {}
        try FileStep.writeNew(temporary, bytes, exactMode: mode ?? FileStep.mode(place), sync: sync)
        try FileStep.rename(temporary, to: place)
    }
}
