package import Model
package import Syntax

/// The amount, currency and parts that a typed line has in its account.
package struct Meaning: Sendable {
    package var amount: Int64
    package var currency: AccountContext.AllowedCurrency
    /// At least one part; their amounts add up to `amount`.
    package var parts: [Part]
    /// What the last part takes where it was typed without an amount in a split.
    package var remainder: Int64?

    /// Works out the meaning of `record` in `account`.
    ///
    /// - Throws: what keeps the line from being added up: a currency that the account does not hold,
    ///   too many decimals, an unknown account, a split that does not add up (S23).
    package init(
        _ record: TransactionRecord, in account: AccountContext, accounts: Set<String>
    ) throws(SyntaxProblem) {
        currency = try Meaning.currency(record.amount, account)
        let code = currency.code
        amount = try record.amount.units(decimals: currency.decimals, of: code)
        parts = []
        let typed = record.category.parts
        if typed.isEmpty {
            parts = [Part(.uncategorised, amount)]
            return
        }
        var rest = Int128(amount)
        for part in typed {
            try Meaning.check(part, accounts)
            guard let number = part.amount else { continue }
            let field = AmountField(
                number: number, currency: nil, numberRange: part.amountRange,
                currencyRange: part.amountRange)
            let units = try field.units(decimals: currency.decimals, of: code)
            let signed = part.hasSign || amount >= 0 ? units : -units
            parts.append(Part(part.target, signed))
            rest -= Int128(signed)
        }
        if parts.count < typed.count, let last = typed.last {
            guard let units = Int64(exactly: rest), units != .min else {
                throw Meaning.doesNotAddUp(record, amount, rest, currency)
            }
            parts.append(Part(last.target, units))
            remainder = typed.count > 1 ? units : nil
        } else if rest != 0 {
            throw Meaning.doesNotAddUp(record, amount, rest, currency)
        }
    }

    private static func currency(
        _ field: AmountField, _ account: AccountContext
    ) throws(SyntaxProblem) -> AccountContext.AllowedCurrency {
        let code = field.currency ?? account.currency
        if let allowed = account.allowed(code) { return allowed }
        let held = account.allowed.map(\.code.description).joined(separator: ", ")
        throw SyntaxProblem(
            "currency.account", field.currencyRange, "the account \(account.name) holds \(held)",
            remedy: "list \(code) in its currencies, or keep the foreign amount in fx:")
    }

    private static func check(
        _ part: CategoryField.TypedPart, _ accounts: Set<String>
    ) throws(SyntaxProblem) {
        guard case .transfer(let name) = part.target, !accounts.contains(name) else { return }
        throw SyntaxProblem(
            "account.unknown", part.targetRange, "there is no account “\(name)”",
            remedy: Suggestion.nearest(to: name, in: accounts).map { "did you mean =\($0)?" }
                ?? "make accounts/\(name).json with “bankbook accounts add \(name)”")
    }

    private static func doesNotAddUp(
        _ record: TransactionRecord, _ amount: Int64, _ rest: Int128,
        _ currency: AccountContext.AllowedCurrency
    ) -> SyntaxProblem {
        func text(_ units: Int128) -> String {
            decimalText(units, decimals: currency.decimals)
        }
        let parts = Int128(amount) - rest
        // Told in the direction of the line, as the parts were typed.
        let sign: Int128 = amount < 0 ? -1 : 1
        let isShort = rest * sign > 0
        let difference = text(Int128(rest.magnitude))
        return SyntaxProblem(
            "split.sum", record.category.range,
            "the parts make \(text(parts * sign)), the line \(text(Int128(amount) * sign)): "
                + "\(difference) \(isShort ? "are missing" : "are too much")",
            remedy: "correct a part, or leave out the last one's amount to let it take the rest")
    }
}
