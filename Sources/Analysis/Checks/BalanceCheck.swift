import Model
import Reading
import SourceText

/// Balances that lines state agree with the lines (S7).
enum BalanceCheck {
    static func findings(_ lines: CheckedLines) -> [Diagnostic] {
        var history = BookedHistory(lines)
        var findings: [Diagnostic] = []
        for consumer in lines.consumers {
            for assertion in consumer.assertions {
                let finding = check(assertion, lines, &history) { lines.location(consumer, $0) }
                if let finding { findings.append(finding) }
            }
            findings += valuations(consumer, lines)
            findings += chains(consumer, lines, &history)
        }
        return findings
    }

    private static func check(
        _ assertion: CheckConsumer.Statement, _ lines: CheckedLines, _ history: inout BookedHistory,
        _ location: (CheckConsumer.Place) -> Location
    ) -> Diagnostic? {
        guard let account = lines.ledger.account(assertion.account), account.kind != .investment
        else { return nil }
        let found = history.balance(account, assertion.currency, endOf: assertion.day)
        if found == Int128(assertion.balance) { return nil }
        let code = lines.ledger.heldCurrencies[Int(assertion.currency)]
        let decimals = lines.ledger.decimals(code)
        let difference = decimalText(Int128(assertion.balance) - found, decimals: decimals)
        return Diagnostic(
            "assertion.failed", .error, at: location(assertion.place),
            "\(account.name) holds \(decimalText(found, decimals: decimals)) \(code) at the end of "
                + "\(CivilDate(day: assertion.day)), not \(decimalText(assertion.balance, decimals: decimals)): "
                + "the difference is \(difference)",
            excerpt: String(readable: assertion.text),
            remedy: "look for a line that is missing, doubled or wrong before that day")
    }

    /// An investment account has one valuation a day and currency (M3).
    private static func valuations(
        _ consumer: CheckConsumer, _ lines: CheckedLines
    ) -> [Diagnostic] {
        struct Key: Hashable {
            let account: String
            let currency: CurrencyIndex
            let day: Int32
        }
        var seen: Set<Key> = []
        var findings: [Diagnostic] = []
        for valuation in consumer.assertions
        where lines.ledger.account(valuation.account)?.kind == .investment {
            let key = Key(
                account: valuation.account, currency: valuation.currency, day: valuation.day)
            if seen.insert(key).inserted { continue }
            findings.append(
                Diagnostic(
                    "assertion.twice", .error, at: lines.location(consumer, valuation.place),
                    "a second valuation of the same day", excerpt: String(readable: valuation.text),
                    remedy: "keep one of the two"))
        }
        return findings
    }

    private static func chains(
        _ consumer: CheckConsumer, _ lines: CheckedLines, _ history: inout BookedHistory
    ) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        var index = 0
        let statements = consumer.statements.sorted {
            ($0.account, $0.currency, $0.day, $0.place.file, $0.place.line)
                < ($1.account, $1.currency, $1.day, $1.place.file, $1.place.line)
        }
        while index < statements.count {
            let first = statements[index]
            let end =
                statements[index...].firstIndex {
                    $0.account != first.account || $0.currency != first.currency
                        || $0.day != first.day
                } ?? statements.count
            let day = Array(statements[index..<end])
            index = end
            guard let account = lines.ledger.account(first.account) else { continue }
            let start = history.balance(account, first.currency, endOf: first.day - 1)
            let free = history.unstated(account, first.currency, day: first.day)
            guard let broken = BalanceChain.firstBreak(day, start: start, free: free) else {
                continue
            }
            findings.append(finding(broken, day, start, lines, consumer))
        }
        return findings
    }

    private static func finding(
        _ broken: CheckConsumer.Statement, _ day: [CheckConsumer.Statement], _ start: Int128,
        _ lines: CheckedLines, _ consumer: CheckConsumer
    ) -> Diagnostic {
        let code = lines.ledger.heldCurrencies[Int(broken.currency)]
        let decimals = lines.ledger.decimals(code)
        let before = Int128(broken.balance) - Int128(broken.amount)
        return Diagnostic(
            "balance.chain", .error, at: lines.location(consumer, broken.place),
            "the bank had \(decimalText(before, decimals: decimals)) \(code) before this line, which "
                + "neither the day's start (\(decimalText(start, decimals: decimals))) nor another line of the day leaves",
            excerpt: String(readable: broken.text),
            remedy: "look for a line that is missing, doubled or wrong on or before that day")
    }
}
