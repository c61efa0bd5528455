import Model
import Syntax
import TestSupport
import Testing

struct CanonicalFormTests {
    @Test(arguments: [
        ("2026-11-04|-12.99", "2026-11-04   |     -12.99 EUR"),
        ("2026-11-04 !|+12.9 USD", "2026-11-04 ! |      12.90 USD"),
        ("2026-11-30 = | 3265.25 EUR", "2026-11-30 = |    3265.25 EUR"),
        ("2026-11-04|-0.00", "2026-11-04   |       0.00 EUR"),
        ("2026-11-04|-12345678.99|a", "2026-11-04   | -12345678.99 EUR | a"),
        (
            "2026-11-03|-3.2|food/coffee|Café",
            "2026-11-03   |      -3.20 EUR | food/coffee            | Café"
        ),
        ("2026-11-03|-3.2||Café", "2026-11-03   |      -3.20 EUR |                        | Café"),
        (
            "2026-11-03|-3.2|||#b #a",
            "2026-11-03   |      -3.20 EUR |                        |                          | #a #b"
        ),
        ("2026-11-03|-3.2|food||", "2026-11-03   |      -3.20 EUR | food"),
        (
            "2026-11-03|-3.2|food|日本 🙂|#a",
            "2026-11-03   |      -3.20 EUR | food                   | 日本 🙂                     | #a"
        ),
        (
            "2026-11-05|-60|food 41.5 ,home/cleaning|x",
            "2026-11-05   |     -60.00 EUR | food 41.50, home/cleaning | x"
        ),
        (
            "2026-11-05|-60|food -41.5, home -18.5|x",
            "2026-11-05   |     -60.00 EUR | food 41.50, home 18.50 | x"
        ),
        (
            "2026-11-28|2150|income 2800, tax -650",
            "2026-11-28   |    2150.00 EUR | income 2800.00, tax -650.00"
        ),
        ("2026-11-28|-5|a +1, b", "2026-11-28   |      -5.00 EUR | a +1.00, b"),
        ("2026-11-28|0|a -1, b", "2026-11-28   |       0.00 EUR | a -1.00, b"),
        ("2026-11-28|-5|a -0, b", "2026-11-28   |      -5.00 EUR | a 0.00, b"),
        (
            "2026-11-03|-3.2|||-z:1 ?b:2 ?a:1 auto:category.7k2 aka:c,b,a balance:1 fx:\"1 USD\" value-date:2026-11-01 booking-date:2026-11-02 bank-amount:\"1 EUR\" bank-date:2026-11-03 plan:p@2026-11-01 distinct:q pair:r file:s zeta:1 alpha:2 ignored project:p contact:acme note:\"n n\" #t id:x",
            "2026-11-03   |      -3.20 EUR |                        |                          | id:x #t note:\"n n\" contact:acme project:p ignored zeta:1 alpha:2 file:s pair:r distinct:q plan:p@2026-11-01 bank-date:2026-11-03 bank-amount:\"1 EUR\" booking-date:2026-11-02 value-date:2026-11-01 fx:\"1 USD\" balance:1 aka:a,b,c auto:category.7k2 ?a:1 ?b:2 -z:1"
        ),
        (
            "2026-11-03|-3.2|||note:\"plain\" url:\"a:b#c\" k:\"\"",
            "2026-11-03   |      -3.20 EUR |                        |                          | note:plain url:a:b#c k:\"\""
        ),
    ])
    func `a line has exactly one canonical form`(_ typed: String, _ wanted: String) throws {
        #expect(try canonical(typed) == wanted)
        #expect(try canonical(wanted) == wanted)
    }

    @Test(arguments: [
        ("5 JPY", 0, "         5 JPY"), ("1.5 BHD", 3, "     1.500 BHD"),
        ("-1 PTS", 9, "-1.000000000 PTS"),
    ])
    func `an amount has the decimals of its currency`(
        _ typed: String, _ decimals: Int, _ wanted: String
    ) throws {
        let found = try canonical("2026-11-03 | \(typed)", decimals: decimals)
        #expect(found == "2026-11-03   | " + wanted)
    }

    /// A record as typed: random spacing, spellings and order.
    private static func typed(_ random: inout Seeded) -> String {
        let gap = [" ", "", "  ", "\t"]
        let amounts = ["-60.00", "-60", "60.5", "+60", "0", "-0.00", "1234567.8"]
        let targets = ["food", "a b/c d", "=cash", "ignored", "日本/x"]
        let texts = ["", "Café", "a\\|b", "x\\\\", "two\\nlines", "\"q\" #1", "日本 🙂", "a  b"]
        let words = [
            "id:a1", "#z", "#a", "note:\"\"", "note:\"a \\\"b\\\"\"", "k:\"v\"", "aka:c,b,a",
            "?x:2", "?x:1",
            "-y:1", "ignored", "url:a:b", "project:p/q", "?deleted", "balance:1.5",
        ]
        var parts = (0..<random.below(3)).map { _ in
            "\(random.pick(targets)) \(random.pick(["", "+", "-"]))\(random.pick(["1", "2.5", "0", "3.00"]))"
        }
        parts.append(random.pick(targets))
        var names: Set<String> = []
        let attributes = (0..<random.below(6)).map { _ in random.pick(words) }.filter {
            names.insert(
                $0.hasPrefix("#")
                    ? $0 : String($0.prefix { $0 != ":" }) + ($0.hasPrefix("?x") ? $0 : "")
            ).inserted
        }
        let fields = [
            "2026-11-0\(1 + random.below(9))\(random.pick(["", " !", "  x", " ?", " -"]))",
            random.pick(amounts) + random.pick(["", " EUR", "  USD"]),
            random.oneIn(4) ? "" : parts.joined(separator: random.pick([",", ", ", " , "])),
            random.pick(texts), attributes.joined(separator: random.pick([" ", "  "])),
        ]
        var line = ""
        for (index, field) in fields.prefix(2 + random.below(4)).enumerated() {
            line += (index > 0 ? "|" : "") + random.pick(gap) + field + random.pick(gap)
        }
        return line
    }

    @Test func `writing the canonical line is idempotent and keeps every value`() throws {
        let reader = try LineReader(",\n  \"currencies\": [\"EUR\", \"USD\"]")
        for seed in Trials.seeds(800, of: "canonical form") {
            var random = Seeded(seed)
            let line = CanonicalFormTests.typed(&random)
            let once = try canonical(line)
            let twice = try canonical(once)
            guard once == twice else {
                Issue.record("seed \(seed): \(once) is written again as \(twice)")
                return
            }
            let before = try reader.read(line)
            let after = try reader.read(once)
            guard CanonicalFormTests.values(before) == CanonicalFormTests.values(after) else {
                Issue.record("seed \(seed): \(line) is not \(once)")
                return
            }
        }
    }

    /// The transaction with its attributes in no order, and sets without order.
    private static func values(_ transaction: Transaction) -> [String] {
        let attributes = transaction.attributes.list.map { attribute in
            switch attribute {
            case .tag(let name): "#\(name)"
            case .flag(let name): name
            case .value("aka", let value):
                value.split(separator: ",").sorted().joined(separator: ",")
            case .value(let key, let value): "\(key):\(value)"
            }
        }
        let parts = transaction.parts.map { "\($0)" }
        let core =
            "\(transaction.date) \(transaction.status) \(transaction.amount) \(transaction.currency)"
        return [core, transaction.description] + parts + attributes.sorted()
    }
}
