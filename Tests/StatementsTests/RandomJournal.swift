import Model
import TestSupport

/// Transactions drawn at random, which can be written as a journal of each program.
struct RandomJournal {
    struct Posting {
        var account: String
        /// In cents.
        var amount: Int
    }

    struct Event {
        var day: CivilDate
        var text: String
        var isPending: Bool
        var postings: [Posting]
    }

    static let money = ["Assets:Bank:Giro", "Assets:Cash", "Liabilities:Card"]
    private static let others = [
        "Expenses:Food", "Expenses:Home:Rent", "Income:Job", "Equity:Start",
    ]

    var events: [Event] = []

    init(_ random: inout Seeded) {
        for number in 0..<(1 + random.below(25)) {
            let day = CivilDate(iso: "2026-01-01")?.adding(days: random.below(40)) ?? .first
            var accounts = (RandomJournal.money + RandomJournal.others).shuffled(using: &random)
            accounts = Array(accounts.prefix(2 + random.below(3)))
            var postings: [Posting] = []
            for account in accounts.dropLast() {
                let size = random.pick([1_000, 100_000, 300_000_000])
                postings.append(Posting(account: account, amount: random.below(2 * size) - size))
            }
            let rest = -postings.reduce(0) { $0 + $1.amount }
            postings.append(Posting(account: accounts[accounts.count - 1], amount: rest))
            events.append(
                Event(
                    day: day, text: "event \(number)", isPending: random.oneIn(5),
                    postings: postings.shuffled(using: &random)))
        }
    }

    /// The rows of an account, as a reader must find them: by days, and in the order of the file within one.
    func rows(_ account: String) -> [String] {
        ordered.flatMap { event in
            event.postings.filter { $0.account == account && $0.amount != 0 }.map { posting in
                "\(event.day) \(decimalText(posting.amount, decimals: 2)) \(event.text)"
            }
        }
    }

    private var ordered: [Event] {
        events.enumerated().sorted { ($0.element.day, $0.offset) < ($1.element.day, $1.offset) }
            .map(\.element)
    }

    // MARK: Writing

    /// How one journal writes its amounts; `€` and `EUR` are two commodities.
    private struct Style {
        var hasPoint: Bool
        var isSymbol: Bool
    }

    /// A journal of hledger, with amounts in every form that it knows.
    func hledger(_ random: inout Seeded) -> String {
        let style = Style(hasPoint: random.oneIn(2), isSymbol: random.oneIn(2))
        var text = style.hasPoint ? "decimal-mark .\n\n" : "decimal-mark ,\n\n"
        let balances = self.balances
        for (number, event) in events.enumerated() {
            let date = event.day.description
            text += random.oneIn(3) ? date.replacing("-", with: "/") : date
            text += event.isPending ? " ! " : random.pick([" ", " * ", " (77) "])
            text += event.text + random.pick(["", "  ; said", " ; date2:2026-03-03"]) + "\n"
            if random.oneIn(6) { text += "    ; a line of its own\n" }
            let open = random.oneIn(2) ? random.below(event.postings.count) : -1
            for (place, posting) in event.postings.enumerated() {
                text += random.pick(["    ", "\t", "  "]) + posting.account
                if place != open {
                    text += random.pick(["  ", "\t", "     "])
                    text += RandomJournal.amount(posting.amount, style, &random)
                }
                if random.oneIn(4), let balance = balances[number][place] {
                    text += place == open ? "   = " : " = "
                    text += RandomJournal.amount(balance, style, &random)
                }
                text += random.pick(["", "", "  ; why"]) + "\n"
            }
            text += random.pick(["\n", "\n; between\n", "\n\n"])
        }
        return text
    }

    /// A journal of beancount, with a balance now and then.
    func beancount(_ random: inout Seeded) -> String {
        var text = "option \"title\" \"random\"\n\n"
        for event in events {
            text += "\(event.day) \(event.isPending ? "!" : "*") \"\(event.text)\"\n"
            let open = random.oneIn(2) ? random.below(event.postings.count) : -1
            for (place, posting) in event.postings.enumerated() {
                text += "  \(posting.account)"
                if place != open {
                    let (part, rest) = (posting.amount / 3, posting.amount - posting.amount / 3)
                    let number = decimalText(posting.amount, decimals: 2)
                    let sum =
                        "(\(decimalText(part, decimals: 2)) + \(decimalText(rest, decimals: 2)))"
                    text += "  " + (random.oneIn(4) ? sum : number) + " EUR"
                }
                text += "\n"
                if random.oneIn(5) { text += "    key: \"value\"\n" }
            }
            text += "\n"
        }
        for account in RandomJournal.money where random.oneIn(2) {
            let sum = events.flatMap(\.postings).filter { $0.account == account }
                .reduce(0) { $0 + $1.amount }
            text += "2026-03-01 balance \(account) \(decimalText(sum, decimals: 2)) EUR\n"
        }
        return text
    }

    /// What each posting leaves on its account, by events and places.
    private var balances: [[Int?]] {
        var result: [[Int?]] = events.map { $0.postings.map { _ in nil } }
        var sums: [String: Int] = [:]
        let order = events.indices.sorted { (events[$0].day, $0) < (events[$1].day, $1) }
        for number in order {
            for (place, posting) in events[number].postings.enumerated() {
                sums[posting.account, default: 0] += posting.amount
                result[number][place] = sums[posting.account]
            }
        }
        return result
    }

    private static func amount(_ cents: Int, _ style: Style, _ random: inout Seeded) -> String {
        var number = decimalText(cents.magnitude, decimals: 2)
        if random.oneIn(3) {
            var whole = String(number.dropLast(3))
            var groups: [String] = []
            while whole.count > 3 {
                groups.insert(String(whole.suffix(3)), at: 0)
                whole = String(whole.dropLast(3))
            }
            number = ([whole] + groups).joined(separator: ",") + number.suffix(3)
        }
        if !style.hasPoint {
            number = number.replacing(",", with: "'").replacing(".", with: ",").replacing(
                "'", with: ".")
        }
        let sign = cents < 0 ? "-" : ""
        if style.isSymbol {
            return random.pick([
                "€\(sign)\(number)", "\(sign)€\(number)", "\(sign)€ \(number)", "\(sign)\(number)€",
            ])
        }
        return random.pick([
            "\(sign)\(number) EUR", "\(sign)\(number)EUR", "EUR \(sign)\(number)",
            "\"EUR\" \(sign)\(number)",
        ])
    }
}
