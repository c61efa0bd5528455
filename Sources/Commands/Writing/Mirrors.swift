import Editing
import Importing
import Model
import Reading
import SourceText
import Syntax

/// The other sides of transfers that the program writes itself (S10).
struct Mirrors {
    struct Mirror {
        let path: String
        let line: [UInt8]
    }

    private let ledger: Ledger
    private let files: LedgerFiles
    private let session: Session

    init(_ ledger: Ledger, _ files: LedgerFiles, _ session: Session) {
        self.ledger = ledger
        self.files = files
        self.session = session
    }

    /// A mirror for each part of `line` that is a transfer to an account without a bank feed, in the
    /// same currency; both lines name each other.
    func make(
        for line: inout TransactionLine, account: Account
    ) throws(SyntaxProblem) -> [Mirror] {
        guard let ownID = line.id, line.attributes["pair"] == nil else { return [] }
        var mirrors: [Mirror] = []
        var pairs: [String] = []
        for part in line.meaning.parts {
            guard case .transfer(let name) = part.target, let other = ledger.account(name),
                try !hasFeed(other),
                other.currencies.contains(line.meaning.currency.code)
            else { continue }
            let id = Identifier.random(session.random.next())
            pairs.append(id)
            let target = Array("=\(account.name)".utf8)
            let record = TransactionRecord(
                date: line.record.date, status: line.record.status,
                amount: AmountField(
                    number: DecimalNumber(
                        units: -part.amount, decimals: line.meaning.currency.decimals),
                    currency: line.meaning.currency.code, numberRange: 0..<0, currencyRange: 0..<0),
                category: try CategoryField.parse(target, 0..<target.count),
                description: line.record.description,
                attributes: AttributesField(
                    attributes: Attributes([.value(key: "id", id), .value(key: "pair", ownID)])))
            let mirror = try TransactionLine(
                record, in: files.reader(other), taxonomies: ledger.taxonomyNames)
            mirrors.append(
                Mirror(
                    path: LinePlacement.path(
                        account: name, date: line.record.date, writer: ledger.writer),
                    line: mirror.canonical))
        }
        if !pairs.isEmpty { line.attributes.replaceSet("pair", with: pairs) }
        return mirrors
    }

    private func hasFeed(_ account: Account) throws(SyntaxProblem) -> Bool {
        do throws(CommandFailure) {
            return try files.hasFeed(account)
        } catch {
            throw SyntaxProblem(
                "file.unreadable", 0..<0, "a file in connections/ cannot be read",
                remedy: "make it readable")
        }
    }
}
