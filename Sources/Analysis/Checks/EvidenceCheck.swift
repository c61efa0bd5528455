import Model
import Platform
import Reading
import SourceText

/// Bank records that stand in no line: somebody removed it (S21).
enum EvidenceCheck {
    static func findings(_ ids: IDIndex) -> [Diagnostic] {
        let ledger = ids.lines.ledger
        let paths = ledger.accounts.flatMap { account in
            FolderContents.names(ledger, "evidence/\(account.name)", ending: ".jsonl")
                .sorted(by: byBytes).map { "evidence/\(account.name)/\($0).jsonl" }
        }
        return paths.flatMap { path in
            do throws(SystemFailure) {
                return findings(path, try readFile(ledger.root + "/" + path), ids)
            } catch {
                return [
                    Diagnostic(
                        "file.unreadable", .error, at: Location(file: path, line: 1),
                        "the file cannot be read: \(error.reason)",
                        remedy: "make it readable, or move it out of the folder")
                ]
            }
        }
    }

    private static func findings(
        _ path: String, _ bytes: [UInt8], _ known: IDIndex
    ) -> [Diagnostic] {
        var seen: Set<String> = []
        var findings: [Diagnostic] = []
        for (index, line) in LineTable(bytes).lines.enumerated() {
            guard let id = recordID(bytes[line.content]), !known.contains(LineIdentity(id)),
                seen.insert(String(readable: id)).inserted
            else { continue }
            var finding = Diagnostic(
                "evidence.unlinked", .hint, at: Location(file: path, line: index + 1),
                "the bank record “\(String(readable: id))” stands in no line: somebody removed it",
                excerpt: String(readable: bytes[line.content]),
                remedy: "“bankbook check --fix” writes a line that remembers the deletion, "
                    + "“bankbook import --restore” brings the row back")
            finding.isFixable = true
            findings.append(finding)
        }
        return findings
    }

    /// The id with which writers begin a record; lines of another form are left alone.
    private static func recordID(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let head = Array("{\"id\":\"".utf8)
        guard line.starts(with: head) else { return nil }
        let rest = line.dropFirst(head.count)
        guard let end = rest.firstIndex(of: Ascii.quote) else { return nil }
        let id = rest[..<end]
        return NameForm.isID(id) ? id : nil
    }
}
