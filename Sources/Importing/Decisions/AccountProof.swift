package import Completeness
import Editing
package import JSONText
package import Model
package import Reading
import SourceText
package import Syntax

/// What is known of an account, ready to be held against its bank: one input for each currency.
package struct AccountProof: Sendable {
    /// How the log calls a balance that the bank stated while it told of its rows.
    package static let bookedKind = "booked"

    package let account: Account
    package let inputs: [(currency: CurrencyCode, input: ProofInput)]

    /// A line that cannot be read, and where it stands.
    package struct Unreadable: Error, Sendable {
        package var file: String
        package var line: Int
        package var text: [UInt8]
        package var problem: SyntaxProblem
    }

    /// - Parameters:
    ///   - batches: the lines of logs that tell of the account.
    ///   - isLenient: whether lines that cannot be read are left out.
    /// - Throws: the first line that cannot be read.
    package init(
        _ ledger: Ledger, _ account: Account, _ contents: AccountContents, batches: [JSONValue],
        isLenient: Bool
    ) throws(Unreadable) {
        self.account = account
        let evidence = EvidenceIndex(contents.evidence, account: account.name)
        let reader = TransactionReader(ledger, account)
        var lines: [CurrencyCode: [ProofLine]] = [:]
        var assertions: [CurrencyCode: [(date: CivilDate, balance: Int64)]] = [:]
        for path in contents.files.keys.sorted(by: byBytes) {
            guard let file = contents.files[path] else { continue }
            for index in 0..<file.lineCount {
                let text = file.content(index)
                guard case .record = LineKind(text) else { continue }
                let line: Transaction
                do throws(SyntaxProblem) {
                    line = try reader.transaction(text, file: path, number: index + 1)
                } catch {
                    if isLenient { continue }
                    throw Unreadable(file: path, line: index + 1, text: text, problem: error)
                }
                if line.status == .assertion {
                    assertions[line.currency, default: []].append((line.date, line.amount))
                } else {
                    let records = evidence.records(of: line)
                    lines[line.currency, default: []].append(
                        AccountProof.line(line, records, ledger.decimals(line.currency)))
                }
            }
        }
        let records = AccountProof.records(evidence)
        let statements = AccountProof.statements(batches, ledger, account.currency)
        inputs = account.currencies.map { currency in
            let amount = account.opening?.amounts[currency]
            let opening = account.opening.flatMap { opening in amount.map { (opening.date, $0) } }
            return (
                currency,
                ProofInput(
                    opening: opening, lines: lines[currency] ?? [],
                    records: records[currency] ?? [], statements: statements[currency] ?? [],
                    // In an investment account = is a valuation (S7).
                    assertions: account.kind == .investment ? [] : assertions[currency] ?? [])
            )
        }
    }

    /// The day is the bank's (S16): that of its newest record; without one the booking day beside the line's own.
    private static func line(
        _ line: Transaction, _ records: [BankRecord], _ decimals: Int
    ) -> ProofLine {
        let stated = line.date("booking-date") ?? line.date("bank-date") ?? line.date
        let date = records.max(by: BankRecord.isOlder)?.bookingDate ?? stated
        let balance = line.attributes["balance"].flatMap { DecimalNumber($0) }?
            .scaled(to: decimals)
        return ProofLine(
            ids: line.identities, date: date, amount: line.amount, status: line.status,
            balance: balance, text: line.description)
    }

    private static func records(_ evidence: EvidenceIndex) -> [CurrencyCode: [ProofRecord]] {
        var versions: [String: [BankRecord]] = [:]
        for record in evidence.all { versions[record.id, default: []].append(record) }
        var result: [CurrencyCode: [ProofRecord]] = [:]
        for (id, list) in versions {
            guard let current = list.max(by: BankRecord.isOlder) else { continue }
            let alike = list.filter {
                $0.status == current.status && $0.bookingDate == current.bookingDate
                    && $0.amount == current.amount
            }
            result[current.currency, default: []].append(
                ProofRecord(
                    id: id, source: current.source, date: current.bookingDate,
                    amount: current.amount, isPending: current.status == .pending,
                    balances: Set(alike.compactMap(\.balance)).sorted(),
                    text: current.description))
        }
        return result
    }

    private static func statements(
        _ batches: [JSONValue], _ ledger: Ledger, _ own: CurrencyCode
    ) -> [CurrencyCode: [ProofStatement]] {
        var result: [CurrencyCode: [ProofStatement]] = [:]
        for batch in batches {
            guard let fact = BatchFact(batch), let days = fact.days else { continue }
            let stated = batch["closing"] ?? batch["opening"]
            let currency = stated?["currency"]?.text.flatMap { CurrencyCode($0) } ?? own
            func amount(_ key: String) -> Int64? {
                batch[key]?["amount"]?.text.flatMap { DecimalNumber($0) }?
                    .scaled(to: ledger.decimals(currency))
            }
            result[currency, default: []].append(
                ProofStatement(
                    source: fact.source, days: days, opening: amount("opening"),
                    closing: amount("closing"),
                    closingDate: batch["closing"]?["date"]?.text.flatMap(CivilDate.init(iso:)),
                    records: fact.records))
            for balance in batch["balances"]?.elements ?? []
            where balance["kind"]?.text == AccountProof.bookedKind {
                guard let code = balance["currency"]?.text.flatMap({ CurrencyCode($0) }),
                    let date = balance["date"]?.text.flatMap(CivilDate.init(iso:)),
                    let amount = balance["amount"]?.text.flatMap({ DecimalNumber($0) })?
                        .scaled(to: ledger.decimals(code))
                else { continue }
                result[code, default: []].append(
                    ProofStatement(
                        source: fact.source, days: days, closing: amount, closingDate: date,
                        records: fact.records, isSnapshot: true))
            }
        }
        return result
    }
}
