import Completeness
import Importing
import JSONText
import Model
import Reading

/// Whether an account agrees with its bank after an import or a fetch.
struct ImportProof {
    let account: String
    let currency: CurrencyCode
    let proof: Proof

    /// The most lines of an account that is held against its bank each time; of larger ones `verify` tells.
    private static let provenLines = 50_000

    /// Whether accounts agree with their banks as they stand in memory.
    ///
    /// - Parameters:
    ///   - names: the accounts into which something came.
    ///   - log: the lines of all logs, the new ones among them.
    static func all(
        _ ledger: Ledger, _ imports: [String: AccountImport], _ names: Set<String>,
        log: [JSONValue]
    ) -> [ImportProof] {
        ledger.accounts.flatMap { account -> [ImportProof] in
            guard names.contains(account.name), let imported = imports[account.name],
                imported.lineCount <= provenLines
            else { return [] }
            let own = log.filter { $0["account"]?.text == account.name }
            do throws(AccountProof.Unreadable) {
                let proof = try AccountProof(
                    ledger, account, imported.contents, batches: own, isLenient: false)
                return proof.inputs.map { currency, input in
                    ImportProof(account: account.name, currency: currency, proof: Proof(input))
                }
            } catch {
                // Queries name lines that cannot be read.
                return []
            }
        }
    }
}
