package import Editing
package import Model
package import Reading
import SourceText
import Syntax

/// Works out anew what machines wrote on the lines of an account: facts of banks, statuses, ids and the marks of
/// machines, from the evidence and from what persons decided.
///
/// A ledger that only commands have written is not changed by it. What a person changed by hand gets the bank's
/// word beside it (S17), and a token that no longer fits its field goes (S18).
package struct AccountDerivation: Sendable {
    private var book: AccountBook

    /// - Complexity: O(lines + evidence of those that have some).
    package init(_ ledger: Ledger, _ account: Account, _ contents: AccountContents) {
        let reader = TransactionReader(ledger, account)
        let taxonomies = ledger.taxonomyNames
        let evidence = EvidenceIndex(contents.evidence, account: account.name)
        let history = BatchHistory(contents.batches)
        book = AccountBook(account.name, contents.files, writer: ledger.writer)
        for number in 0..<book.count {
            let text = book.text(number)
            do throws(SyntaxProblem) {
                let line = try TransactionLine(text, in: reader, taxonomies: taxonomies)
                let derived = try AccountDerivation.derived(line, account, evidence, history)
                if derived.canonical == line.canonical { continue }
                book.replace(
                    number, with: derived.canonical, derived.record.date, derived.record.status)
            } catch {
                // Queries name lines that cannot be read.
                continue
            }
        }
    }

    package var files: [EditableFile] {
        book.sortedChanges
    }

    private static func derived(
        _ line: TransactionLine, _ account: Account, _ evidence: EvidenceIndex,
        _ history: BatchHistory
    ) throws(SyntaxProblem) -> TransactionLine {
        var derived = line
        derived.join([])
        let transaction = line.transaction(in: account.name)
        let fitting = Set(transaction.machineFields)
        derived.attributes.replaceSet(
            "auto",
            with: line.attributes.set("auto").filter { token in
                // The mark of tags that a person took away says that they are the person's.
                let field = token.lastIndex(of: ".").map { String(token[..<$0]) }
                return field.map { fitting.contains($0) || $0 == "tags" } ?? true
            })
        let records = evidence.records(of: transaction)
        guard let current = records.max(by: BankRecord.isOlder) else { return derived }
        try derived.follow(records, before: records, account)
        let hasVanished =
            records.allSatisfy { $0.source == current.source && $0.status == .pending }
            && history.hasVanished(
                records.map(\.id), source: current.source, current.bookingDate)
        if derived.record.status == .pending, hasVanished { derived.record.status = .dropped }
        return derived
    }
}
