import JSONText
import Model
import Platform
import Queries
import Reading
import Schemas
import SourceText

/// The preferences of `ledger.json` that have a form of their own.
enum PreferenceCheck {
    static func findings(_ ledger: Ledger) -> [Diagnostic] {
        let file: JSONFile
        do {
            let bytes = try readFile(ledger.root + "/ledger.json")
            file = try JSONFile(path: "ledger.json", bytes: bytes)
        } catch {
            // What is no JSON, or cannot be read, is told where the ledger is read.
            return []
        }
        var findings: [Diagnostic] = []
        for name in ["number_format", "payday"] {
            guard let value = file.value["preferences"]?[name], value.text == nil else { continue }
            findings.append(
                file.finding(
                    "ledger.preference", .warning, at: "/preferences/\(name)",
                    "the preference \(name) is no text", remedy: "write it in quotes"))
        }
        if let sample = ledger.preferences["number_format"], NumberForm(sample: sample) == nil {
            findings.append(
                file.finding(
                    "ledger.preference", .warning, at: "/preferences/number_format",
                    "“\(sample)” is no sample of a number",
                    remedy: "write one of \(NumberForm.samples.joined(separator: "  "))"))
        }
        if let text = ledger.preferences["payday"] {
            let parser = QueryParser(
                periods: PeriodParser(today: .first, calendar: ledger.calendar),
                taxonomies: ledger.taxonomyNames)
            do throws(QueryProblem) { _ = try parser.query(text: text) } catch {
                findings.append(
                    file.finding(
                        "ledger.preference", .warning, at: "/preferences/payday", error.message,
                        remedy: error.remedy))
            }
        }
        return findings
    }
}
