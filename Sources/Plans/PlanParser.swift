import Analysis
import Model
import Queries
import Reading
import SourceText
import Syntax

/// Understands the lines of `plans/*.txt`.
struct PlanParser {
    private let ledger: Ledger
    private let accounts: Set<String>
    /// The account of lines that name none.
    private let usualAccount: Account?
    private let cycles: CycleParser

    init(_ ledger: Ledger) {
        self.ledger = ledger
        accounts = ledger.accountNames
        let open = ledger.accounts.filter { !$0.isClosed }
        usualAccount =
            open.first { $0.kind == .current && $0.currency == ledger.baseCurrency }
            ?? open.first { $0.kind == .current } ?? open.first
        cycles = CycleParser(today: .first, calendar: ledger.calendar)
    }

    /// - Throws: what the grammar or the line's sense does not allow, with its place.
    func line(_ text: [UInt8], plan: String, number: Int) throws(SyntaxProblem) -> PlanLine {
        let record = try PlanRecord.parse(text)
        let words = PlanWords(record.attributes)
        let account = try account(words)
        let meaning = try Meaning(
            TransactionRecord(
                date: record.date, status: .expected, amount: record.amount,
                category: record.category, description: record.description,
                attributes: .empty),
            in: ledger.context(of: account), accounts: accounts)
        let parts = meaning.parts.map { part in
            guard case .category(let path) = part.target else { return part }
            return Part(.category(ledger.categories.resolve(path)), part.amount)
        }
        let cycle = cycle(record)
        let count = try words.count("count")
        let until = try words.date("until")
        if cycle == nil, count != nil || until != nil {
            throw SyntaxProblem(
                "plan.end", words.range(count != nil ? "count" : "until"),
                "what happens once has no end",
                remedy: "write an interval behind the day, such as monthly, or take it out")
        }
        if let until, until < record.date {
            throw SyntaxProblem(
                "plan.end", words.range("until"), "it ends before it begins",
                remedy: "write a day from \(record.date) on")
        }
        return PlanLine(
            plan: plan, number: number, id: record.attributes.attributes["id"],
            start: record.date, interval: record.interval, cycle: cycle,
            amount: meaning.amount, currency: meaning.currency.code, parts: parts,
            text: record.description, account: account.name, until: until, count: count,
            scenario: record.attributes.attributes["scenario"],
            weekend: try words.weekend(), isOff: record.attributes.attributes["off"] != nil,
            steps: try words.steps(decimals: meaning.currency.decimals),
            dropped: try words.days("dropped"))
    }

    private func account(_ words: PlanWords) throws(SyntaxProblem) -> Account {
        guard let name = words["account"] else {
            if let usualAccount { return usualAccount }
            throw SyntaxProblem(
                "plan.account", 0..<0, "the ledger has no account for it",
                remedy: "make one with “bankbook accounts add main”")
        }
        let current = ledger.currentAccountNames[name] ?? name
        if let account = ledger.account(current) { return account }
        throw SyntaxProblem(
            "account.unknown", words.range("account"), "there is no account “\(name)”",
            remedy: Suggestion.nearest(to: name, in: accounts).map { "did you mean \($0)?" }
                ?? "name one of the ledger's")
    }

    private func cycle(_ record: PlanRecord) -> Cycle? {
        switch record.interval {
        case "": return nil
        case "daily": return .every(days: 1, from: record.date)
        case "weekly": return .every(days: 7, from: record.date)
        case "monthly": return .every(months: 1, from: record.date)
        case "quarterly": return .every(months: 3, from: record.date)
        case "yearly": return .every(months: 12, from: record.date)
        case "last-workday": return .lastWorkday
        default: return cycles.cycle("\(record.interval) from \(record.date)")
        }
    }
}

/// The attributes of a plan's line, with what is wrong with them.
private struct PlanWords {
    private let field: AttributesField

    init(_ field: AttributesField) { self.field = field }

    subscript(key: String) -> String? { field.attributes[key] }

    func range(_ key: String) -> Range<Int> {
        let place = field.attributes.list.firstIndex { $0.key == key }
        return place.map { field.valueRanges[$0] } ?? 0..<0
    }

    func date(_ key: String) throws(SyntaxProblem) -> CivilDate? {
        guard let text = self[key] else { return nil }
        if let date = CivilDate(iso: text) { return date }
        throw SyntaxProblem(
            "plan.date", range(key), "“\(text)” is no day", remedy: "write YYYY-MM-DD")
    }

    func days(_ key: String) throws(SyntaxProblem) -> Set<CivilDate> {
        var days: Set<CivilDate> = []
        for text in field.attributes.set(key) {
            guard let day = CivilDate(iso: text) else {
                throw SyntaxProblem(
                    "plan.date", range(key), "“\(text)” is no day",
                    remedy: "write days as YYYY-MM-DD, with commas between them")
            }
            days.insert(day)
        }
        return days
    }

    func count(_ key: String) throws(SyntaxProblem) -> Int? {
        guard let text = self[key] else { return nil }
        if let count = Int(text), count > 0 { return count }
        throw SyntaxProblem(
            "plan.count", range(key), "“\(text)” is no count", remedy: "write a number from 1 on")
    }

    func weekend() throws(SyntaxProblem) -> PlanLine.Weekend {
        guard let text = self["weekend"] else { return .keep }
        if let rule = PlanLine.Weekend(rawValue: text) { return rule }
        throw SyntaxProblem(
            "plan.weekend", range("weekend"), "“\(text)” is no rule for weekends",
            remedy: "write weekend:before, weekend:after or weekend:keep")
    }

    func steps(decimals: Int) throws(SyntaxProblem) -> [PlanLine.Step] {
        var steps: [PlanLine.Step] = []
        for text in field.attributes.set("step") {
            let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
            let number = halves.count == 2 ? DecimalNumber(halves[1]) : nil
            guard halves.count == 2, let day = CivilDate(iso: halves[0]), let number,
                number.decimals <= decimals, let units = number.scaled(to: decimals)
            else {
                throw SyntaxProblem(
                    "plan.step", range("step"), "“\(text)” is no step",
                    remedy: "write the day and the amount from then on: step:2027-01-01=-450.00")
            }
            steps.append(PlanLine.Step(from: day, amount: units))
        }
        return steps.sorted { $0.from < $1.from }
    }
}
