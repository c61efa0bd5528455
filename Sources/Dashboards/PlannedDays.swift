import Analysis
import Model
import Platform
import Queries
import Reading
import SourceText
import Syntax

/// What plans say will come in some days. Plans of scenarios stay out, and so does what a person wrote as an expected line
/// with the plan's id.
enum PlannedDays {
    static func upcoming(
        _ ledger: Ledger, from first: CivilDate, through last: CivilDate, fulfilled: Set<String>
    ) -> [Upcoming] {
        var found: [Upcoming] = []
        for name in FolderContents.names(ledger, "plans", ending: ".txt").sorted(by: byBytes) {
            let path = "plans/\(name).txt"
            guard let bytes = contents(ledger.root + "/" + path) else { continue }
            _ = RecordLines.read(bytes, path: path) { text, _ throws(SyntaxProblem) in
                let plan = try PlanRecord.parse(text)
                let attributes = plan.attributes.attributes
                if attributes["scenario"] != nil || attributes.has(flag: "off")
                    || attributes["off"] != nil
                {
                    return
                }
                let currency = plan.amount.currency ?? ledger.baseCurrency
                let units = try plan.amount.units(
                    decimals: ledger.currencies.decimals(of: currency) ?? 2, of: currency)
                let until = attributes["until"].flatMap { CivilDate(iso: $0) }
                let count = attributes["count"].flatMap { Int($0) }
                for day in days(plan, count: count, until: until, first, last, ledger)
                where !fulfilled.contains("\(attributes["id"] ?? "")@\(day)") {
                    found.append(
                        Upcoming(
                            date: day, account: attributes["account"], amount: units,
                            currency: currency, category: category(plan), text: plan.description,
                            isLine: false))
                }
            }
        }
        return found
    }

    private static func category(_ plan: PlanRecord) -> String? {
        switch plan.category.parts.first?.target {
        case .category(let path)?: path
        case .transfer(let account)?: "=\(account)"
        default: nil
        }
    }

    /// The days of a plan between two days.
    private static func days(
        _ plan: PlanRecord, count: Int?, until: CivilDate?, _ first: CivilDate, _ last: CivilDate,
        _ ledger: Ledger
    ) -> [CivilDate] {
        guard let cycle = cycle(plan, ledger) else {
            return plan.date >= first && plan.date <= last ? [plan.date] : []
        }
        let end = [last, until].compactMap { $0 }.min() ?? last
        if plan.date > end { return [] }
        let days = cycle.periods(from: plan.date, through: end).compactMap(\.begin)
            .filter { $0 >= plan.date }
        return days.prefix(count ?? days.count).filter { $0 >= first }
    }

    private static func cycle(_ plan: PlanRecord, _ ledger: Ledger) -> Cycle? {
        switch plan.interval {
        case "": return nil
        case "daily": return .every(days: 1, from: plan.date)
        case "weekly": return .every(days: 7, from: plan.date)
        case "monthly": return .every(months: 1, from: plan.date)
        case "quarterly": return .every(months: 3, from: plan.date)
        case "yearly": return .every(months: 12, from: plan.date)
        case "last-workday": return .lastWorkday
        default:
            return CycleParser(
                today: plan.date, calendar: LedgerCalendar(weekStart: ledger.weekStart)
            )
            .cycle("\(plan.interval) from \(plan.date)")
        }
    }

    private static func contents(_ path: String) -> [UInt8]? {
        do throws(SystemFailure) { return try readFile(path) } catch { return nil }
    }
}
