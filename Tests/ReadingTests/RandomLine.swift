import Model
import Syntax
import TestSupport

/// Random lines of the account `main` (EUR, USD, JPY; others are `savings` and `cash`).
struct RandomLine {
    var random: Seeded

    init(seed: UInt64) { random = Seeded(seed) }

    static let taxonomies: Set<String> = ["project"]
    private static let words = [
        "Café", "Mercadona", "STORE #1234", "a", "ñandú", "日本", "🙂", "half", "C:\\TEMP", "a|b",
        "two\nlines", "\"quoted\"", "id:x", "e\u{301}", "\u{7F}", "ACME SL nómina noviembre 2026",
    ]
    private static let paths = [
        "food", "food/groceries", "food/dining", "home/cleaning", "Ocio & cultura/Cine y teatro",
        "viaje/año nuevo", "x", "insurance-2026", "a very long category/that overflows its column",
        "日本/東京", "caf\u{E9}", "cafe\u{301}", "trip 2026/food", "ignoredness",
        "exactly twenty-two byt",
    ]

    /// A line in canonical form.
    mutating func canonical() -> [UInt8] {
        let code = random.pick(["EUR", "EUR", "EUR", "EUR", "EUR", "USD", "USD", "JPY"])
        let decimals = code == "JPY" ? 0 : 2
        let date = CivilDate(day: Int32(46_000 + random.below(60)))
        let status = random.pick(
            [.booked, .booked, .booked, .pending, .expected, .dropped, .deleted, .assertion]
                as [Status])
        let units = amount()
        let parts = status == .assertion ? [] : parts(decimals)
        return CanonicalForm.line(
            CanonicalForm.Content(
                date: date, status: status, units: units, decimals: decimals,
                currency: CurrencyCode(code) ?? .eur, parts: parts, description: text(),
                attributes: attributes()),
            taxonomies: RandomLine.taxonomies)
    }

    private mutating func amount() -> Int64 {
        let limits: [Int] = [1, 10, 100, 1_000, 10_000, 1_000_000, 99_999_999, 1_000_000_000_000]
        let magnitude = Int64(random.below(random.pick(limits)))
        return random.oneIn(3) ? magnitude : -magnitude
    }

    private mutating func target() -> String {
        switch random.below(12) {
        case 0: random.pick(["=savings", "=cash"])
        case 1: "ignored"
        default: random.pick(RandomLine.paths)
        }
    }

    private mutating func parts(_ decimals: Int) -> [CategoryField.TypedPart] {
        if random.oneIn(5) { return [] }
        var words: [String] = []
        if random.oneIn(4) {
            for _ in 0...random.below(3) {
                let share = decimalText(random.below(5_000), decimals: decimals)
                words.append("\(target()) \(random.pick(["", "", "+", "-"]))\(share)")
            }
        }
        words.append(target())
        let field = Array(words.joined(separator: ", ").utf8)
        do throws(SyntaxProblem) {
            return try CategoryField.parse(field, field.indices).parts
        } catch {
            preconditionFailure("not a category field: \(words)")
        }
    }

    private mutating func text() -> String {
        if random.oneIn(4) { return "" }
        if random.oneIn(2) {
            return random.pick(["Café", "Mercadona", "half of it is Ana's", "日本 🙂"])
        }
        return (0...random.below(3)).map { _ in random.pick(RandomLine.words) }
            .joined(separator: " ")
    }

    private static let characters = Array("0123456789abcdefghjkmnpqrstvwxyzABCZ_-")

    mutating func id() -> String {
        let count = random.pick([10, 10, 10, 10, 1, 8, 9, 11, 16, 17, 33, 64])
        return String((0..<count).map { _ in random.pick(RandomLine.characters) })
    }

    private mutating func attributes() -> Attributes {
        var list: [Attribute] = []
        if !random.oneIn(4) { list.append(.value(key: "id", id())) }
        let choices: [Attribute] = [
            .tag("weekly"), .tag("a\u{F1}o"), .tag("an\u{303}o"), .tag("a-b"),
            .value(key: "note", "with Ana"),
            .value(key: "note", "party, \"two\" bags"), .value(key: "contact", "acme"),
            .value(key: "project", "acme/site"), .flag("ignored"),
            .value(key: "url", "https://shop.example/o?id=1#top"), .value(key: "pair", id()),
            .value(key: "aka", "a1,b2,c3"), .value(key: "balance", "3265.25"),
            .value(key: "fx", "-49.10 USD"), .value(key: "value-date", "2026-11-08"),
            .value(key: "bank-date", "2026-11-09"), .value(key: "bank-amount", "-4.00 EUR"),
            .value(key: "auto", "category.7k2"), .value(key: "?category", "food/dining"),
            .value(key: "-note", "old"), .flag("?deleted"), .value(key: "plan", "p1@2026-11-01"),
            .value(key: "file", "a.pdf,b.pdf"), .value(key: "iban", "ES9121000418450200051332"),
            .value(key: "a-long-unknown-key", "1"), .value(key: "another-long-key", "a:b#c"),
            .value(key: "ignored", "not mine"), .value(key: "ignored", ""),
            .value(key: "ignored", "ab"), .value(key: "note", ""), .value(key: "k", "\\|"),
        ]
        var names: Set<String> = ["id"]
        for _ in 0..<random.pick([0, 0, 0, 0, 0, 1, 1, 2, 3, 16]) {
            let attribute = random.pick(choices)
            let name =
                switch attribute {
                case .tag(let tag): "#" + tag
                default: attribute.key ?? ""
                }
            if names.insert("\(Array(name.utf8))").inserted { list.append(attribute) }
        }
        return Attributes(list)
    }

    private static let interesting: [UInt8] =
        Array(" |,.#:\"\\-+=?!x0123456789aAzZ/~@_[{`^\u{7F}\t".utf8) + [
            0x00, 0x1F, 0x80, 0xC3, 0xE9, 0xFF,
        ]

    /// The line with a few bytes changed, put in, taken out or doubled.
    mutating func mutated(_ line: [UInt8]) -> [UInt8] {
        var line = line
        for _ in 0..<random.pick([1, 1, 1, 2, 4]) where !line.isEmpty {
            let at = random.below(line.count)
            switch random.below(7) {
            case 0: line.remove(at: at)
            case 1: line.insert(random.pick(RandomLine.interesting), at: at)
            case 2: line.insert(line[at], at: at)
            case 3: line.swapAt(at, random.below(line.count))
            case 4: line.removeSubrange(at..<min(line.count, at + 1 + random.below(12)))
            case 5:
                line.insert(contentsOf: line[at..<min(line.count, at + random.below(20))], at: at)
            default: line[at] = random.pick(RandomLine.interesting)
            }
        }
        return line.filter { $0 != 0x0A }
    }
}
