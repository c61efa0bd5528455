import Analysis
import Automation
import Completeness
import Importing
import JSONText
import Model
import Reading
import SourceText
import Statements
import Syntax

/// One import of several files: each sees what the ones before it brought.
struct ImportRun {
    let ledger: Ledger
    let session: Session
    let files: LedgerFiles
    let restores: Bool
    let rules: RuleEngine
    var accounts: [String: AccountImport] = [:]
    var log: JSONLines?
    /// What the log holds, and what this run adds to it.
    var batches: [BatchFact] = []
    /// The lines of the logs of connections.
    var otherLines: [JSONValue] = []
    var profiles: [String: (before: [UInt8]?, after: [UInt8])] = [:]

    /// - Throws: that lines of `rules.txt` are no rules.
    init(_ ledger: Ledger, _ session: Session, restores: Bool) throws(CommandFailure) {
        let list = try session.rules(ledger)
        _ = try session.settle(list.findings)
        rules = RuleEngine(list, ledger)
        self.ledger = ledger
        self.session = session
        self.restores = restores
        files = LedgerFiles(ledger)
    }

    /// Takes in one file, in memory.
    mutating func take(
        _ text: StatementText, account: String?, profile: String?,
        settings: StatementSettings, keepsProfile: Bool
    ) throws(CommandFailure) -> FileReport {
        var report = FileReport(text)
        guard let format = report.format else { return report }
        let known = try knownProfiles()
        var meant: String?
        if let account { meant = try AccountChoice.account(account, ledger).name }
        let choice = ProfileChoice(
            text.bytes, format, known, named: profile, account: meant, settings,
            StatementSource(session.environment))
        report.profile = choice.profile?.name
        if let (statements, layout, signature) = report.take(choice.reading) {
            try take(statements, account: account, choice.profile, &report)
            try askAboutKnownFile(&report)
            if keepsProfile, report.questions.isEmpty, report.refusal == nil {
                let name =
                    profile ?? report.profile
                    ?? freeName(
                        report.statements.first?.account ?? "file", format, signature, known)
                report.profile = name
                try keep(name, format, layout, signature, statements, report)
            }
        }
        if report.isRead { try addBatches(report) }
        return report
    }

    /// Takes in the statements of a file; those of one account and part are one batch.
    mutating func take(
        _ statements: [Statement], account name: String?, _ profile: ImportProfile?,
        _ report: inout FileReport
    ) throws(CommandFailure) {
        // One name cannot stand for several accounts.
        let isOne = Set(statements.compactMap(\.identifier)).count < 2
        let accounts = try statements.map { statement throws(CommandFailure) in
            try self.account(for: statement, report.format, named: isOne ? name : nil, profile)
        }
        var reports = statements.indices.map { place in
            StatementReport(statements[place], account: accounts[place]?.name)
        }
        for account in Set(accounts.compactMap(\.?.name)).sorted(by: byBytes) {
            let places = statements.indices.filter { accounts[$0]?.name == account }
            let records = try derived(places.map { statements[$0] }, account, &report)
            if report.refusal != nil { return }
            var recordsOf: [Int: [BankRecord]] = [:]
            for (place, list) in zip(places, records) { recordsOf[place] = list }
            for part in Set(places.map { statements[$0].part }).sorted() {
                let own = places.filter { statements[$0].part == part }
                try take(own, recordsOf, &reports, &report)
                if report.refusal != nil { return }
            }
        }
        report.statements = reports
        let unknown = statements.indices.filter {
            accounts[$0] == nil && statements[$0].isTelling
        }
        // A journal holds accounts of every kind, of which a ledger may have some.
        if report.format?.isJournal ?? false, unknown.count < statements.filter(\.isTelling).count {
            report.leftOut = unknown.map { statements[$0] }
        } else {
            report.questions += unknown.map { question(statements[$0], isOne: isOne) }
        }
    }

