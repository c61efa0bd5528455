import Model
import SourceText

/// Works out the amounts that a journal leaves to its reader: postings without one, balances that are assigned, and
/// what is padded.
struct JournalBalancing {
    private let decimals: [String: Int]
    private let isBeancount: Bool
    private let kinds: JournalAccountKinds
    /// The sum so far of each account and commodity.
    private var balances: [String: [String: WideDecimal]] = [:]
    /// The same with the accounts below.
    private var totals: [String: [String: WideDecimal]] = [:]

    /// - Parameter decimals: the most decimals that the journal writes of a commodity.
    init(decimals: [String: Int], isBeancount: Bool, _ kinds: JournalAccountKinds) {
        self.decimals = decimals
        self.kinds = kinds
        self.isBeancount = isBeancount
    }

    /// Completes a journal and puts its transactions into the order of days.
    mutating func complete(_ journal: inout Journal) throws(ReadingStop) {
        var transactions = JournalBalancing.byDays(journal.transactions)
        var waiting = journal.statedBalances[...]
        var padded: [JournalTransaction] = []
        for place in transactions.indices {
            while let balance = waiting.first, balance.date <= transactions[place].date {
                if let made = try pad(balance) { padded.append(made) }
                waiting.removeFirst()
            }
            try complete(&transactions[place])
        }
        for balance in waiting {
            if let made = try pad(balance) { padded.append(made) }
        }
        journal.transactions =
            padded.isEmpty ? transactions : JournalBalancing.byDays(transactions + padded)
    }

    /// In the order of days, and within one in that of the file.
    private static func byDays(_ transactions: [JournalTransaction]) -> [JournalTransaction] {
        transactions.enumerated().sorted {
            ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
        }.map(\.element)
    }

    /// The transaction that brings an account to its balance, where it is padded and does not have it.
    private mutating func pad(_ balance: JournalBalance) throws(ReadingStop) -> JournalTransaction?
    {
        guard let pad = balance.pad else { return nil }
        let known = sum(of: balance.account, balance.amount.commodity, withSubaccounts: true)
        guard let missing = balance.amount.number + known.negated else {
            throw tooLong(balance.line)
        }
        if missing.isZero { return nil }
        var made = JournalTransaction(line: pad.line, date: pad.date)
        made.note = "Padding"
        for (account, number) in [(balance.account, missing), (pad.account, missing.negated)] {
            var posting = JournalPosting(line: pad.line, account: account)
            posting.amounts = [
                JournalAmount(number: number, commodity: balance.amount.commodity)
            ]
            try count(posting)
            made.postings.append(posting)
        }
        return made
    }

    private mutating func complete(
        _ transaction: inout JournalTransaction
    ) throws(ReadingStop) {
        for place in transaction.postings.indices
        where transaction.postings[place].amounts.isEmpty {
            if let assertion = transaction.postings[place].assertion {
                try assign(assertion, &transaction.postings[place])
            }
        }
        try balance(&transaction, .real)
        try balance(&transaction, .balancedVirtual)
        for posting in transaction.postings { try count(posting) }
    }

    /// Gives a posting what its account lacks to have a balance.
    private func assign(
        _ assertion: JournalAssertion, _ posting: inout JournalPosting
    ) throws(ReadingStop) {
        let wanted = assertion.amount
        let held = (assertion.withSubaccounts ? totals : balances)[posting.account] ?? [:]
        var commodities = [wanted.commodity]
        // Nothing without a commodity is nothing of any.
        let isNothing =
            wanted.number.isZero && wanted.commodity.isEmpty && held[""] == nil && !isBeancount
        if assertion.isSole || isNothing {
            commodities = Set(commodities + held.keys).sorted(by: byBytes)
        }
        for commodity in commodities {
            let known = sum(
                of: posting.account, commodity, withSubaccounts: assertion.withSubaccounts)
            let target = commodity == wanted.commodity ? wanted.number : .zero
            guard let missing = target + known.negated else {
                throw tooLong(posting.line)
            }
            if missing.isZero, commodities.count > 1 { continue }
            posting.amounts.append(JournalAmount(number: missing, commodity: commodity))
        }
    }

