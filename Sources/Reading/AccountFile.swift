import JSONText
import Model
import Schemas
import SourceText

/// Makes an account of its file.
enum AccountFile {
    /// The account, or `nil` where what it cannot do without is missing; the reasons are findings
    /// already, or are added here.
    static func account(
        _ name: String, _ file: JSONFile, _ currencies: CurrencyTable,
        _ findings: inout [Diagnostic]
    ) -> Account? {
        let value = file.value
        guard let uid = value["uid"]?.text,
            let kind = (value["kind"]?.text).flatMap({ AccountKind(rawValue: $0) }),
            let currency = (value["currency"]?.text).flatMap({ CurrencyCode($0) })
        else { return nil }
        var account = Account(name: name, uid: uid, kind: kind, currency: currency)
        account.title = value["name"]?.text ?? name
        for (index, element) in (value["currencies"]?.elements ?? []).enumerated() {
            guard let code = element.text.flatMap({ CurrencyCode($0) }) else { continue }
            if !account.currencies.contains(code) { account.currencies.append(code) }
            check(code, "/currencies/\(index)", file, currencies, &findings)
        }
        check(currency, "/currency", file, currencies, &findings)
        account.iban = value["iban"]?.text
        account.number = value["number"]?.text
        account.datePreference =
            (value["date"]?.text).flatMap { DatePreference(rawValue: $0) } ?? .booking
        account.isInverted = value["sign"]?.text == "inverted"
        account.order = value["order"]?.integer
        account.isHidden = value["hidden"] == .bool(true)
        account.isClosed = value["closed"] == .bool(true)
        account.formerNames = (value["was"]?.elements ?? []).compactMap(\.text)
        account.opening = opening(value, account, file, currencies, &findings)
        return account
    }

    private static func check(
        _ code: CurrencyCode, _ pointer: String, _ file: JSONFile, _ currencies: CurrencyTable,
        _ findings: inout [Diagnostic]
    ) {
        if currencies.decimals(of: code) != nil { return }
        let near = Suggestion.nearest(to: code.description, in: currencies.codes.map(\.description))
        findings.append(
            file.finding(
                "currency.unknown", at: pointer, "“\(code)” is no currency of ISO 4217",
                remedy: (near.map { "did you mean \($0)? Else " } ?? "")
                    + "declare it in ledger.json: \"currencies\": {\"\(code)\": 2}"))
    }

    private static func opening(
        _ value: JSONValue, _ account: Account, _ file: JSONFile, _ currencies: CurrencyTable,
        _ findings: inout [Diagnostic]
    ) -> Opening? {
        guard let opening = value["opening"],
            let date = (opening["date"]?.text).flatMap({ CivilDate(iso: $0) })
        else { return nil }
        var amounts: [CurrencyCode: Int64] = [:]
        for member in opening["amounts"]?.members ?? [] {
            guard let code = CurrencyCode(member.key),
                let number = (member.value.text).flatMap({ DecimalNumber($0) })
            else { continue }
            let at = "/opening/amounts/\(member.key)"
            guard account.currencies.contains(code) else {
                findings.append(
                    file.finding(
                        "currency.account", at: at,
                        "the account \(account.name) does not hold \(code)",
                        remedy: "list \(code) in its currencies"))
                continue
            }
            let decimals = currencies.decimals(of: code) ?? 2
            guard let units = number.scaled(to: decimals) else {
                findings.append(
                    file.finding(
                        "amount.decimals", at: at, "\(code) has \(decimals) decimals",
                        remedy: "write at most \(decimals) digits after the point"))
                continue
            }
            amounts[code] = units
        }
        return Opening(date: date, amounts: amounts)
    }
}