    /// Asks whose a statement is.
    private func question(_ statement: Statement, isOne: Bool) -> ReadingQuestion {
        let first = ledger.accounts.first?.name ?? "NAME"
        let number = statement.identifier.map { "number='\($0)'" } ?? ""
        return ReadingQuestion(
            code: "account", row: statement.records.first?.row ?? 1, column: "",
            value: statement.identifier ?? "", readings: ledger.accounts.map(\.name),
            settle: isOne ? "--account \(first)" : "bankbook accounts set \(first) \(number)")
    }

    /// Takes in the statements of one account in one part of a file.
    mutating func take(
        _ places: [Int], _ records: [Int: [BankRecord]], _ reports: inout [StatementReport],
        _ report: inout FileReport
    ) throws(CommandFailure) {
        let statements = places.map { reports[$0].statement }
        guard let name = reports[places[0]].account,
            statements.contains(where: \.isTelling)
        else { return }
        let batch = ImportBatch(
            source: report.format?.source ?? "", records: places.flatMap { records[$0] ?? [] },
            days: statements.compactMap(\.days),
            isComplete: statements.allSatisfy(\.tellsPending),
            valuations: places.compactMap { reports[$0].valuation(ledger) })
        if accounts[name] == nil {
            let account = try AccountChoice.account(name, ledger)
            accounts[name] = AccountImport(
                ledger, account, try contents(account), rules: rules, restores: restores,
                idsElsewhere: restores ? takenIDs(besides: name) : [],
                threads: session.environment.threads)
        }
        do throws(SyntaxProblem) {
            var rows = try accounts[name]?.take(batch, digest: report.digest)[...] ?? []
            for place in places {
                let count = records[place]?.count ?? 0
                reports[place].rows = Array(rows.prefix(count))
                rows = rows.dropFirst(count)
            }
            reports[places[0]].dropped = accounts[name]?.dropped ?? 0
            reports[places[0]].isValued = accounts[name]?.valued ?? 0 > 0
        } catch {
            report.refusal = ("\(error.message); \(error.remedy)", 1)
        }
    }

    mutating func contents(_ account: Account) throws(CommandFailure) -> AccountContents {
        _ = try readLog()
        return try files.contents(account, batches)
    }

    func derived(
        _ statements: [Statement], _ name: String, _ report: inout FileReport
    ) throws(CommandFailure) -> [[BankRecord]] {
        let account = try AccountChoice.account(name, ledger)
        let derivation = RecordDerivation(
            account: account, decimals: ledger.decimals(of: account),
            source: RecordSource(report.format ?? .csv),
            threads: session.environment.threads)
        do throws(RecordDerivation.Problem) {
            return try derivation.records(statements)
        } catch {
            report.refusal = ("\(error.message); \(error.remedy)", error.row)
            return []
        }
    }

    /// The ids of the lines of all accounts but one.
    private func takenIDs(besides name: String) -> Set<String> {
        var others = ledger
        others.files = ledger.files.filter { $0.account != name }
        return TakenIDs.all(others, threads: session.environment.threads)
    }

    /// What follows once everything is taken in: transfers are paired among what came in and what was there, and
    /// the accounts are held against their banks.
    mutating func finish(_ report: inout ImportReport) throws(CommandFailure) {
        guard report.files.contains(where: \.isImported) else { return }
        _ = try readLog()
        report.transfers = try files.pairTransfers(
            &accounts, batches: batches, threads: session.environment.threads)
        report.proofs = ImportProof.all(
            ledger, accounts, report.accounts, log: (log?.objects ?? []) + otherLines)
    }

    /// Everything that changes.
    func edits() throws(CommandFailure) -> [FileEdit] {
        var edits = FileEdit.list(accounts)
        if let log, log.isChanged {
            edits.append(FileEdit(log))
        }
        for path in profiles.keys.sorted(by: byBytes) {
            if let profile = profiles[path] {
                edits.append(FileEdit(path: path, before: profile.before, after: profile.after))
            }
        }
        return edits
    }
}
