import Analysis
import Model
import Queries
import Reading
import TestSupport

extension Ledger {
    /// The selection of query terms as the command line takes them.
    func selection(
        _ terms: [String] = [], period: String? = nil, date: DateChoice = .own,
        ignored: Bool = false,
        transfers: Bool = false
    ) throws -> Selection {
        let periods = PeriodParser(
            today: RandomLedger.today, calendar: LedgerCalendar(weekStart: weekStart))
        let parser = QueryParser(periods: periods, taxonomies: taxonomyNames)
        return Selection(
            query: try parser.query(terms: terms),
            period: period.flatMap { periods.period($0) } ?? .always, dateChoice: date,
            includesIgnored: ignored, includesTransfers: transfers)
    }
}

extension BalanceReport {
    /// The figures by `row/period/currency`, in text, without zeros where `isSparse`.
    func figures(isSparse: Bool = false) -> [String: Int128] {
        var figures: [String: Int128] = [:]
        let all = rows.map { ($0.key.name ?? "-", $0.amounts) } + [("total", totals)]
        for (name, amounts) in all {
            for (period, totals) in amounts.enumerated() {
                for entry in totals where !isSparse || entry.units != 0 {
                    figures["\(name) | \(period) | \(entry.currency)"] = entry.units
                }
            }
        }
        return figures
    }
}

/// What is in one table and not in the other, for messages.
func difference(_ found: [String: Int128], _ wanted: [String: Int128]) -> String {
    Set(found.keys).union(wanted.keys).sorted().filter { found[$0] != wanted[$0] }
        .map {
            "\($0): \(found[$0].map { "\($0)" } ?? "absent"), not \(wanted[$0].map { "\($0)" } ?? "absent")"
        }
        .joined(separator: "; ")
}
