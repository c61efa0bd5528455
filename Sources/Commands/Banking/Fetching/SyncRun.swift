import Automation
import Completeness
import Connecting
import ConnectorWire
import Editing
import Importing
import JSONText
import Model
import Reading
import Schemas
import SourceText
import Statements
import Syntax

/// Puts what connections fetched into the ledger, in memory: evidence, lines, transfers, openings, logs.
struct SyncRun {
    let ledger: Ledger
    let session: Session
    private let files: LedgerFiles
    private let rules: RuleEngine
    private var accounts: [String: AccountImport] = [:]
    private var logs: [String: JSONLines] = [:]
    /// The lines of all logs, and what of them tells of records.
    private var lines: [JSONValue]
    private var batches: [BatchFact]
    private var openings: [FileEdit] = []
    /// The ledger with the openings that were found now.
    private var opened: Ledger
    private(set) var transfers = 0
    private(set) var proofs: [ImportProof] = []
    /// What became of the rows, by connection and account.
    private(set) var counts: [String: SyncCounts] = [:]
    /// What a person should know of what came, in words.
    private(set) var findings: [String] = []

    /// - Throws: that lines of `rules.txt` are no rules.
    init(_ ledger: Ledger, _ session: Session) throws(CommandFailure) {
        let list = try session.rules(ledger)
        _ = try session.settle(list.findings)
        rules = RuleEngine(list, ledger)
        self.ledger = ledger
        opened = ledger
        self.session = session
        files = LedgerFiles(ledger)
        lines = try files.logLines()
        batches = lines.compactMap(BatchFact.init)
    }

    /// The key of the counts of an account in a connection.
    static func key(_ connection: String, _ account: String) -> String {
        "\(connection)/\(account)"
    }

    /// Takes in what one connection fetched.
    mutating func take(_ fetched: inout Fetched) throws(CommandFailure) {
        let name = fetched.connection.name
        for place in fetched.accounts.indices where fetched.accounts[place].failure == nil {
            let account = fetched.accounts[place]
            do throws(RecordDerivation.Problem) {
                let counts = try take(account, fetched.connection, at: fetched.attempt?.at)
                self.counts[SyncRun.key(name, account.account)] = counts
            } catch {
                // A file has a decimal mark; a connector's amounts have one form.
                let isForm = error.remedy.contains("--decimal")
                fetched.refuse(
                    place, isForm ? error.message : "\(error.message); \(error.remedy)",
                    isForm ? .formatChanged : .unsupported)
            }
        }
        if let attempt = fetched.attempt { try addLine(attempt.json, to: name) }
    }

    /// Adds a line to the log of a connection.
    mutating func addLine(_ line: JSONValue, to connection: String) throws(CommandFailure) {
        if logs[connection] == nil { logs[connection] = try files.log(of: connection) }
        logs[connection]?.insert(line)
    }

    private mutating func take(
        _ fetched: FetchedAccount, _ connection: Connection, at moment: Moment?
    ) throws(RecordDerivation.Problem) -> SyncCounts? {
        guard let account = ledger.account(fetched.account) else { return nil }
        let source = connection.connector ?? connection.access.rawValue
        let statement = FetchedStatement(fetched, account).statement
        let derivation = RecordDerivation(
            account: account, decimals: ledger.decimals(of: account),
            source: RecordSource(connector: source), threads: 1)
        let records = try derivation.records([statement]).joined()
        let valuations = self.valuations(fetched, account)
        let batch = ImportBatch(
            source: source, records: Array(records), days: fetched.days.map { [$0] } ?? [],
            isComplete: fetched.tellsPending, valuations: valuations)
        var rows: [ImportedRow] = []
        do throws(CommandFailure) {
            if accounts[account.name] == nil {
                accounts[account.name] = AccountImport(
                    ledger, account, try files.contents(account, batches), rules: rules,
                    restores: false, threads: session.environment.threads)
            }
        } catch {
            throw RecordDerivation.Problem(
                row: 0, value: account.name, message: "the account's files cannot be read",
                remedy: "bankbook check tells why")
        }
        do throws(SyntaxProblem) {
            rows = try accounts[account.name]?.take(batch) ?? []
        } catch {
            throw RecordDerivation.Problem(
                row: 0, value: account.name, message: error.message, remedy: error.remedy)
        }
        open(account, fetched, rows)
        tellBreaks(account, rows)
        tellLostRules(account, source, rows)
        note(fetched, connection, source, rows, valuations, at: moment)
        return SyncCounts(rows, dropped: accounts[account.name]?.dropped ?? 0)
    }

    /// The most findings of one kind that are told of an account; `verify` tells all.
    private static let mostFindings = 3

