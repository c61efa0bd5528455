package import Model
package import Reading
import SourceText
import Syntax

/// A small random ledger in a scratch folder, and its transactions read one by one.
package struct RandomLedger {
    package let folder: ScratchLedger
    package let ledger: Ledger
    /// Every line in the order S25, assertions among them.
    package let lines: [Transaction]

    package static let today = CivilDate(iso: "2026-11-24") ?? .first

    private static let categories = """
        # kinds
        income | income
        income/salary
        food | expense | | was:eating
        food/groceries
        moves | transfer
        home

        """

    /// - Parameters:
    ///   - letter: with which the ids of its lines begin.
    ///   - pairs: ids of other ledgers' lines, some of which its lines name.
    package init(seed: UInt64, ids letter: String = "t", pairs: [String] = []) throws {
        var random = Seeded(seed)
        let opening =
            ",\n  \"opening\": {\"date\": \"2026-11-05\", \"amounts\": {\"EUR\": \"100.00\"}}"
        var files = [
            "ledger.json": ScratchLedger.ledgerFile(
                ",\n  \"preferences\": {\"payday\": \"cat:income\"}"),
            "categories.txt": RandomLedger.categories,
            "prices/dollar.txt":
                "2026-10-01 | 1 USD | 0.90 EUR\n2026-11-10 | 1 EUR | 1.25 USD\n2026-11-15 | 3 USD | 2.47 EUR\n",
            "taxonomies/project.txt": "acme | | | was:old\nacme/site\nother\n",
            "accounts/main.json": ScratchLedger.accountFile(
                ",\n  \"currencies\": [\"EUR\", \"USD\"]" + opening),
            "accounts/broker.json": ScratchLedger.accountFile(
                kind: "investment", random.oneIn(2) ? opening : ""),
            "accounts/card.json": ScratchLedger.accountFile(kind: "card", ",\n  \"order\": 1"),
        ]
        var number = 0
        for account in ["main", "savings", "broker", "card"] {
            for name in ["2025", "2026", "2026@phone"] where !random.oneIn(3) {
                var text = ""
                for _ in 0..<random.below(12) {
                    number += 1
                    let pair = pairs.isEmpty || !random.oneIn(3) ? nil : random.pick(pairs)
                    text += RandomLedger.line(&random, account, number, letter, pair) + "\n"
                }
                files["transactions/\(account)/\(name).txt"] = text
            }
        }
        try self.init(files)
    }

    /// A ledger of these files, beside the accounts `main` and `savings`.
    package init(_ files: [String: String]) throws {
        folder = try ScratchLedger(files, accounts: ["main", "savings"])
        ledger = try folder.load()
        lines = try RandomLedger.read(ledger)
    }

    /// Reads every file with the careful parser; lines that it refuses are left out.
    private static func read(_ ledger: Ledger) throws -> [Transaction] {
        var found: [(key: [Int], transaction: Transaction)] = []
        for file in ledger.files {
            guard let account = ledger.account(file.account) else { continue }
            let reader = TransactionReader(
                context: ledger.context(of: account), accounts: ledger.accountNames)
            let bytes = try ScratchLedger.contents(ledger.root + "/" + file.path)
            for (index, line) in LineTable(bytes).lines.enumerated() {
                let text = Array(bytes[line.content])
                guard LineKind(text) == .record else { continue }
                guard
                    let transaction = try? reader.transaction(
                        text, file: file.path, number: index + 1)
                else { continue }
                let key = [Int(transaction.date.day), file.accountRank, file.fileRank, index]
                found.append((key, transaction))
            }
        }
        return found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.transaction)
    }

    private static func line(
        _ random: inout Seeded, _ account: String, _ number: Int, _ letter: String, _ pair: String?
    ) -> String {
        let date = CivilDate(day: RandomLedger.today.day - 35 + Int32(random.below(55)))
        let currency = account == "main" ? random.pick(["", " EUR", " EUR", " USD"]) : ""
        let mark = random.pick(["", "", "", "", "", " !", " ?", " -", " x"])
        let cents =
            random.pick([0, 1, 999, 2_000, 4_520, 6_000, 123_456]) * (random.oneIn(3) ? 1 : -1)
        let amount = decimalText(cents, decimals: 2) + currency
        if account == "broker", random.oneIn(4), number % 3 == 0 {
            return "\(date) = | \(decimalText(abs(cents), decimals: 2))"
        }
        let targets = [
            "food", "food/groceries", "food/dining/tapas", "eating/out", "home", "income/salary",
            "moves/loan",
            "=savings", "=card", "ignored", "unknown/x", "zoo",
        ]
        var category = random.oneIn(5) ? "" : random.pick(targets)
        if random.oneIn(4) {
            category =
                "\(random.pick(targets)) 5.00, \(random.pick(targets)) -1.50, "
                + random.pick(targets)
        }
        let text = random.pick(["Café Ñu", "CAFE 1", "Mercadona", "", "a\\|b", "Bar"])
        var words: [String] = random.oneIn(3) ? [] : ["id:\(letter)\(number)"]
        if let pair { words.append("pair:\(pair)") }
        let choices = [
            "#weekly", "#año", "contact:acme", "contact:bar", "note:\"with Ana\"",
            "project:acme/site",
            "project:old/web", "project:other", "ignored", "url:x", "bank-date:2026-11-01",
            "value-date:2026-11-02", "booking-date:2026-11-30",
        ]
        for word in choices where random.oneIn(9) {
            if word.hasPrefix("contact"), words.contains(where: { $0.hasPrefix("contact") }) {
                continue
            }
            if word.hasPrefix("project"), words.contains(where: { $0.hasPrefix("project") }) {
                continue
            }
            words.append(word)
        }
        let typed =
            "\(date)\(mark) | \(amount) | \(category) | \(text) | \(words.joined(separator: " "))"
        return random.oneIn(3) ? typed : RandomLedger.canonical(typed)
    }

    private static func canonical(_ text: String) -> String {
        do throws(SyntaxProblem) {
            let record = try TransactionRecord.parse(Array(text.utf8))
            let content = CanonicalForm.Content(
                date: record.date, status: record.status,
                units: try record.amount.units(decimals: 2, of: .eur), decimals: 2,
                currency: record.amount.currency ?? .eur, parts: record.category.parts,
                description: record.description, attributes: record.attributes.attributes)
            let line = CanonicalForm.line(content, taxonomies: ["project"])
            return String(decoding: line, as: UTF8.self)
        } catch {
            return text
        }
    }
}
