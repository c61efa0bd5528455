package import JSONText
package import Model
import Queries
package import Reading
package import Schemas
package import SourceText

/// The words in the files of reports and dashboards mean something: query, period, cycle, grouping, order, currency, day.
package enum ReportFileCheck {
    /// What is wrong with the members of a report's object.
    ///
    /// - Parameters:
    ///   - value: the object, which follows its schema.
    ///   - pointer: where it stands in the file, such as `/blocks/2`; empty for the whole file.
    package static func findings(
        _ value: JSONValue, at pointer: String, in file: JSONFile, _ ledger: Ledger,
        today: CivilDate
    ) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        func refuse(_ member: String, _ message: String, _ remedy: String) {
            findings.append(
                file.finding("report.word", at: "\(pointer)/\(member)", message, remedy: remedy))
        }
        if let text = value["query"]?.text {
            let parser = QueryParser(
                periods: ledger.periodParser(today: today), taxonomies: ledger.taxonomyNames)
            do throws(QueryProblem) { _ = try parser.query(text: text) } catch {
                refuse("query", error.message, error.remedy)
            }
        }
        if let text = value["period"]?.text, ledger.periodParser(today: today).period(text) == nil {
            refuse("period", "“\(text)” is no period", "periods are \(PeriodParser.forms)")
        }
        if let text = value["every"]?.text, ledger.cycleParser(today: today).cycle(text) == nil {
            refuse("every", "“\(text)” cuts no time", "write one of \(CycleParser.forms)")
        }
        if let text = value["by"]?.text, text != "taxonomy",
            Grouping(text, taxonomies: ledger.taxonomyNames) == nil
        {
            let names = Grouping.fixed.map(\.name) + ledger.taxonomyNames.sorted(by: byBytes)
            let near = Suggestion.nearest(to: text, in: names)
            refuse(
                "by", "“\(text)” is no grouping",
                near.map { "did you mean \($0)?" }
                    ?? "write one of \(names.joined(separator: ", "))")
        }
        if let text = value["sort"]?.text {
            let word = text.hasPrefix("-") ? String(text.dropFirst()) : text
            if !["name", "amount", "size", "count"].contains(word) {
                refuse(
                    "sort", "rows are not ordered by “\(text)”",
                    "write name, amount, size or count, with - before it for descending")
            }
        }
        if let text = value["currency"]?.text,
            CurrencyCode(text).flatMap({ ledger.currencies.decimals(of: $0) }) == nil
        {
            refuse(
                "currency", "“\(text)” is no currency",
                "write an ISO 4217 code such as EUR, or declare it in ledger.json")
        }
        if let text = value["rate"]?.text, RateDay(text, today: today) == nil {
            refuse(
                "rate", "“\(text)” is no day of a rate", "write day, end, today or a date")
        }
        return findings
    }

    /// The same for a dashboard and each of its blocks.
    package static func dashboard(
        _ file: JSONFile, _ ledger: Ledger, today: CivilDate
    ) -> [Diagnostic] {
        var findings = findings(file.value, at: "", in: file, ledger, today: today)
        for (index, block) in (file.value["blocks"]?.elements ?? []).enumerated() {
            findings += self.findings(block, at: "/blocks/\(index)", in: file, ledger, today: today)
        }
        return findings
    }
}
