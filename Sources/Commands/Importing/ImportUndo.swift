import Editing
import Importing
import JSONText
import Model
import Reading
import SourceText
import Syntax

/// Takes back what a file brought, whenever that was: its lines, its evidence and its batch, so that a
/// corrected file comes in as new (S21). What other files also brought stays.
struct ImportUndo {
    private let ledger: Ledger
    private let session: Session
    private let files: LedgerFiles
    private let isSure: Bool

    init(_ ledger: Ledger, _ session: Session, isSure: Bool) {
        self.ledger = ledger
        self.session = session
        self.isSure = isSure
        files = LedgerFiles(ledger)
    }

    /// - Parameter digest: the first characters of the SHA-256 of the file.
    func plan(_ digest: String) throws(CommandFailure) -> WritePlan {
        var log = try files.batchLog()
        let wanted = try fullDigest(digest, log)
        let batches = log.objects.filter { $0["digest"]?.text == wanted }
        let others = try files.logLines().filter { $0["digest"]?.text != wanted }
        let kept = Set(others.flatMap(ImportUndo.records))
        let gone = Set(batches.flatMap(ImportUndo.records)).subtracting(kept)
        var taken = TakenBack()
        for name in Set(batches.compactMap { $0["account"]?.text }).sorted(by: byBytes) {
            guard let account = ledger.account(name) else { continue }
            try takeBack(gone, account, &taken)
            try takeBackValuations(batches, others, account, &taken)
        }
        try loosen(&taken)
        let touched = taken.touched
        if touched > 0, !isSure, !session.options.isDryRun {
            throw .question(
                message:
                    "\(counted(touched, "line")) of the file, changed by hand, would go",
                remedy: "see them with --dry-run, then say --yes")
        }
        log.filter { $0["digest"]?.text != wanted }
        let files = taken.files.keys.sorted(by: byBytes).compactMap { taken.files[$0] }
        return WritePlan(edits: files.map { FileEdit($0) } + (taken.evidence + [log]).map(edit))
    }

    /// What is taken back so far.
    private struct TakenBack {
        /// The files of transactions by their paths.
        var files: [String: EditableFile] = [:]
        var evidence: [JSONLines] = []
        /// How many of the lines that go a person had changed.
        var touched = 0
        /// The ids of lines that go and were sides of transfers.
        var paired: Set<String> = []
    }

    private static func records(_ batch: JSONValue) -> [String] {
        (batch["records"]?.elements ?? []).compactMap(\.text)
    }

    private func fullDigest(_ digest: String, _ log: JSONLines) throws(CommandFailure) -> String {
        let known = Set(log.objects.compactMap { $0["digest"]?.text })
        let found = known.filter { $0.hasPrefix(digest.lowercased()) }.sorted(by: byBytes)
        if found.count == 1, digest.utf8.count >= 6 { return found[0] }
        if found.isEmpty {
            throw .failed(
                message: "no import has the digest “\(digest)”",
                remedy:
                    "\(LedgerFiles.batchLogPath) lists them; sha256sum tells that of a file, unless it is a journal that includes others"
            )
        }
        throw .question(
            message: "“\(digest)” is not enough to tell which import is meant",
            remedy: "write more of it: "
                + found.map { String($0.prefix(12)) }.joined(separator: ", "))
    }

    /// Removes the lines and the evidence of the records that nothing else carries.
    private func takeBack(
        _ gone: Set<String>, _ account: Account, _ taken: inout TakenBack
    ) throws(CommandFailure) {
        let reader = files.reader(account)
        let evidence = try files.evidence(account)
        for file in ledger.files where file.account == account.name {
            var editable = try files.editable(file.path)
            for index in (0..<editable.lineCount).reversed() {
                let text = editable.content(index)
                let attributes = LineText.attributes(text).attributes
                let own = attributes.identities
                guard own.contains(where: gone.contains) else { continue }
                let rest = own.filter { !gone.contains($0) }.sorted(by: byBytes)
                if rest.isEmpty {
                    if isTouched(text, account, reader, evidence) { taken.touched += 1 }
                    if attributes["pair"] != nil { taken.paired.formUnion(own) }
                    editable.remove(index)
                } else {
                    keep(index, rest, account, reader, evidence, &editable)
                }
            }
            taken.files[file.path] = editable
        }
        for path in files.evidencePaths(account) {
            var lines = JSONLines(path: path, bytes: try files.bytes(path))
            lines.filter { $0["id"]?.text.map { !gone.contains($0) } ?? true }
            taken.evidence.append(lines)
        }
    }

