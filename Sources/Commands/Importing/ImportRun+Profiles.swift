import Importing
import JSONText
import Model
import Reading
import SourceText
import Statements

/// Which account and which reading is meant, and what is kept of a file beside its lines: its profile, and its
/// line in the log.
extension ImportRun {
    /// The account that is meant: the one named, else the one whose number the file states.
    func account(
        for statement: Statement, _ format: StatementFormat?, named name: String?,
        _ profile: ImportProfile?
    ) throws(CommandFailure) -> Account? {
        if let name { return try AccountChoice.account(name, ledger) }
        if format?.isJournal ?? false {
            // A name, of which every hyphen counts.
            let identifier = statement.identifier?.lowercased()
            return ledger.accounts.first { $0.number?.lowercased() == identifier }
        }
        if let identifier = statement.identifier.map(Account.compactNumber),
            let match = ledger.accounts.first(where: { $0.numbers.contains(identifier) })
        {
            return match
        }
        guard let profile else { return nil }
        let key = statement.identifier ?? ""
        return (profile.accounts[key] ?? profile.accounts[""]).flatMap { ledger.account($0) }
    }

    /// A file that was taken in before and would bring new rows now is read otherwise than then: the
    /// rows of that time must go first.
    mutating func askAboutKnownFile(_ report: inout FileReport) throws(CommandFailure) {
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
    func freeName(
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

    func knownProfiles() throws(CommandFailure) -> [ImportProfile] {
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

    mutating func keep(
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

    mutating func readLog() throws(CommandFailure) -> JSONLines {
        if let log { return log }
        let read = try files.batchLog()
        log = read
        otherLines = try files.logLines(besides: LedgerFiles.batchLogPath)
        batches = (read.objects + otherLines).compactMap(BatchFact.init)
        return read
    }

    /// Whether the log has the batch of a file in the statement's account.
    func holds(_ digest: String, _ statement: StatementReport) -> Bool {
        batches.contains { $0.digest == digest && $0.account == statement.account }
    }

    mutating func addBatches(_ report: FileReport) throws(CommandFailure) {
        var log = try readLog()
        // Of a known file nothing is added; of a new one all statements, also several of one account.
        let known = report.statements.map { holds(report.digest, $0) }
        for (statement, isKnown) in zip(report.statements, known)
        where !isKnown && statement.account != nil {
            let line = statement.batch(
                digest: report.digest, source: report.format?.source ?? "", ledger)
            log.insert(line)
            if let fact = BatchFact(line) { batches.append(fact) }
        }
        self.log = log
    }
}
