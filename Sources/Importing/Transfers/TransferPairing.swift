import Analysis
import Editing
import Matching
package import Model
package import Reading
import SourceText
import Syntax

/// Finds transfers between own accounts and writes them on both sides (S10): each line gets the other account
/// for its category, as a machine's, and the other line's id in `pair:`.
///
/// All candidates of the ledger are looked at together, also those that were paired by it before, so that the
/// order in which lines came in does not matter. What a person categorised or paired stays.
package struct TransferPairing: Sendable {
    private let ledger: Ledger
    private let threads: Int
    private let matcher: TransferMatcher
    /// The places of accounts by their IBANs and numbers, as they are compared.
    private let accountByNumber: [String: Int]

    package init(_ ledger: Ledger, threads: Int) {
        self.ledger = ledger
        self.threads = threads
        var byNumber: [String: Int] = [:]
        for (place, account) in ledger.accounts.enumerated() {
            for number in account.numbers { byNumber[number] = place }
        }
        accountByNumber = byNumber
        let prices = PriceTable(ledger)
        let decimals = ledger.currencies
        matcher = TransferMatcher(ledger.accounts.map(TransferPairing.described)) { out, into in
            TransferPairing.isNear(out, into, prices, decimals)
        }
    }

    private static func described(_ account: Account) -> TransferAccount {
        let end = account.numbers.prefix(1).map { String($0.suffix(4)) }
        return TransferAccount(
            isCard: account.kind == .card,
            names: Array(Set([account.name, account.title])).sorted(by: byBytes) + end)
    }

    /// Whether what arrived is worth what was sent to three hundredths, by the prices of its day.
    private static func isNear(
        _ out: TransferLeg, _ into: TransferLeg, _ prices: PriceTable, _ currencies: CurrencyTable
    ) -> Bool {
        guard
            let rate = prices.worth(of: out.currency, in: into.currency, on: out.date),
            let outDecimals = currencies.decimals(of: out.currency),
            let intoDecimals = currencies.decimals(of: into.currency)
        else { return false }
        // Both in units of 10^-(decimals of both together), times the denominator.
        var expected = Int128(out.amount).magnitude * UInt128(rate.numerator)
        var arrived = Int128(into.amount).magnitude * UInt128(rate.denominator)
        for _ in 0..<intoDecimals { expected *= 10 }
        for _ in 0..<outDecimals { arrived *= 10 }
        let difference = expected > arrived ? expected - arrived : arrived - expected
        return difference * 100 <= expected * 3
    }

    /// One side, ready to be written.
    private struct Side {
        var candidate: TransferCandidate
        var line: TransactionLine
        var leg: TransferLeg
        /// The lines with which a machine paired it before.
        var pairedWith: Set<String>
    }

    /// Pairs what there is to pair, in memory.
    ///
    /// - Parameters:
    ///   - imports: the accounts that have changed; of others the files are read, and those that change are
    ///     added, opened by `open`.
    /// - Returns: how many pairs were made.
    package func run<Failure: Error>(
        _ imports: inout [String: AccountImport],
        open: (Account) throws(Failure) -> AccountImport
    ) throws(Failure) -> Int {
        let likely = TransferFilter.likely(candidates(imports))
        if likely.isEmpty { return 0 }
        for account in Set(likely.map(\.account)) {
            let account = ledger.accounts[account]
            if imports[account.name] == nil { imports[account.name] = try open(account) }
        }
        var taken: Set<String> = []
        var sides = likely.compactMap { side($0, imports, &taken) }
        keepPersonsPairs(&sides)
        let pairs = matcher.pairs(sides.map(\.leg))
        var partners: [Int: Int] = [:]
        for (out, into) in pairs {
            partners[out] = into
            partners[into] = out
        }
        var made = 0
        for place in sides.indices {
            let other = partners[place].map { sides[$0] }
            let isPaired = other.map {
                !sides[place].pairedWith.isDisjoint(with: $0.leg.ids)
            }
            // What is paired rightly stays, and so does what has no pair.
            if isPaired ?? sides[place].pairedWith.isEmpty { continue }
            write(sides[place], other, &imports)
            if other != nil { made += 1 }
        }
        return made / 2
    }

    private func candidates(_ imports: [String: AccountImport]) -> [TransferCandidate] {
        let files = ledger.files.filter { imports[$0.account] == nil }
        let ledger = ledger
        let scan = LedgerScan(ledger, files: files, threads: threads).run {
            TransferCollector(ledger)
        }
        var found = scan.consumers.flatMap(\.consumer.candidates)
        for (place, account) in ledger.accounts.enumerated() {
            found += imports[account.name]?.transferCandidates(place) ?? []
        }
        return found
    }

    private func side(
        _ candidate: TransferCandidate, _ imports: [String: AccountImport],
        _ taken: inout Set<String>
    ) -> Side? {
        let account = ledger.accounts[candidate.account]
        guard let imported = imports[account.name], let read = imported.read(candidate.text)
        else { return nil }
        let line = imported.identified(read, taken: &taken)
        let transaction = line.transaction(in: account.name)
        guard transaction.parts.count == 1 else { return nil }
        let records = imported.records(of: line)
        var partner = partner(records)
        let isByMachine = transaction.machineFields.contains("category")
        let pairs = Set(line.attributes.set("pair"))
        if case .transfer(let name) = transaction.parts[0].target {
            if isByMachine, pairs.isEmpty { return nil }
            if !isByMachine {
                // A person said which account it is.
                guard pairs.isEmpty,
                    let place = place(of: name)
                else { return nil }
                partner = .account(place)
            }
        } else if !pairs.isEmpty {
            return nil
        }
        let texts = [line.record.description] + records.map(\.description)
        let foreign = records.lazy.compactMap(\.fx).first.flatMap { amount, currency in
            money(amount, currency)
        }
        return Side(
            candidate: candidate, line: line,
            leg: TransferLeg(
                account: candidate.account, date: line.record.date, amount: line.meaning.amount,
                currency: line.meaning.currency.code,
                text: Set(texts).sorted(by: byBytes).joined(separator: " "), partner: partner,
                foreign: foreign, ids: transaction.identities,
                distinct: Set(line.attributes.set("distinct"))),
            pairedWith: isByMachine ? pairs : [])
    }

    /// The place of an account by its name of today or a former one (S24).
    private func place(of name: String) -> Int? {
        let current = ledger.currentAccountNames[name] ?? name
        return ledger.accounts.firstIndex { $0.name == current }
    }

    private func money(_ amount: String, _ currency: String) -> TransferLeg.Money? {
        guard let code = CurrencyCode(currency), let number = DecimalNumber(amount),
            let units = number.scaled(to: ledger.decimals(code))
        else { return nil }
        return TransferLeg.Money(amount: units, currency: code)
    }

    /// Whose IBAN the bank names.
    private func partner(_ records: [BankRecord]) -> TransferLeg.Partner {
        let numbers = records.compactMap(\.words.iban).map(Account.compactNumber)
        if let own = numbers.lazy.compactMap({ accountByNumber[$0] }).first { return .account(own) }
        return numbers.isEmpty ? .unknown : .stranger
    }

    /// A pair of which a person has confirmed or changed one side is the person's on both.
    private func keepPersonsPairs(_ sides: inout [Side]) {
        var ids: Set<String> = []
        for side in sides where !side.pairedWith.isEmpty { ids.formUnion(side.leg.ids) }
        sides.removeAll { !$0.pairedWith.isEmpty && ids.isDisjoint(with: $0.pairedWith) }
    }

    /// Writes one side of a pair, or takes it out of the pair that it was in.
    private func write(
        _ side: Side, _ other: Side?, _ imports: inout [String: AccountImport]
    ) {
        let name = ledger.accounts[side.candidate.account].name
        var line = side.line
        do throws(SyntaxProblem) {
            let own = line.attributes.set("pair").filter { !side.pairedWith.contains($0) }
            if let other, let id = other.leg.ids.first {
                let target = "=" + ledger.accounts[other.candidate.account].name
                let isPersons = side.pairedWith.isEmpty && !line.record.category.parts.isEmpty
                if !isPersons { try line.decide("category", target) }
                line.attributes.replaceSet("pair", with: own + [id])
            } else {
                try line.decide("category", "")
                line.attributes.replaceSet("pair", with: own)
            }
            imports[name]?.put(line, at: side.candidate.place)
        } catch {
            return
        }
    }
}
