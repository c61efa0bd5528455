import Model
import Statements

/// What a journal of the corpus must be found to hold, by the programs that read it.
struct ExpectedJournal {
    private let format: String
    private let transactions: Int?
    private let postings: Int?
    private let first: String?
    private let last: String?
    /// Whether ledger alone says it.
    private let isOfLedger: Bool
    /// What the accounts below each first level hold, by commodity; `nil` where it is not told.
    private let closing: [String: [String: String]]?

    init(_ entry: [String: Any]) {
        format = entry["format"] as? String ?? ""
        transactions = entry["transactions"] as? Int
        postings = entry["postings"] as? Int
        isOfLedger = entry["verified"] as? String == "ledger 3.3"
        first = entry["first_date"] as? String
        last = entry["last_date"] as? String
        closing = (entry["closing"] as? [String: Any]).map { roots in
            roots.mapValues { value in
                if let units = value as? [String: String] { return units }
                return ExpectedJournal.amounts(value as? String ?? "")
            }
        }
    }

    /// The amounts of a text such as `-1 ETF, $15.00, 3 "two, words"`.
    private static func amounts(_ text: String) -> [String: String] {
        var result: [String: String] = [:]
        var rest = text[...]
        while !rest.isEmpty {
            var isQuoted = false
            let end =
                rest.firstIndex { letter in
                    if letter == "\"" { isQuoted.toggle() }
                    return letter == "," && !isQuoted && rest.first != nil
                } ?? rest.endIndex
            let piece = rest[..<end].trimmingPrefix { $0 == " " }
            rest = rest[end...].dropFirst()
            let isNumber: (Character) -> Bool = { $0.isNumber || $0 == "." || $0 == "-" }
            let number =
                piece.contains("\"")
                ? piece.prefix { isNumber($0) } : piece.filter(isNumber)[...]
            let name =
                piece.contains("\"")
                ? piece.drop { $0 != "\"" } : piece.filter { !isNumber($0) && $0 != " " }[...]
            result[String(name.filter { $0 != "\"" })] = String(number)
        }
        return result
    }

    /// What of it is not so; postings and balances of the whole journal, not of its money alone.
    func faults(_ journal: Journal?, _ found: StatementFormat) -> [String] {
        guard let journal else { return ["cannot be read twice"] }
        var faults: [String] = []
        if format == "beancount" ? found != .beancount : found == .beancount {
            faults.append("\(found), not \(format)")
        }
        if journal.transactions.count != transactions {
            faults.append("\(journal.transactions.count) transactions, not \(transactions ?? 0)")
        }
        let count = journal.transactions.flatMap(\.postings).count
        // Ledger counts what it adds by itself: postings of automatic transactions and those between units of one
        // commodity.
        if let postings, isOfLedger ? count > postings : count != postings {
            faults.append("\(count) postings, not \(postings)")
        }
        let days = journal.transactions.map(\.date)
        if days.min()?.description != first || days.max()?.description != last {
            faults.append(
                "days \(String(describing: days.min())) to \(String(describing: days.max()))")
        }
        if let closing { faults += balanceFaults(journal, closing) }
        return faults
    }

    private func balanceFaults(
        _ journal: Journal, _ closing: [String: [String: String]]
    ) -> [String] {
        var sums: [String: [String: WideDecimal]] = [:]
        for posting in journal.transactions.flatMap(\.postings) {
            let root = String(posting.account.prefix { $0 != ":" })
            for amount in posting.amounts {
                let known = sums[root]?[amount.commodity] ?? .zero
                sums[root, default: [:]][amount.commodity] = known + amount.number
            }
        }
        // Programs show what a price made with the decimals that the journal writes.
        let isPriced = journal.transactions.flatMap(\.postings).contains { $0.weight != nil }
        var faults: [String] = []
        for root in Set(sums.keys).union(closing.keys).sorted() {
            for name in Set((sums[root] ?? [:]).keys).union((closing[root] ?? [:]).keys).sorted() {
                let found = sums[root]?[name] ?? .zero
                let wanted = closing[root]?[name] ?? "0"
                let decimals = wanted.firstIndex(of: ".").map { wanted[$0...].count - 1 } ?? 0
                let shown = isPriced ? found.rounded(to: decimals) : found
                if shown != WideDecimal(text: wanted) {
                    faults.append("\(root) \(name) \(found), not \(wanted)")
                }
            }
        }
        return faults
    }
}

extension WideDecimal {
    fileprivate init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let units = Int128(parts.joined()), parts.count <= 2 else { return nil }
        self.init(units: units, decimals: parts.count == 2 ? parts[1].count : 0)
    }
}