    /// Tells where the balances behind the rows do not follow from one another (BC-08).
    private mutating func tellBreaks(_ account: Account, _ rows: [ImportedRow]) {
        let money = MoneyText(ledger)
        let news = Set(rows.filter { $0.outcome != .known }.map(\.record.id))
        let breaks = BankRecord.chainBreaks(rows.map(\.record)).filter {
            news.contains($0.before.id) || news.contains($0.after.id)
        }
        for found in breaks.prefix(SyncRun.mostFindings) {
            findings.append(
                "\(account.name): between \(found.before.id) and \(found.after.id), on "
                    + "\(found.after.bookingDate), the bank's balance moves by "
                    + "\(money.amount(found.difference, found.after.currency)) that no row explains"
            )
        }
    }

    /// Tells, once a bank is reached another way, which rules fitted what it said before and do not fit what it says now
    /// of the same events (BC-07).
    private mutating func tellLostRules(
        _ account: Account, _ source: String, _ rows: [ImportedRow]
    ) {
        let isKnown = batches.contains { $0.account == account.name && $0.source == source }
        guard !isKnown, !rules.isEmpty, let imported = accounts[account.name] else { return }
        var lost: [Int: (text: String, count: Int)] = [:]
        for row in rows where row.outcome == .matched {
            guard let text = row.line,
                let line = files.line(text, files.reader(account))
            else { continue }
            let others = imported.records(behind: line).filter { $0.source != source }
            guard let old = BankRecord.inTime(others).last else { continue }
            let transaction = line.transaction(in: account.name)
            let now = rules.fitting(transaction, description: row.record.description)
                .map(\.line)
            for rule in rules.fitting(transaction, description: old.description)
            where !now.contains(rule.line) {
                let number = rule.line
                lost[number] = (rule.text, (lost[number]?.count ?? 0) + 1)
            }
        }
        for (number, rule) in lost.sorted(by: { $0.key < $1.key }) {
            findings.append(
                "rules.txt:\(number): “\(rule.text)” fitted \(counted(rule.count, "row")) of \(account.name) as the bank "
                    + "described them before, and does not fit the texts of \(source)")
        }
    }

    /// What an investment account was worth.
    private func valuations(_ fetched: FetchedAccount, _ account: Account) -> [Valuation] {
        guard account.kind == .investment else { return [] }
        return fetched.balances.compactMap { balance in
            Valuation(
                date: balance.date, balance.amount, balance.currency,
                decimals: ledger.decimals(balance.currency))
        }
    }

    // MARK: The beginning of an account

    /// Gives an account that has no opening one that makes the bank's balance come true: the balance less what the bank
    /// booked from the first fetched day on.
    private mutating func open(
        _ account: Account, _ fetched: FetchedAccount, _ rows: [ImportedRow]
    ) {
        guard account.opening == nil, account.kind != .investment, let days = fetched.days,
            let first = FetchedStatement.proving(fetched, account).first
        else { return }
        let decimals = ledger.decimals(first.currency)
        guard let balance = first.amount.scaled(to: decimals) else { return }
        let booked = rows.map(\.record).filter {
            $0.status == .booked && $0.currency == first.currency && $0.bookingDate <= first.date
        }
        let sum = booked.reduce(Int128(0)) { $0 + Int128($1.amount) }
        guard let atStart = Int64(exactly: Int128(balance) - sum), atStart != .min else { return }
        let start = min(days.lowerBound, booked.map(\.bookingDate).min() ?? days.lowerBound)
        let path = "accounts/\(account.name).json"
        var bytes: [UInt8]?
        do throws(CommandFailure) { bytes = try files.bytes(path) } catch {}
        guard let before = bytes, !openings.contains(where: { $0.path == path }) else { return }
        let opening = JSONValue.object([
            "date": .string(start.description),
            "amounts": .object([
                JSONMember(
                    first.currency.description,
                    .string(decimalText(atStart, decimals: decimals)))
            ]),
        ])
        openings.append(
            FileEdit(
                path: path, before: before,
                after: JSONFileEdit.setting("opening", to: opening, in: before, .account)))
        for index in opened.accounts.indices where opened.accounts[index].name == account.name {
            opened.accounts[index].opening = Opening(
                date: start, amounts: [first.currency: atStart])
        }
    }

    // MARK: The log

