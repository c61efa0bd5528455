package import Editing
import Model
import Platform
import Reading
import Syntax

/// What the other parts of an import see and change of an account.
extension AccountImport {
    /// The lines that may be sides of transfers.
    ///
    /// - Parameter place: the account's place among all.
    func transferCandidates(_ place: Int) -> [TransferCandidate] {
        let book = book
        let found = mapInShares(book.count, threads: texts.threads) {
            number -> TransferCandidate? in
            let text = book.text(number)
            guard TransferCollector.isCandidate(text, book.statuses[number]) else { return nil }
            return TransferCandidate(account: place, place: .book(number), text: text)
        }
        return found.compactMap(\.self)
    }

    /// The line with an id.
    func number(of id: String) -> Int? { book.number(of: id) }

    func text(_ number: Int) -> [UInt8] { book.text(number) }

    /// Replaces a line that another part of an import has changed.
    mutating func put(_ line: TransactionLine, at place: TransferCandidate.Place) {
        let found: Int? =
            switch place {
            case .book(let number): number
            case .file(let path, let line): book.number(path: path, line: line)
            }
        guard let found else { return }
        book.replace(found, with: line.canonical, line.record.date, line.record.status)
    }

    /// The line with an id: where it has none, one that neither a line nor `taken` has.
    func identified(_ line: TransactionLine, taken: inout Set<String>) -> TransactionLine {
        let line = book.identified(line) { taken.contains($0) }
        if let id = line.id { taken.insert(id) }
        return line
    }

    /// The bank records behind a line.
    func records(of line: TransactionLine) -> [BankRecord] {
        evidence.records(of: line.transaction(in: account.name))
    }

    /// The bank records behind a line, in all their versions.
    package func records(behind line: TransactionLine) -> [BankRecord] { records(of: line) }

    /// The bank records with an id, in all their versions.
    package func records(withID id: String) -> [BankRecord] { evidence.records(id) }

    /// The line that a text holds; `nil` where it cannot be read.
    func read(_ text: [UInt8]) -> TransactionLine? {
        TransactionLine.read(text, in: texts.reader, taxonomies: texts.taxonomies)
    }
}
