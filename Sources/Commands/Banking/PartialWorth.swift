import Connecting
import Importing
import JSONText
import Model
import Reading

/// What a bank may keep for the person that its connection does not reach: totals are a part then (BC-04).
struct PartialWorth {
    let connection: String
    let bank: String
    let access: Access
    let kinds: [AccountKind]

    /// Of every connection; connections that cannot be read are named by `check`.
    static func all(_ ledger: Ledger) throws(CommandFailure) -> [PartialWorth] {
        let book: ConnectionBook
        do throws(CommandFailure) { book = try ConnectionBook(ledger, today: nil) } catch {
            return []
        }
        return book.entries.compactMap { entry in
            // A savings account beside the bank's current one may be all there is; those kept by hand are there.
            let kinds = book.notCovered(entry)
            guard entry.connection.access == .openBanking, !kinds.isEmpty else { return nil }
            return PartialWorth(
                connection: entry.connection.name, bank: entry.connection.bank,
                access: entry.connection.access, kinds: kinds)
        }
    }

    var text: String {
        "partial: " + kinds.map(\.plural).joined(separator: ", ")
            + " at \(bank) are not covered by \(access.rawValue)"
    }

    var json: JSONValue {
        .object([
            JSONMember("connection", .string(connection)), JSONMember("bank", .string(bank)),
            JSONMember("not_covered", .strings(kinds.map(\.rawValue))),
        ])
    }
}

/// The balances that banks stated with their newest fetches.
enum StatedBalances {
    /// By the accounts' names; only connections tell them.
    static func all(_ ledger: Ledger) throws(CommandFailure) -> [String: JSONValue] {
        let files = LedgerFiles(ledger)
        var newest: [String: (at: String, balance: JSONValue)] = [:]
        for line in try files.logLines(besides: LedgerFiles.batchLogPath) {
            guard let account = line["account"]?.text, let at = line["at"]?.text,
                let stated = line["balances"]?.elements?.first(where: {
                    $0["kind"]?.text == AccountProof.bookedKind
                }), (newest[account]?.at ?? "") <= at
            else { continue }
            let balance = JSONValue.object([
                "date": stated["date"], "amount": stated["amount"],
                "currency": stated["currency"], "label": .string("reported"),
            ])
            newest[account] = (at, balance)
        }
        return newest.mapValues(\.balance)
    }
}
