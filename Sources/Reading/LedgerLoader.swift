import JSONText
import Model
import Platform
import Schemas
package import SourceText
import Syntax

/// Why a folder cannot be taken for a ledger at all.
package enum LedgerFailure: Error, Sendable {
    /// No `ledger.json` here or above.
    case notFound(from: String)
    /// `ledger.json` cannot be used; nothing else can be read.
    case broken([Diagnostic])
}

/// Finds a ledger's folder and reads what describes it.
package struct LedgerLoader {
    private let root: String
    private var findings: [Diagnostic] = []

    /// The folder that holds `ledger.json`: `start` or the nearest folder above it.
    package static func discover(from start: String) throws(LedgerFailure) -> String {
        guard var folder = resolvedPath(start) else { throw .notFound(from: start) }
        while true {
            if entryKind(folder + "/ledger.json") != nil { return folder }
            guard let slash = folder.lastIndex(of: "/"), folder != "/" else {
                throw .notFound(from: start)
            }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
    }

    /// Reads the ledger in `root`. Problems in single files are findings of the result.
    package static func load(_ root: String) throws(LedgerFailure) -> Ledger {
        var loader = LedgerLoader(root: root)
        return try loader.load()
    }

    private init(root: String) { self.root = root }

    private mutating func load() throws(LedgerFailure) -> Ledger {
        guard let file = jsonFile("ledger.json", schema: .ledger) else { throw .broken(findings) }
        if file.value["format"]?.integer != 1 {
            findings.append(
                file.finding(
                    "ledger.format", at: "/format", "this version of the program reads format 1",
                    remedy: "use a newer version of the program"))
            throw .broken(findings)
        }
        guard let uid = file.value["uid"]?.text,
            let base = file.value["base_currency"]?.text.flatMap({ CurrencyCode($0) })
        else { throw .broken(findings) }
        let currencies = CurrencyTable(declared: declaredCurrencies(file))
        let accountEntries = LedgerParts.entries(root + "/accounts")
        // A second thread pays where there are many files to open and folders to list.
        let isLarge = accountEntries.count >= 20
        let work = isLarge ? BackgroundWork { [root] in LedgerParts(root) } : nil
        var accounts = readAccounts(accountEntries, currencies)
        accounts = accounts.indices.sorted { Account.inDisplayOrder(accounts[$0], accounts[$1]) }
            .map { accounts[$0] }
        let parts = work?.value() ?? LedgerParts(root)
        findings += parts.findings
        let weekdays = [
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        ]
        var ledger = Ledger(
            root: root, uid: uid, name: file.value["name"]?.text, baseCurrency: base,
            weekStart: (file.value["week_start"]?.text).flatMap(weekdays.firstIndex).map { $0 + 1 }
                ?? 1,
            fiscalYearStart: fiscalYearStart(file), currencies: currencies, accounts: accounts,
            categories: parts.categories, taxonomies: [:], files: [],
            findings: [], heldCurrencies: Array(Set(accounts.flatMap(\.currencies))).sorted())
        for entry in LedgerParts.entries(root + "/taxonomies") where entry.name.hasSuffix(".txt") {
            let name = String(entry.name.dropLast(4))
            guard NameForm.isName(name) else { continue }
            let read = LedgerParts.tree("taxonomies/\(entry.name)", in: root, hasKind: false)
            ledger.taxonomies[name] = read.tree
            findings += read.findings
        }
        for member in file.value["preferences"]?.members ?? [] {
            ledger.preferences[member.key] = member.value.text
        }
        ledger.files = transactionFiles(parts.folders, accounts)
        ledger.findings = findings
        return ledger
    }

    private mutating func jsonFile(_ path: String, schema: FileSchema) -> JSONFile? {
        guard let bytes = contents(path) else { return nil }
        do throws(JSONFileProblem) {
            let file = try JSONFile(path: path, bytes: bytes)
            findings += schema.findings(in: file)
            return file
        } catch {
            findings.append(error.finding)
            return nil
        }
    }

    private mutating func contents(_ path: String) -> [UInt8]? {
        do throws(SystemFailure) {
            return try readFile(root + "/" + path)
        } catch {
            findings.append(LedgerParts.unreadable(path, error))
            return nil
        }
    }

    private mutating func declaredCurrencies(_ file: JSONFile) -> [CurrencyCode: Int] {
        var declared: [CurrencyCode: Int] = [:]
        for member in file.value["currencies"]?.members ?? [] {
            guard let code = CurrencyCode(member.key), let decimals = member.value.integer else {
                continue
            }
            if (0...9).contains(decimals) {
                declared[code] = decimals
            } else {
                findings.append(
                    file.finding(
                        "currency.decimals", at: "/currencies/\(member.key)",
                        "\(decimals) decimals", remedy: "write 0 to 9"))
            }
        }
        return declared
    }

    private mutating func fiscalYearStart(_ file: JSONFile) -> (month: Int, day: Int) {
        guard let text = file.value["fiscal_year_start"]?.text else { return (1, 1) }
        guard let date = CivilDate(iso: "2001-" + text) else {
            findings.append(
                file.finding(
                    "json.type", at: "/fiscal_year_start", "“\(text)” is no day of the year",
                    remedy: "write MM-DD, such as 04-06"))
            return (1, 1)
        }
        return (date.components.month, date.components.day)
    }

    // Accounts and trees

    private mutating func readAccounts(
        _ entries: [FolderEntry], _ currencies: CurrencyTable
    ) -> [Account] {
        var accounts: [Account] = []
        for entry in entries where entry.name.hasSuffix(".json") {
            let path = "accounts/\(entry.name)"
            let name = String(entry.name.dropLast(5))
            guard NameForm.isName(name) else {
                findings.append(
                    Diagnostic(
                        "name.form", .error, at: Location(file: path, line: 1),
                        "“\(name)” is not an account's name",
                        remedy: "use a-z, 0-9 and -, at most 40"))
                continue
            }
            guard let file = jsonFile(path, schema: .account) else { continue }
            if let account = AccountFile.account(name, file, currencies, &findings) {
                if let twin = accounts.first(where: { $0.uid == account.uid }) {
                    findings.append(LedgerLoader.sameUID(file, account, twin))
                }
                accounts.append(account)
            }
        }
        return accounts
    }

    /// Two accounts with one uid would derive the same ids for what their banks say.
    private static func sameUID(_ file: JSONFile, _ account: Account, _ twin: Account) -> Diagnostic
    {
        file.finding(
            "account.uid", at: "/uid", "\(account.name) and \(twin.name) have the same uid",
            remedy: "give the copy another one: ten letters and digits that no other account has")
    }

    private mutating func transactionFiles(
        _ folders: [LedgerParts.Folder], _ accounts: [Account]
    ) -> [TransactionFile] {
        var rankByName: [String: Int] = [:]
        for (rank, account) in accounts.enumerated() {
            for name in account.formerNames { rankByName[name] = rank }
        }
        for (rank, account) in accounts.enumerated() { rankByName[account.name] = rank }
        var files: [(stem: String, file: TransactionFile)] = []
        for folder in folders {
            guard let rank = rankByName[folder.name] else {
                // An account's file that cannot be used has findings of its own.
                let isBroken = entryKind(root + "/accounts/\(folder.name).json") != nil
                if folder.texts.isEmpty || isBroken { continue }
                findings.append(missingAccount(folder.name, accounts))
                continue
            }
            for name in folder.absent where !folder.texts.contains(name) {
                findings.append(LedgerLoader.absent("transactions/\(folder.name)/\(name)"))
            }
            for name in folder.texts {
                let file = TransactionFile(
                    path: "transactions/\(folder.name)/\(name)", account: accounts[rank].name,
                    accountRank: rank, fileRank: 0)
                files.append((String(name.dropLast(4)), file))
            }
        }
        return ranked(files)
    }

    /// The files in the order S25: by account, then by name without `.txt`. An account that was renamed
    /// may have files in several folders.
    private func ranked(_ files: [(stem: String, file: TransactionFile)]) -> [TransactionFile] {
        let sorted = files.sorted { left, right in
            let (a, b) = (left.file, right.file)
            if a.accountRank != b.accountRank { return a.accountRank < b.accountRank }
            if byBytes(left.stem, right.stem) { return true }
            return byBytes(right.stem, left.stem) ? false : byBytes(a.path, b.path)
        }
        return sorted.enumerated().map { rank, entry in
            var file = entry.file
            file.fileRank = rank
            return file
        }
    }

    private static func absent(_ path: String) -> Diagnostic {
        Diagnostic(
            "file.absent", .error, at: Location(file: path, line: 1),
            "iCloud keeps the content of the file elsewhere",
            remedy: "download it: open the folder in Finder, or run brctl download")
    }

    private func missingAccount(_ name: String, _ accounts: [Account]) -> Diagnostic {
        let near = Suggestion.nearest(to: name, in: accounts.map(\.name))
        return Diagnostic(
            "account.unknown", .error, at: Location(file: "transactions/\(name)"),
            "there is no account “\(name)”: accounts/\(name).json is missing",
            remedy: (near.map { "did you mean transactions/\($0)? Else run: " } ?? "run: ")
                + "bankbook accounts add \(name) --kind current")
    }
}
