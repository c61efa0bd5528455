import Analysis
import Editing
import Importing
import JSONText
import Model
import Reading
import SourceText
import Syntax

/// What `check --fix` mends: lines without an id get theirs (S19), the other side of a pair learns
/// of it, and a bank record whose line somebody removed gets the line that remembers it (S21).
struct LedgerFixes {
    private let ledger: Ledger
    private let files: LedgerFiles
    private let taken: Set<String>

    init(_ ledger: Ledger, _ session: Session) {
        self.ledger = ledger
        files = LedgerFiles(ledger)
        taken = TakenIDs.all(ledger, threads: session.environment.threads)
    }

    func edits() throws(CommandFailure) -> [FileEdit] {
        var edits: [String: EditableFile] = [:]
        for file in ledger.files { edits[file.path] = try files.editable(file.path) }
        assignIDs(&edits)
        completePairs(&edits)
        try rememberDeletions(&edits)
        return edits.keys.sorted(by: byBytes).compactMap { path in
            edits[path].flatMap { $0.isChanged ? FileEdit($0) : nil }
        }
    }

    private func assignIDs(_ edits: inout [String: EditableFile]) {
        var ids: IDAssigner? = IDAssigner(taken: taken)
        for file in ledger.files {
            guard var editable = edits[file.path], let account = ledger.account(file.account) else {
                continue
            }
            Formatting.assignIDs(
                &editable, account: file.folder, files.reader(account),
                taxonomies: ledger.taxonomyNames, ids: &ids
            ) { taken }
            edits[file.path] = editable
        }
    }

    private func completePairs(_ edits: inout [String: EditableFile]) {
        var wanted: [String: Set<String>] = [:]
        for file in ledger.files {
            change(file, &edits) { line in
                guard let id = line.id, line.record.status.counts else { return false }
                for other in line.attributes.set("pair") { wanted[other, default: []].insert(id) }
                return false
            }
        }
        for file in ledger.files {
            change(file, &edits) { line in
                let own = line.attributes.identities
                let pairs = line.attributes.set("pair")
                let missing = own.flatMap { wanted[$0] ?? [] }.filter { !pairs.contains($0) }
                let isTransfer = line.meaning.parts.contains {
                    if case .transfer = $0.target { true } else { false }
                }
                guard isTransfer, !missing.isEmpty else { return false }
                line.attributes.replaceSet("pair", with: pairs + missing)
                return true
            }
        }
    }

    /// Adds an `x` line for what bank records that no line has tell of.
    private func rememberDeletions(
        _ edits: inout [String: EditableFile]
    ) throws(CommandFailure) {
        for account in ledger.accounts {
            let removed = RemovedLines(ledger, account).lines(
                try files.evidence(account), taken: taken.contains)
            for line in removed {
                let target = LinePlacement.path(
                    account: account.name, date: line.record.date, writer: ledger.writer)
                var file: EditableFile
                if let known = edits[target] {
                    file = known
                } else {
                    file = try files.editable(target)
                }
                LinePlacement.insert(line.canonical, of: line.record.date, into: &file)
                edits[target] = file
            }
        }
    }

    /// Goes through the readable lines of a file; lines for which `body` says so are written again.
    private func change(
        _ file: TransactionFile, _ edits: inout [String: EditableFile],
        _ body: (inout TransactionLine) -> Bool
    ) {
        guard var editable = edits[file.path], let account = ledger.account(file.account) else {
            return
        }
        let reader = files.reader(account)
        for index in 0..<editable.lineCount {
            let text = editable.content(index)
            guard case .record = LineKind(text) else { continue }
            do throws(SyntaxProblem) {
                var line = try TransactionLine(text, in: reader, taxonomies: ledger.taxonomyNames)
                if body(&line) { editable.replace(index, with: line.canonical) }
            } catch {
                continue
            }
        }
        edits[file.path] = editable
    }
}
