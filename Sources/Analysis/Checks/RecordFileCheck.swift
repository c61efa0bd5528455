import JSONText
import Model
import Platform
import Queries
import Reading
import Schemas
import SourceText
import Syntax

/// The other files of the folder follow their grammar: rules, budgets, plans, prices, queries, JSON.
enum RecordFileCheck {
    static func findings(_ ledger: Ledger) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        findings += lines(ledger, "rules.txt") { line throws(SyntaxProblem) in
            _ = try RuleRecord.parse(line)
        }
        for name in sorted(ledger, "budgets", ".txt") {
            findings += lines(ledger, "budgets/\(name).txt") { line throws(SyntaxProblem) in
                _ = try BudgetRecord.parse(line)
            }
        }
        for name in sorted(ledger, "plans", ".txt") {
            findings += lines(ledger, "plans/\(name).txt") { line throws(SyntaxProblem) in
                _ = try PlanRecord.parse(line)
            }
        }
        for name in sorted(ledger, "prices", ".txt") {
            findings += lines(ledger, "prices/\(name).txt") { line throws(SyntaxProblem) in
                _ = try PriceRecord.parse(line)
            }
        }
        for name in sorted(ledger, "queries", ".txt") { findings += query(ledger, name) }
        let folders: [(String, FileSchema?)] = [
            ("connections", .connection), ("contacts", .contact), ("forecasts", .forecast),
            ("reports", .report), ("dashboards", .dashboard), ("alerts", nil), ("channels", nil),
            ("invoices", nil),
        ]
        for (folder, schema) in folders {
            for name in sorted(ledger, folder, ".json") {
                findings += json(ledger, "\(folder)/\(name).json", schema)
            }
        }
        return findings
    }

    private static func sorted(_ ledger: Ledger, _ folder: String, _ ending: String) -> [String] {
        FolderContents.names(ledger, folder, ending: ending).sorted(by: byBytes)
    }

    private static func lines(
        _ ledger: Ledger, _ path: String, _ parse: ([UInt8]) throws(SyntaxProblem) -> Void
    ) -> [Diagnostic] {
        guard let bytes = contents(ledger, path) else { return [] }
        return RecordLines.read(bytes, path: path) { text, _ throws(SyntaxProblem) in
            try parse(text)
        }
    }

    private static func query(_ ledger: Ledger, _ name: String) -> [Diagnostic] {
        let path = "queries/\(name).txt"
        guard let bytes = contents(ledger, path) else { return [] }
        let lines = LineTable(bytes).lines.map { String(readable: bytes[$0.content]) }
        let text = lines.filter { !$0.hasPrefix("#") }.joined(separator: " ")
        let periods = PeriodParser(
            today: .first, calendar: ledger.calendar)
        do throws(QueryProblem) {
            _ = try QueryParser(periods: periods, taxonomies: ledger.taxonomyNames).query(
                text: text)
            return []
        } catch {
            return [
                Diagnostic(
                    "query.form", .error, at: Location(file: path, line: 1), error.message,
                    excerpt: error.term, remedy: error.remedy)
            ]
        }
    }

    private static func json(
        _ ledger: Ledger, _ path: String, _ schema: FileSchema?
    ) -> [Diagnostic] {
        guard let bytes = contents(ledger, path) else { return [] }
        do throws(JSONFileProblem) {
            let file = try JSONFile(path: path, bytes: bytes)
            var findings = schema?.findings(in: file) ?? []
            if schema?.name == FileSchema.connection.name {
                findings += ConnectionRules.findings(file) + reach(file, ledger)
            }
            if schema?.name == FileSchema.dashboard.name {
                findings += ReportFileCheck.dashboard(file, ledger, today: .first)
            }
            if schema?.name == FileSchema.report.name {
                findings += ReportFileCheck.findings(
                    file.value, at: "", in: file, ledger, today: .first)
            }
            return findings
        } catch {
            return [error.finding]
        }
    }

    /// Accounts that a connection names and cannot feed: by open banking banks tell of current accounts only (BC-03).
    private static func reach(_ file: JSONFile, _ ledger: Ledger) -> [Diagnostic] {
        (file.value["accounts"]?.members ?? []).compactMap { member in
            guard let name = member.value.text else { return nil }
            let place = "/accounts/\(member.key)"
            guard let account = ledger.account(name) else {
                return file.finding(
                    "connection.account", .warning, at: place, "there is no account “\(name)”",
                    remedy: "name one of the ledger, or take the line out")
            }
            guard file.value["access"]?.text == "open-banking", account.kind != .current else {
                return nil
            }
            return file.finding(
                "connection.coverage", at: place,
                "\(name) is of the kind \(account.kind.rawValue), which open banking does not reach",
                remedy: "connect it by direct access, or import its statements")
        }
    }

    private static func contents(_ ledger: Ledger, _ path: String) -> [UInt8]? {
        guard entryKind(ledger.root + "/" + path) != nil else { return nil }
        do throws(SystemFailure) { return try readFile(ledger.root + "/" + path) } catch {
            return nil
        }
    }
}
