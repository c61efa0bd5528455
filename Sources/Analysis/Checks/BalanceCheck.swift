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
        }
        // A person's day or amount breaks no chain of the bank's balances.
        let isCorrected = lines.consumers.contains { !$0.corrections.isEmpty }
        var banks = isCorrected ? BookedHistory(lines, asTheBank: true) : history
        return findings + chains(lines, &banks)
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

    /// A balance that a line states, and where the line stands.
    private struct Stated {
        let statement: CheckConsumer.Statement
        let location: Location
    }

    /// Where the chain of stated balances breaks. What differs at one break is carried on, so that each
    /// is told once and not at every line behind it.
    private static func chains(
        _ lines: CheckedLines, _ history: inout BookedHistory
    ) -> [Diagnostic] {
        var stated = lines.consumers.flatMap { consumer in
            consumer.statements.map {
                Stated(statement: $0, location: lines.location(consumer, $0.place))
            }
        }
        stated.sort { left, right in
            let (a, b) = (left.statement, right.statement)
            if a.account != b.account { return byBytes(a.account, b.account) }
            if a.currency != b.currency { return a.currency < b.currency }
            if a.day != b.day { return a.day < b.day }
            if left.location.file != right.location.file {
                return byBytes(left.location.file, right.location.file)
            }
            return a.place.line < b.place.line
        }
        var findings: [Diagnostic] = []
        var offsets: [CheckConsumer.Key: Int128] = [:]
        var index = 0
        while index < stated.count {
            let first = stated[index].statement
            let end =
                stated[index...].firstIndex {
                    $0.statement.account != first.account || $0.statement.currency != first.currency
                        || $0.statement.day != first.day
                } ?? stated.count
            let day = stated[index..<end]
            index = end
            guard let account = lines.ledger.account(first.account) else { continue }
            let key = CheckConsumer.Key(account: first.account, currency: first.currency)
            let start =
                history.balance(account, first.currency, endOf: first.day - 1)
                + (offsets[key] ?? 0)
            let free = history.unstated(account, first.currency, day: first.day)
            guard
                let place = BalanceChain.firstBreak(
                    day.map(\.statement), start: start, free: free)
            else { continue }
            let broken = day[day.startIndex + place].statement
            let before = Int128(broken.balance) - Int128(broken.amount)
            let isFirst = offsets[key] == nil
            offsets[key, default: 0] += before - start
            findings.append(
                finding(
                    day[day.startIndex + place], account, before: before, start: start,
                    isFirst: isFirst, lines))
        }
        return findings
    }

    private static func finding(
        _ broken: Stated, _ account: Account, before: Int128, start: Int128, isFirst: Bool,
        _ lines: CheckedLines
    ) -> Diagnostic {
        let statement = broken.statement
        let code = lines.ledger.heldCurrencies[Int(statement.currency)]
        let decimals = lines.ledger.decimals(code)
        let bank = decimalText(before, decimals: decimals)
        let excerpt = String(readable: statement.text)
        if isFirst, account.opening?.amounts[code] == nil {
            let day = CivilDate(day: statement.day)
            return Diagnostic(
                "balance.opening", .warning, at: broken.location,
                "the bank had \(bank) \(code) before this line, and the account \(account.name) has no opening",
                excerpt: excerpt,
                remedy: "if nothing is missing before it, say what the account held: bankbook "
                    + "accounts set \(account.name) opening='\(bank) \(code) \(day)'")
        }
        return Diagnostic(
            "balance.chain", .error, at: broken.location,
            "the bank had \(bank) \(code) before this line, which "
                + "neither the day's start (\(decimalText(start, decimals: decimals))) nor another line of the day leaves",
            excerpt: excerpt,
            remedy: "look for a line that is missing, doubled or wrong on or before that day")
    }
}
