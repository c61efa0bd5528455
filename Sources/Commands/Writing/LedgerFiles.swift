import Analysis
import Editing
import Importing
import JSONText
import Model
import Platform
import Reading
import Schemas
import SourceText
import Syntax

/// Reads files of a ledger for commands that change them.
struct LedgerFiles {
    let ledger: Ledger
    /// Which file carried which records, one line a file and account (formats 6).
    static let batchLogPath = "connections/file.log.jsonl"

    init(_ ledger: Ledger) { self.ledger = ledger }

    /// The file's bytes; `nil` where it does not exist.
    func bytes(_ path: String) throws(CommandFailure) -> [UInt8]? {
        try DataFiles(root: ledger.root).bytes(path)
    }

    /// The object in a JSON file of the ledger; `nil` where there is no such file.
    ///
    /// - Parameter check: what its schema does not find.
    /// - Throws: what is wrong with the file, with its places.
    func object(
        _ path: String, _ schema: FileSchema, check: (JSONFile) -> [Diagnostic]
    ) throws(CommandFailure) -> JSONValue? {
        guard let bytes = try bytes(path) else { return nil }
        let file: JSONFile
        do throws(JSONFileProblem) { file = try JSONFile(path: path, bytes: bytes) } catch {
            throw .findings([error.finding])
        }
        let findings = schema.findings(in: file) + check(file)
        if !findings.isEmpty { throw .findings(findings) }
        return file.value
    }

    /// The names of the objects in a folder of JSON files, in order.
    func objectNames(_ folder: String) -> [String] {
        names(folder, ending: ".json").map { String($0.dropLast(5)) }.sorted(by: byBytes)
    }

    func editable(_ path: String) throws(CommandFailure) -> EditableFile {
        EditableFile(path: path, bytes: try bytes(path))
    }

    func reader(_ account: Account) -> TransactionReader {
        TransactionReader(ledger, account)
    }

    /// Everything that an import into an account must know.
    ///
    /// - Parameter batches: those of the account count, also among others.
    func contents(
        _ account: Account, _ batches: [BatchFact]
    ) throws(CommandFailure) -> AccountContents {
        var files: [String: EditableFile] = [:]
        for file in ledger.files where file.account == account.name {
            files[file.path] = try editable(file.path)
        }
        return AccountContents(
            files: files, evidence: try evidenceFiles(account),
            batches: batches.filter { $0.account == account.name })
    }

    /// Pairs transfers; accounts that change are added to `imports`.
    func pairTransfers(
        _ imports: inout [String: AccountImport], batches: [BatchFact], threads: Int
    ) throws(CommandFailure) -> Int {
        try TransferPairing(ledger, threads: threads).run(&imports) {
            account throws(CommandFailure) in
            AccountImport(
                ledger, account, try contents(account, batches), restores: false, threads: threads)
        }
    }

    private func evidenceFiles(
        _ account: Account
    ) throws(CommandFailure) -> [String: JSONLines] {
        var evidence: [String: JSONLines] = [:]
        for path in evidencePaths(account) {
            evidence[path] = JSONLines(path: path, bytes: try bytes(path))
        }
        return evidence
    }

    func evidencePaths(_ account: Account) -> [String] {
        names("evidence/\(account.name)", ending: ".jsonl").map { "evidence/\(account.name)/\($0)" }
    }

    /// The log of files.
    func batchLog() throws(CommandFailure) -> JSONLines {
        let path = LedgerFiles.batchLogPath
        return JSONLines(path: path, bytes: try bytes(path), order: .log)
    }

    /// The log of a connection.
    func log(of connection: String) throws(CommandFailure) -> JSONLines {
        let path = "connections/\(connection).log.jsonl"
        return JSONLines(path: path, bytes: try bytes(path), order: .log)
    }

    /// The lines of all logs: of files, and of connections.
    ///
    /// - Parameter path: of a log that is left out.
    func logLines(besides path: String? = nil) throws(CommandFailure) -> [JSONValue] {
        var lines: [JSONValue] = []
        for name in names("connections", ending: ".log.jsonl")
        where "connections/\(name)" != path {
            lines += try log(of: String(name.dropLast(".log.jsonl".utf8.count))).objects
        }
        return lines
    }

    /// What files and fetches told.
    func batches() throws(CommandFailure) -> [BatchFact] {
        try logLines().compactMap(BatchFact.init)
    }

    /// The names of files in a folder of the ledger; empty where it does not exist.
    func names(_ folder: String, ending: String) -> [String] {
        do throws(SystemFailure) {
            return try listFolder(ledger.root + "/" + folder).map(\.name)
                .filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") && !$0.hasPrefix("~") }
        } catch {
            return []
        }
    }

    /// The bank records of an account.
    func evidence(_ account: Account) throws(CommandFailure) -> EvidenceIndex {
        EvidenceIndex(try evidenceFiles(account), account: account.name)
    }

    /// A line of a file; `nil` where it is none that can be read.
    func line(_ text: [UInt8], _ reader: TransactionReader) -> TransactionLine? {
        guard case .record = LineKind(text) else { return nil }
        return TransactionLine.read(text, in: reader, taxonomies: ledger.taxonomyNames)
    }

    /// The transaction of a line that stands in no file yet; `nil` where it cannot be read.
    func transaction(_ text: [UInt8], _ account: Account) -> Transaction? {
        do throws(SyntaxProblem) {
            return try reader(account).transaction(text, file: "", number: 0)
        } catch {
            return nil
        }
    }

    /// The line of a valuation; `nil` where the account does not hold its currency.
    func line(
        _ valuation: Valuation, _ source: String, _ reader: TransactionReader
    ) -> TransactionLine? {
        do throws(SyntaxProblem) {
            return try valuation.line(source, reader, taxonomies: ledger.taxonomyNames)
        } catch {
            return nil
        }
    }

    /// Whether a bank feeds the account, so that its lines come from there (S10).
    func hasFeed(_ account: Account) throws(CommandFailure) -> Bool {
        for name in names("connections", ending: ".json") {
            guard let bytes = try bytes("connections/\(name)") else { continue }
            let file = ConnectionFile(bytes)
            if file.access != "manual", file.accounts.values.contains(account.name) { return true }
        }
        return false
    }
}
