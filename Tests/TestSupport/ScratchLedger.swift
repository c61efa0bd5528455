import Platform
package import Reading
import Synchronization

/// A small ledger in a scratch folder, described by the texts of its files.
package struct ScratchLedger: Sendable {
    package let folder: ScratchFolder

    /// Makes `ledger.json`, an EUR account for each of `accounts` that `files` does not describe, and
    /// `files` by their paths.
    package init(_ files: [String: String] = [:], accounts: [String] = ["main"]) throws {
        folder = try ScratchFolder()
        if files["ledger.json"] == nil {
            try folder.write("ledger.json", ScratchLedger.ledgerFile())
        }
        for name in accounts where files["accounts/\(name).json"] == nil {
            try folder.write("accounts/\(name).json", ScratchLedger.accountFile())
        }
        for (path, text) in files { try folder.write(path, text) }
    }

    /// A ledger of one account whose file holds `lines`.
    package init(main lines: [String]) throws {
        try self.init(
            ["transactions/main/2026.txt": lines.joined(separator: "\n") + "\n"],
            accounts: ["main", "savings", "cash", "mortgage"])
    }

    package func load() throws -> Ledger { try LedgerLoader.load(folder.path) }

    /// The bytes of the file at `path`.
    package static func contents(_ path: String) throws -> [UInt8] { try readFile(path) }

    package static func ledgerFile(_ more: String = "") -> String {
        "{\n  \"format\": 1,\n  \"uid\": \"ledger0001\",\n  \"base_currency\": \"EUR\"\(more)\n}\n"
    }

    /// Every account has a uid of its own.
    private static let number = Mutex(0)

    /// An account's file; `more` are further members, each with a comma before it.
    package static func accountFile(
        kind: String = "current", currency: String = "EUR", _ more: String = ""
    ) -> String {
        "{\n  \"uid\": \"account\(number.withLock { $0 += 1; return $0 })\",\n  \"kind\": \"\(kind)\",\n  \"currency\": \"\(currency)\"\(more)\n}\n"
    }
}