    /// Removes the valuations that only the file told, as it told them; where other files tell of that day, the
    /// greatest of theirs comes back.
    private func takeBackValuations(
        _ batches: [JSONValue], _ others: [JSONValue], _ account: Account,
        _ taken: inout TakenBack
    ) throws(CommandFailure) {
        func valuations(_ batches: [JSONValue]) -> [(source: String, value: Valuation)] {
            batches.filter { $0["account"]?.text == account.name }.flatMap { batch in
                Valuation.all(in: batch, ledger).map { (batch["source"]?.text ?? "", $0) }
            }
        }
        let kept = valuations(others)
        let gone = valuations(batches).map(\.value)
            .filter { value in !kept.contains { $0.value == value } }
        if gone.isEmpty { return }
        let reader = files.reader(account)
        for path in ledger.files.filter({ $0.account == account.name }).map(\.path) {
            guard var file = taken.files[path] else { continue }
            for index in (0..<file.lineCount).reversed() {
                guard let line = files.line(file.content(index), reader),
                    let value = gone.first(where: { $0.isWritten(as: line) })
                else { continue }
                let rest = kept.filter {
                    $0.value.date == value.date && $0.value.currency == value.currency
                }.max { $0.value.amount < $1.value.amount }
                if let rest, let line = files.line(rest.value, rest.source, reader) {
                    file.replace(index, with: line.canonical)
                } else {
                    file.remove(index)
                }
            }
            taken.files[path] = file
        }
    }

    /// The other sides of transfers whose lines go are no transfers with them any more.
    private func loosen(_ taken: inout TakenBack) throws(CommandFailure) {
        if taken.paired.isEmpty { return }
        for file in ledger.files {
            guard let account = ledger.account(file.account) else { continue }
            var editable: EditableFile
            if let known = taken.files[file.path] {
                editable = known
            } else {
                editable = try files.editable(file.path)
            }
            for index in 0..<editable.lineCount {
                let pairs = LineText.attributes(editable.content(index)).attributes.set("pair")
                if taken.paired.isDisjoint(with: pairs) { continue }
                loosen(index, taken.paired, account, &editable)
            }
            taken.files[file.path] = editable
        }
    }

    private func loosen(
        _ index: Int, _ gone: Set<String>, _ account: Account, _ file: inout EditableFile
    ) {
        do throws(SyntaxProblem) {
            var line = try TransactionLine(
                file.content(index), in: files.reader(account), taxonomies: ledger.taxonomyNames)
            let transaction = line.transaction(in: account.name)
            if transaction.machineFields.contains("category"),
                case .transfer = transaction.parts.first?.target
            {
                try line.decide("category", "")
            }
            let left = line.attributes.set("pair").filter { !gone.contains($0) }
            line.attributes.replaceSet("pair", with: left)
            file.replace(index, with: line.canonical)
        } catch {
            return
        }
    }

    private func edit(_ file: JSONLines) -> FileEdit {
        let after = file.bytes
        return FileEdit(
            path: file.path, before: file.original, after: after,
            lines: LineDifference.edits(file.original ?? [], after))
    }

    /// A line that other records or a person stand behind loses the ids that go, and what only they said.
    private func keep(
        _ index: Int, _ rest: [String], _ account: Account, _ reader: TransactionReader,
        _ evidence: EvidenceIndex, _ file: inout EditableFile
    ) {
        do throws(SyntaxProblem) {
            var line = try TransactionLine(
                file.content(index), in: reader, taxonomies: ledger.taxonomyNames)
            let before = evidence.records(of: line.transaction(in: account.name))
            line.attributes["id"] = rest[0]
            line.attributes.replaceSet("aka", with: Array(rest.dropFirst()))
            let left = evidence.records(of: line.transaction(in: account.name))
            if left.isEmpty { try line.forget(before) }
            try line.follow(left, before: before, account)
            file.replace(index, with: line.canonical)
        } catch {
            return
        }
    }

    /// Whether a person decided something on the line that neither the import nor a machine wrote: a field, or
    /// a day, an amount or a text that no record has. Who cannot tell says so.
    private func isTouched(
        _ text: [UInt8], _ account: Account, _ reader: TransactionReader, _ evidence: EvidenceIndex
    ) -> Bool {
        if LineText.status(text) == .deleted { return true }
        do throws(SyntaxProblem) {
            let line = try TransactionLine(text, in: reader, taxonomies: ledger.taxonomyNames)
            let transaction = line.transaction(in: account.name)
            let machines = transaction.machineFields
            let records = evidence.records(of: transaction)
            var written = Set([
                "id", "aka", "balance", "booking-date", "value-date", "fx", "auto", "?same",
            ])
            .union(machines).union(records.flatMap(\.facts).map(\.key))
            // A machine that found a transfer names its other side.
            if machines.contains("category") { written.insert("pair") }
            let fields = line.attributes.list.map { $0.key ?? "tags" }
            let hasCategory = !line.record.category.parts.isEmpty
            let isBanks =
                records.contains { ImportedLine.date($0, account) == line.record.date }
                && records.contains { $0.amount == line.meaning.amount }
                && (machines.contains("description")
                    || records.contains { $0.description == line.record.description })
            return !isBanks || !written.isSuperset(of: fields + (hasCategory ? ["category"] : []))
        } catch {
            return true
        }
    }
}
