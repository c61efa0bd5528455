import Analysis
import Editing
import Importing
import Model
import Queries
import Reading
import SourceText
import Syntax

/// Changes the lines that a query finds, in all their files at once.
struct LineChanges {
    private let ledger: Ledger
    private let session: Session
    private let files: LedgerFiles
    private let isSure: Bool
    private let taxonomies: Set<String>

    /// What is the same for all lines of an account.
    private struct Basis {
        let reader: TransactionReader
        let records: EvidenceIndex
    }

    init(_ ledger: Ledger, _ session: Session, isSure: Bool) {
        self.ledger = ledger
        self.session = session
        self.isSure = isSure
        taxonomies = ledger.taxonomyNames
        files = LedgerFiles(ledger)
    }

    /// Plans `change` for each line found. Lines that get an `=account` whose account no bank feeds
    /// get their other side as well.
    func plan(
        _ query: QueryOptions,
        _ change: (inout TransactionLine, Transaction, _ record: BankRecord?) throws(SyntaxProblem)
            -> Void
    ) throws(CommandFailure) -> WritePlan {
        var selection = try query.selection(ledger, today: session.today)
        if selection.query.terms.contains(where: { if case .id = $0 { true } else { false } }) {
            // Who names an id means the line, whatever its mark.
            selection.statuses = Set(Status.allCases).subtracting([.assertion])
        }
        let listing = Listing(selection, ledger, threads: session.environment.threads)
        _ = try session.settle(listing.findings)
        if listing.count > 1, !isSure, !session.options.isDryRun {
            throw .question(
                message: "\(counted(listing.count, "line")) would change",
                remedy: "see them with --dry-run, then say --yes")
        }
        var edits: [String: EditableFile] = [:]
        var bases: [String: Basis] = [:]
        for index in 0..<listing.count {
            let found = listing[index]
            guard let account = ledger.account(found.account) else { continue }
            if bases[account.name] == nil {
                bases[account.name] = Basis(
                    reader: files.reader(account), records: try files.evidence(account))
            }
            guard let basis = bases[account.name] else { continue }
            try apply(change, found, account, basis, &edits)
        }
        let notes = listing.count == 0 ? ["nothing was found"] : []
        return WritePlan(
            edits: edits.keys.sorted(by: byBytes).compactMap { edits[$0].map { FileEdit($0) } },
            notes: notes)
    }

    private func apply(
        _ change: (inout TransactionLine, Transaction, _ record: BankRecord?) throws(SyntaxProblem)
            -> Void,
        _ found: Transaction, _ account: Account, _ basis: Basis,
        _ edits: inout [String: EditableFile]
    ) throws(CommandFailure) {
        if edits[found.file] == nil { edits[found.file] = try files.editable(found.file) }
        let index = found.line - 1
        let known = edits[found.file].flatMap { index < $0.lineCount ? $0.content(index) : nil }
        guard let text = known else { return }
        do throws(SyntaxProblem) {
            var line = try TransactionLine(text, in: basis.reader, taxonomies: taxonomies)
            let before = line.meaning.parts
            try change(&line, found, basis.records.firstRecord(of: found))
            var mirrors: [Mirrors.Mirror] = []
            if line.meaning.parts != before {
                mirrors = try Mirrors(ledger, files, session).make(for: &line, account: account)
            }
            let changed = try line.readable()
            if changed != text { edits[found.file]?.replace(index, with: changed) }
            for mirror in mirrors {
                var other = try existing(mirror.path, edits)
                LinePlacement.insert(mirror.line, of: line.record.date, into: &other)
                edits[mirror.path] = other
            }
        } catch {
            throw .failed(
                message: "\(error.message) (\(found.file):\(found.line))", remedy: error.remedy)
        }
    }

    private func existing(
        _ path: String, _ edits: [String: EditableFile]
    ) throws(SyntaxProblem) -> EditableFile {
        if let file = edits[path] { return file }
        do throws(CommandFailure) {
            return try files.editable(path)
        } catch {
            throw SyntaxProblem(
                "file.unreadable", 0..<0, "\(path) cannot be read", remedy: "make it readable")
        }
    }
}