    /// Fills in the posting of a form that has no amount, or sees that the others balance.
    private func balance(
        _ transaction: inout JournalTransaction, _ form: JournalPosting.Form
    ) throws(ReadingStop) {
        var sums: [String: WideDecimal] = [:]
        var open: Int?
        var isPriced = false
        var isCostOpen = false
        for (place, posting) in transaction.postings.enumerated() where posting.form == form {
            isCostOpen = isCostOpen || posting.isCostOpen
            guard !posting.amounts.isEmpty else {
                if open != nil {
                    throw .refused(
                        reason: "two postings of one transaction have no amount",
                        row: posting.line, value: posting.account)
                }
                open = place
                continue
            }
            isPriced = isPriced || posting.weight != nil
            for amount in posting.amounts {
                let weight = posting.weight.map { $0.value(of: amount.number) } ?? amount
                guard let weight,
                    let sum = (sums[weight.commodity] ?? .zero) + weight.number
                else { throw tooLong(posting.line) }
                sums[weight.commodity] = sum
            }
        }
        let left = sums.filter { !$0.value.isZero }
        if isCostOpen { return try see(transaction, openAt: open) }
        guard let open else { return try see(left, transaction, form) }
        if sums.isEmpty, form == .real {
            throw .refused(
                reason: "no posting of the transaction has an amount", row: transaction.line,
                value: transaction.payee ?? transaction.note)
        }
        for commodity in left.keys.sorted(by: byBytes) {
            guard let sum = left[commodity] else { continue }
            // What a price makes has more digits than money has.
            let money = JournalCurrency(commodity, nil)?.code
            let places = money.flatMap { JournalBalancing.table.decimals(of: $0) }
            let rounded = sum.negated.rounded(to: places ?? max(decimals[commodity] ?? 0, 2))
            transaction.postings[open].amounts.append(
                JournalAmount(number: isPriced ? rounded : sum.negated, commodity: commodity))
        }
    }

    /// What units had cost that name no cost stands with other lots, which are not looked up: what they leave may
    /// stay open on an account of gains only.
    private func see(
        _ transaction: JournalTransaction, openAt open: Int?
    ) throws(ReadingStop) {
        guard let open, kinds.mayHoldMoney(transaction.postings[open].account) else { return }
        throw .refused(
            reason: "the amount follows from lots, which are not looked up; write it",
            row: transaction.postings[open].line, value: transaction.postings[open].account)
    }

    private static let table = CurrencyTable()

    /// Sees that postings add up: to nothing, or to less than half of the last digit that they write of the commodity.
    private func see(
        _ left: [String: WideDecimal], _ transaction: JournalTransaction,
        _ form: JournalPosting.Form
    ) throws(ReadingStop) {
        let postings = transaction.postings.filter { $0.form == form }
        // Two commodities without a price have one between them; what lots had cost is ledger's own affair.
        guard left.count == 1, let (commodity, sum) = left.first,
            isBeancount || !postings.contains(where: \.hasCost)
        else { return }
        let typed = postings.flatMap(\.amounts).filter { $0.commodity == commodity }
            .map(\.typedDecimals)
        let isPriced = postings.contains { $0.weight != nil }
        guard let most = isBeancount ? typed.filter({ $0 > 0 }).min() ?? typed.max() : typed.max()
        else { return }
        if isBeancount || isPriced, sum.isWithinHalf(of: most) { return }
        throw .refused(
            reason: "the postings of a transaction do not add up", row: transaction.line,
            value: "\(sum) \(commodity)".meaningful)
    }

    private mutating func count(_ posting: JournalPosting) throws(ReadingStop) {
        for amount in posting.amounts {
            let known = balances[posting.account]?[amount.commodity] ?? .zero
            guard let sum = known + amount.number else { throw tooLong(posting.line) }
            balances[posting.account, default: [:]][amount.commodity] = sum
            var name = posting.account[...]
            while true {
                let key = String(name)
                guard let total = (totals[key]?[amount.commodity] ?? .zero) + amount.number else {
                    throw tooLong(posting.line)
                }
                totals[key, default: [:]][amount.commodity] = total
                guard let colon = name.lastIndex(of: ":") else { break }
                name = name[..<colon]
            }
        }
    }

    private func sum(
        of account: String, _ commodity: String, withSubaccounts: Bool
    ) -> WideDecimal {
        (withSubaccounts ? totals : balances)[account]?[commodity] ?? .zero
    }

    private func tooLong(_ row: Int) -> ReadingStop {
        .refused(reason: "amounts of too many digits to be added up", row: row)
    }
}