    /// Notes which records a fetch told of, where that says more than the notes before it.
    private mutating func note(
        _ fetched: FetchedAccount, _ connection: Connection, _ source: String,
        _ rows: [ImportedRow], _ valuations: [Valuation], at moment: Moment?
    ) {
        let ids = Set(rows.map(\.record.id))
        let account = fetched.account
        let last = batches.last { $0.account == account && $0.source == source }
        let proving = ledger.account(account).map { FetchedStatement.proving(fetched, $0) } ?? []
        let isNews =
            rows.contains { $0.outcome != .known && $0.outcome != .deleted }
            || !ids.isSubset(of: last?.records ?? []) || hasLost(ids, last, fetched)
            || accounts[account]?.dropped ?? 0 > 0
            || !isToldAlready(proving, account, source)
        guard isNews, let days = fetched.days ?? FetchedStatement.days(fetched) else { return }
        var balances = proving.map { balance in
            JSONValue.object([
                "date": .string(balance.date.description),
                "amount": .string(balance.amount.text),
                "currency": .string(balance.currency.description),
                "kind": .string(AccountProof.bookedKind),
            ])
        }
        balances += valuations.map { value in
            .object([
                "date": .string(value.date.description),
                "amount": .string(decimalText(value.amount, decimals: value.decimals)),
                "currency": .string(value.currency.description),
            ])
        }
        let line = JSONValue.object([
            "result": .string("ok"), "source": .string(source), "account": .string(account),
            "from": .string(days.lowerBound.description),
            "to": .string(days.upperBound.description), "complete": .bool(fetched.tellsPending),
            "records": .strings(ids.sorted(by: byBytes)),
            "balances": balances.isEmpty ? nil : .array(balances),
            "at": moment.map { .string($0.description) },
        ])
        lines.append(line)
        if let fact = BatchFact(line) { batches.append(fact) }
        do throws(CommandFailure) { try addLine(line, to: connection.name) } catch {}
    }

    /// Whether a pending row of the last note is not told any more.
    private func hasLost(
        _ ids: Set<String>, _ last: BatchFact?, _ fetched: FetchedAccount
    ) -> Bool {
        guard fetched.tellsPending, let last, let days = fetched.days,
            let account = accounts[fetched.account]
        else { return false }
        return last.records.subtracting(ids).contains { id in
            account.records(withID: id).contains {
                $0.status == .pending && days.contains($0.bookingDate)
            }
        }
    }

    /// Whether the newest balances of the log are these.
    private func isToldAlready(
        _ balances: [FetchedStatement.Balance], _ account: String, _ source: String
    ) -> Bool {
        if balances.isEmpty { return true }
        let last = lines.last { line in
            line["account"]?.text == account && line["source"]?.text == source
                && line["balances"] != nil
        }
        let known = (last?["balances"]?.elements ?? []).map {
            "\($0["amount"]?.text ?? "") \($0["currency"]?.text ?? "")"
        }
        return balances.allSatisfy { known.contains("\($0.amount.text) \($0.currency)") }
    }

    // MARK: The end

    /// Pairs transfers, and holds the accounts against their banks.
    mutating func finish() throws(CommandFailure) {
        if accounts.isEmpty { return }
        transfers = try files.pairTransfers(
            &accounts, batches: batches, threads: session.environment.threads)
        proofs = ImportProof.all(opened, accounts, Set(accounts.keys), log: lines)
    }

    /// Everything that changes.
    func edits() -> [FileEdit] {
        var edits = openings + FileEdit.list(accounts)
        for name in logs.keys.sorted(by: byBytes) {
            guard let log = logs[name], log.isChanged else { continue }
            edits.append(FileEdit(log))
        }
        return edits
    }
}

/// What became of the rows of one account.
struct SyncCounts {
    private var counts: [ImportOutcome: Int] = [:]
    let dropped: Int
    /// Rows with and without the balance after them.
    let withBalance: Int
    let withoutBalance: Int

    init(_ rows: [ImportedRow], dropped: Int) {
        for row in rows { counts[row.outcome, default: 0] += 1 }
        self.dropped = dropped
        let booked = rows.filter { $0.record.status == .booked }
        withBalance = booked.count { $0.record.hasBalance }
        withoutBalance = booked.count - withBalance
    }

    func count(_ outcome: ImportOutcome) -> Int { counts[outcome] ?? 0 }
}

extension Fetched {
    /// An account whose rows the ledger cannot take.
    mutating func refuse(_ place: Int, _ message: String, _ errorClass: ConnectorErrorClass) {
        let failure = ConnectorFailure(errorClass, "\(accounts[place].account): \(message)")
        accounts[place].failure = failure
        let isAll = accounts.allSatisfy { $0.failure != nil }
        outcome = isAll ? FetchOutcome(errorClass) : .partial
        self.failure = failure
        attempt?.outcome = outcome
        attempt?.errorClass = failure.errorClass.rawValue
        attempt?.message = failure.message
        attempt?.windows[accounts[place].account] = nil
    }
}
