package import Model
import SourceText
package import Syntax

/// Makes transactions of lines, with the parser that owns every message.
package struct TransactionReader: Sendable {
    package let context: AccountContext
    package let accounts: Set<String>

    package init(context: AccountContext, accounts: Set<String>) {
        self.context = context
        self.accounts = accounts
    }

    /// Reads the lines of one account of a ledger.
    package init(_ ledger: Ledger, _ account: Account) {
        self.init(context: ledger.context(of: account), accounts: ledger.accountNames)
    }

    /// The transaction that `line` holds.
    ///
    /// - Throws: what keeps the line from being understood.
    package func transaction(
        _ line: [UInt8], file: String, number: Int
    ) throws(SyntaxProblem) -> Transaction {
        let record = try TransactionRecord.parse(line)
        let meaning = try Meaning(record, in: context, accounts: accounts)
        return Transaction(
            account: context.name, date: record.date, status: record.status,
            amount: meaning.amount, currency: meaning.currency.code,
            decimals: meaning.currency.decimals, parts: meaning.parts,
            description: record.description, attributes: record.attributes.attributes, file: file,
            line: number)
    }
}
