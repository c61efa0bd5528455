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
    private let ledger: Ledger
    private let session: Session
    private let files: LedgerFiles
    private let restores: Bool
    private let rules: RuleEngine
    private var accounts: [String: AccountImport] = [:]
    private var log: JSONLines?
    /// What the log holds, and what this run adds to it.
    private var batches: [BatchFact] = []
    private var profiles: [String: (before: [UInt8]?, after: [UInt8])] = [:]

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
        path: String, bytes: [UInt8], account: String?, profile: String?,
        settings: StatementSettings, keepsProfile: Bool
    ) throws(CommandFailure) -> FileReport {
        var report = FileReport(path: path, bytes)
        guard let format = report.format else { return report }
        let known = try knownProfiles()
        var meant: String?
        if let account { meant = try AccountChoice.account(account, ledger).name }
        let choice = ProfileChoice(
            bytes, format, known, named: profile, account: meant, settings,
            StatementSource(session.environment))
        report.profile = choice.profile?.name
        switch choice.reading {
        case .refused(let reason, let row, _, let value):
            report.refusal = (value.map { "\(reason): “\($0)”" } ?? reason, row)
        case .asked(let questions): report.questions = questions
        case .read(let statements, let layout, let signature, let encoding):
            report.settle(signature)
            report.encoding = encoding
            report.layout = layout
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

    /// A file that was taken in before and would bring new rows now is read otherwise than then: the
    /// rows of that time must go first.
    private mutating func askAboutKnownFile(_ report: inout FileReport) throws(CommandFailure) {
        guard !restores, report.questions.isEmpty, report.refusal == nil else { return }
        _ = try readLog()
        for statement in report.statements where statement.brings > 0 {
            guard holds(report.digest, statement) else { continue }
            let short = report.digest.prefix(12)
            report.questions.append(
                ReadingQuestion(
                    code: "columns", row: statement.statement.records.first?.row ?? 1, column: "",
                    value: "the file, which was taken in before",
                    readings: [
                        "read as it was then",
                        "read as now, with \(counted(statement.brings, "new row"))",
                    ],
                    settle: "leave out the option, or first “bankbook import --undo \(short)”"))
        }
    }

    /// `<format>-<account>`, or with a number where another kind of file has that name.
    private func freeName(
        _ account: String, _ format: StatementFormat, _ signature: String,
        _ known: [ImportProfile]
    ) -> String {
        let taken = Set(files.names("connections", ending: ".json").map { $0.dropLast(5) })
        var name = "\(format.rawValue)-\(account)"
        var number = 1
        while taken.contains(name[...]),
            known.first(where: { $0.name == name })?.signature != signature
        {
            number += 1
            name = "\(format.rawValue)-\(account)-\(number)"
        }
        return name
    }

    private func knownProfiles() throws(CommandFailure) -> [ImportProfile] {
        var profiles: [ImportProfile] = []
        for name in files.names("connections", ending: ".json") {
            let path = "connections/\(name)"
            let bytes: [UInt8]
            if let kept = self.profiles[path] {
                bytes = kept.after
            } else {
                guard let found = try files.bytes(path) else { continue }
                bytes = found
            }
            if let profile = ImportProfile(name: String(name.dropLast(5)), bytes) {
                profiles.append(profile)
            }
        }
        return profiles
    }

    /// Takes in the statements of a file; those of one account and part are one batch.
    private mutating func take(
        _ statements: [Statement], account name: String?, _ profile: ImportProfile?,
        _ report: inout FileReport
    ) throws(CommandFailure) {
        // One name cannot stand for several accounts.
        let isOne = Set(statements.compactMap(\.identifier)).count < 2
        let accounts = try statements.map { statement throws(CommandFailure) in
            try self.account(for: statement, named: isOne ? name : nil, profile)
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
        for (place, statement) in statements.enumerated()
        where accounts[place] == nil && !statement.records.isEmpty {
            let first = ledger.accounts.first?.name ?? "NAME"
            let number = statement.identifier.map { "number='\($0)'" } ?? ""
            report.questions.append(
                ReadingQuestion(
                    code: "account", row: statement.records.first?.row ?? 1, column: "",
                    value: statement.identifier ?? "", readings: ledger.accounts.map(\.name),
                    settle: isOne
                        ? "--account \(first)" : "bankbook accounts set \(first) \(number)"))
        }
    }

    /// Takes in the statements of one account in one part of a file.
    private mutating func take(
        _ places: [Int], _ records: [Int: [BankRecord]], _ reports: inout [StatementReport],
        _ report: inout FileReport
    ) throws(CommandFailure) {
        let statements = places.map { reports[$0].statement }
        guard let name = reports[places[0]].account,
            statements.contains(where: { !$0.records.isEmpty })
        else { return }
        let batch = ImportBatch(
            source: report.format?.source ?? "", records: places.flatMap { records[$0] ?? [] },
            days: statements.compactMap(\.days),
            isComplete: statements.allSatisfy(\.tellsPending))
        if accounts[name] == nil {
            let account = try AccountChoice.account(name, ledger)
            accounts[name] = AccountImport(
                ledger, account, try contents(account), rules: rules, restores: restores,
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
        } catch {
            report.refusal = ("\(error.message); \(error.remedy)", 1)
        }
    }

    private mutating func contents(_ account: Account) throws(CommandFailure) -> AccountContents {
        _ = try readLog()
        return try files.contents(account, batches.filter { $0.account == account.name })
    }

    private func derived(
        _ statements: [Statement], _ name: String, _ report: inout FileReport
    ) throws(CommandFailure) -> [[BankRecord]] {
        let account = try AccountChoice.account(name, ledger)
        var decimals: [CurrencyCode: Int] = [:]
        for code in account.currencies { decimals[code] = ledger.decimals(code) }
        let derivation = RecordDerivation(
            account: account, decimals: decimals, format: report.format ?? .csv,
            threads: session.environment.threads)
        do throws(RecordDerivation.Problem) {
            return try derivation.records(statements)
        } catch {
            report.refusal = ("\(error.message); \(error.remedy)", error.row)
            return []
        }
    }

    /// The account that is meant: the one named, else the one whose number the file states.
    private func account(
        for statement: Statement, named name: String?, _ profile: ImportProfile?
    ) throws(CommandFailure) -> Account? {
        if let name { return try AccountChoice.account(name, ledger) }
        if let identifier = statement.identifier.map(ImportRun.compact) {
            let match = ledger.accounts.first { account in
                account.iban.map(ImportRun.compact) == identifier
                    || account.number.map(ImportRun.compact) == identifier
            }
            if let match { return match }
        }
        guard let profile else { return nil }
        let key = statement.identifier ?? ""
        return (profile.accounts[key] ?? profile.accounts[""]).flatMap { ledger.account($0) }
    }

    private static func compact(_ text: String) -> String {
        String(text.uppercased().filter { !$0.isWhitespace && $0 != "-" })
    }

    // What is kept beside the lines

    private mutating func keep(
        _ name: String, _ format: StatementFormat, _ layout: StatementSettings,
        _ signature: String, _ statements: [Statement], _ report: FileReport
    ) throws(CommandFailure) {
        let path = "connections/\(name).json"
        let before = try files.bytes(path)
        let uid =
            before.flatMap { ImportProfile(name: name, $0)?.uid }
            ?? Identifier.derived(
                .line, account: ledger.uid, parts: ["profile", name], occurrence: 1)
        var accounts = before.flatMap { ImportProfile(name: name, $0)?.accounts } ?? [:]
        for (statement, taken) in zip(statements, report.statements) {
            guard let account = taken.account else { continue }
            // Files without a number belong to the account that had them first; others are named.
            let key = statement.identifier ?? ""
            accounts[key.isEmpty && accounts[key] ?? account != account ? account : key] = account
        }
        let members = accounts.keys.sorted(by: byBytes).map {
            JSONMember($0, .string(accounts[$0] ?? ""))
        }
        let value = ImportProfile.json(
            uid: uid, name: name, format: format, accounts: members, signature: signature,
            settings: layout)
        profiles[path] = (before, JSONWriter.file(value))
    }

    private mutating func readLog() throws(CommandFailure) -> JSONLines {
        if let log { return log }
        let read = try files.batchLog()
        log = read
        batches = read.objects.compactMap(BatchFact.init)
        return read
    }

    /// Whether the log has the batch of a file in the statement's account.
    private func holds(_ digest: String, _ statement: StatementReport) -> Bool {
        batches.contains { $0.digest == digest && $0.account == statement.account }
    }

    private mutating func addBatches(_ report: FileReport) throws(CommandFailure) {
        var log = try readLog()
        // Of a known file nothing is added; of a new one all statements, also several of one account.
        let known = report.statements.map { holds(report.digest, $0) }
        for (statement, isKnown) in zip(report.statements, known) where !isKnown {
            let line = statement.batch(digest: report.digest, source: report.format?.source ?? "")
            log.insert(line)
            if let fact = BatchFact(line) { batches.append(fact) }
        }
        self.log = log
    }

    /// Pairs the transfers among what came in and what was there; how many pairs were made.
    mutating func pairTransfers() throws(CommandFailure) -> Int {
        _ = try readLog()
        return try files.pairTransfers(
            &accounts, batches: batches, threads: session.environment.threads)
    }

    /// The most lines of an account that is held against its bank after each import; of larger ones `verify` tells.
    private static let provenLines = 50_000

    /// Whether the accounts agree with their banks now.
    ///
    /// - Parameter names: the accounts into which something came.
    func proofs(_ names: Set<String>) -> [ImportProof] {
        let log = (log?.objects ?? [])
        return ledger.accounts.flatMap { account -> [ImportProof] in
            guard names.contains(account.name), let imported = accounts[account.name],
                imported.lineCount <= ImportRun.provenLines
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

    /// Everything that changes.
    func edits() throws(CommandFailure) -> [FileEdit] {
        var edits: [FileEdit] = []
        for name in accounts.keys.sorted(by: byBytes) {
            guard let account = accounts[name] else { continue }
            edits += account.files.map { FileEdit($0) }
            for lines in account.evidenceFiles where lines.isChanged {
                edits.append(FileEdit(path: lines.path, before: lines.original, after: lines.bytes))
            }
        }
        if let log, log.isChanged {
            edits.append(FileEdit(path: log.path, before: log.original, after: log.bytes))
        }
        for path in profiles.keys.sorted(by: byBytes) {
            if let profile = profiles[path] {
                edits.append(FileEdit(path: path, before: profile.before, after: profile.after))
            }
        }
        return edits
    }
}
