import Syntax
import Testing

struct OtherRecordTests {
    private enum Kind: String { case node, rule, budget, plan, price }

    private static func refusal(_ kind: String, _ text: String) -> String {
        let line = Array(text.utf8)
        do throws(SyntaxProblem) {
            switch Kind(rawValue: kind) {
            case .node: _ = try CategoryRecord.parse(line, hasKind: true)
            case .rule: _ = try RuleRecord.parse(line)
            case .budget: _ = try BudgetRecord.parse(line)
            case .plan: _ = try PlanRecord.parse(line)
            case .price: _ = try PriceRecord.parse(line)
            case nil: return "no kind"
            }
            return ""
        } catch {
            return "\(error.code) \(error.range.lowerBound + 1)"
        }
    }

    @Test(arguments: [
        ("node", "food | expense | super, market | id:a was:eating colour:red", ""),
        ("node", "food", ""),
        ("node", "food | | a\\|b", ""), ("node", "a 1.5", "category.form 3"),
        ("node", "", "category.form 1"),
        ("node", "food | income | a | #b | c", "field.count 24"),
        ("rule", "desc:netflix | category=leisure/tv", ""),
        ("rule", "desc:/a\\|b/ | +#x, -#y, ignore | order:1", ""),
        ("rule", "desc:x | flip, unignore, project=acme/site, note=a", ""),
        ("rule", "| category=x", "rule.form 1"),
        ("rule", "desc:x", "rule.form 7"), ("rule", "desc:x | delete", "rule.form 10"),
        ("rule", "desc:x | +#", "rule.form 10"), ("rule", "desc:x | category=", "rule.form 10"),
        ("rule", "desc:/a|b/ | ignore", "rule.form 9"),
        ("rule", "a | ignore | | x", "field.count 14"),
        ("budget", "food | 400.00 | monthly", ""),
        ("budget", "food | 400 EUR | every 28 days from 2026-01-05 | #x", ""),
        ("budget", "food | 400 | daily", "budget.period 14"),
        ("budget", "food | 400", "budget.period 11"),
        ("budget", "food | 400 | every 0 days from 2026-01-05", "budget.period 14"),
        ("budget", "food | 400 | every 28 days from 2026-02-30", "budget.period 14"),
        ("budget", "food | 4,0 | monthly", "amount.form 9"),
        ("budget", "food 1 | 4 | monthly", "category.form 6"),
        (
            "plan",
            "2026-01-01 monthly | -700 | =mortgage 520, interest | Cuota | until:2030-01-01", ""
        ),
        ("plan", "2026-01-01 every 2 weeks | -7 | x | y", ""),
        ("plan", "2026-01-01 last-workday | 7 | x | y", ""),
        ("plan", "2026-01-01 | 7 | x | y", ""),
        ("plan", "2026-01-01 every x weeks | 7 | x | y", "plan.interval 12"),
        ("plan", "2026-01-01 sometimes | 7 | x | y", "plan.interval 12"),
        ("plan", "01-01 | 7 | x | y", "date.form 1"),
        ("price", "2026-11-03 | 1 USD | 0.92 EUR", ""),
        ("price", "2026-11-03 | 1 USD | 0.92 EUR |", ""),
        ("price", "2026-11-03 | 1 USD", "amount.form 19"),
        ("price", "2026-11-03 | 1 | 0.92 EUR", "price.form 14"),
        ("price", "2026-11-03 | 0 USD | 0.92 EUR", "price.form 14"),
        ("price", "2026-11-03 | 1 USD | -1 EUR", "price.form 22"),
        ("price", "2026-11-03 | 1 USD | 1 EUR | x", "field.count 28"),
    ])
    func `a record is read or refused where it is wrong`(
        _ kind: String, _ text: String, _ wanted: String
    ) {
        #expect(OtherRecordTests.refusal(kind, text) == wanted)
    }

    @Test func `keywords are separated by commas and keep their blanks inside`() throws {
        let record = try CategoryRecord.parse(
            Array("food | | El Corte Inglés, dia , , a\\|b".utf8), hasKind: true)
        #expect(record.keywords == ["El Corte Inglés", "dia", "a|b"])
    }

    @Test(arguments: [
        ("food|expense", "food | expense"), ("  food | | | ", "food"),
        ("food||a,b||", "food | | a,b"),
        ("a | b\\|c | #x", "a | b\\|c | #x"), ("", ""),
    ])
    func `the fields of other records are joined without padding`(
        _ text: String, _ wanted: String
    ) {
        let line = CanonicalForm.plainLine(Array(text.utf8))
        #expect(String(decoding: line, as: UTF8.self) == wanted)
    }
}
