/// One file of transactions in the ledger.
package struct TransactionFile: Sendable, Hashable {
    /// The path inside the ledger, such as `transactions/main/2026.txt`.
    package var path: String
    package var account: String
    /// The account's place in the display order (S25).
    package var accountRank: Int
    /// The file's place among its account's files (S25).
    package var fileRank: Int

    /// The name of the folder that holds it, which may be a former name of the account.
    package var folder: String { String(path.split(separator: "/")[1]) }

    package init(path: String, account: String, accountRank: Int, fileRank: Int) {
        self.path = path
        self.account = account
        self.accountRank = accountRank
        self.fileRank = fileRank
    }
}
