import JSONText
import Model
import SourceText

/// `{"transactions":{"booked":[…],"pending":[…]}}`, wherever in the file it stands.
enum BerlinGroup {
    static func read(
        _ root: JSONValue, _ places: JSONPlaces
    ) throws(ReadingStop) -> [Statement] {
        var lists: [(value: JSONValue, path: String)] = []
        find(root, "", &lists)
        var statements: [Statement] = []
        let iban = lists.isEmpty ? nil : account(root)
        for (list, path) in lists {
            var builder = StatementBuilder(identifier: iban, currency: nil)
            for (key, isPending) in [("booked", false), ("pending", true)] {
                for (index, value) in (list[key]?.elements ?? []).enumerated() {
                    let entry = JSONEntry(
                        value: value, line: places.line("\(path)/\(key)/\(index)"))
                    builder.append(try record(entry, isPending: isPending))
                }
            }
            var statement = builder.finished()
            statement.tellsPending = list["pending"]?.elements != nil
            statements.append(statement)
        }
        return statements
    }

    private static func find(
        _ value: JSONValue, _ path: String, _ lists: inout [(value: JSONValue, path: String)]
    ) {
        if value["booked"]?.elements != nil {
            lists.append((value, path))
            return
        }
        for member in value.members ?? [] { find(member.value, "\(path)/\(member.key)", &lists) }
        for (index, element) in (value.elements ?? []).enumerated() {
            find(element, "\(path)/\(index)", &lists)
        }
    }

    /// The account's own IBAN: one that stands outside the transactions.
    private static func account(_ value: JSONValue) -> String? {
        if value["booked"] != nil { return nil }
        if let iban = value["iban"]?.text { return iban }
        for member in value.members ?? [] {
            if let found = account(member.value) { return found }
        }
        return (value.elements ?? []).lazy.compactMap(account).first
    }

    private static func record(
        _ entry: JSONEntry, isPending: Bool
    ) throws(ReadingStop) -> StatementRecord {
        guard let money = entry.value["transactionAmount"] else {
            throw .refused(reason: "a transaction without “transactionAmount”", row: entry.line)
        }
        let stated = JSONEntry(value: money, line: entry.line)
        var amount = try JSONEntry.amount(try stated.required("amount"), line: entry.line)
        if entry.text("creditDebitIndicator") == "DBIT", amount.units > 0 {
            amount = amount.negated
        }
        let value = entry.text("valueDate", "valueDateTime")
        guard let text = entry.text("bookingDate", "bookingDateTime") ?? value else {
            throw .refused(
                reason: "a transaction has neither a booking day nor a value day", row: entry.line)
        }
        var record = StatementRecord(
            row: entry.line, bookingDate: try JSONEntry.day(text, line: entry.line),
            amount: amount, raw: entry.raw)
        record.isPending = isPending
        if let value { record.valueDate = try JSONEntry.day(value, line: entry.line) }
        record.currency = try JSONEntry.currency(
            try stated.required("currency"), line: entry.line)
        let isOut = amount.units < 0
        record.counterparty =
            isOut
            ? entry.text("ultimateCreditor", "creditorName", "debtorName")
            : entry.text("ultimateDebtor", "debtorName", "creditorName")
        let other = entry.value[isOut ? "creditorAccount" : "debtorAccount"]
        record.counterpartyIBAN = other?["iban"]?.text.flatMap(IBAN.compact)
        record.text = remittance(entry)
        record.transactionID = entry.text("internalTransactionId", "transactionId")
        record.entryReference = entry.text("entryReference")
        record.endToEnd = entry.text("endToEndId")
        record.mandate = entry.text("mandateId")
        return record
    }

    /// The longer of the text and the list of its pieces: the one is cut at 140 characters by some banks.
    private static func remittance(_ entry: JSONEntry) -> [String] {
        let pieces = (entry.value["remittanceInformationUnstructuredArray"]?.elements ?? [])
            .compactMap { $0.text?.meaningful }
        let whole = entry.text(
            "remittanceInformationUnstructured", "remittanceInformationStructured",
            "additionalInformation")
        guard let whole else { return pieces }
        let length = pieces.reduce(0) { $0 + $1.utf8.count }
        return length > whole.utf8.count ? pieces : [whole]
    }
}

/// `{"accounts":[{"id":…,"transactions":[…]}]}`.
enum SimpleFIN {
    static func read(
        _ root: JSONValue, _ places: JSONPlaces
    ) throws(ReadingStop) -> [Statement] {
        var statements: [Statement] = []
        for (number, account) in (root["accounts"]?.elements ?? []).enumerated() {
            guard let list = account["transactions"]?.elements, let id = account["id"]?.text else {
                continue
            }
            let path = "/accounts/\(number)"
            let head = JSONEntry(value: account, line: places.line(path))
            let currency = try JSONEntry.currency(
                try head.required("currency"), line: head.line)
            var builder = StatementBuilder(identifier: id, currency: currency)
            for (index, value) in list.enumerated() {
                let entry = JSONEntry(
                    value: value, line: places.line("\(path)/transactions/\(index)"))
                builder.append(try record(entry))
            }
            if let balance = account["balance"]?.text {
                builder.setClosing(
                    StatedBalance(
                        date: account["balance-date"]?.integer.flatMap(day),
                        amount: try JSONEntry.amount(balance, line: head.line)))
            }
            statements.append(builder.finished())
        }
        return statements
    }

    private static func record(_ entry: JSONEntry) throws(ReadingStop) -> StatementRecord {
        let posted = entry.value["posted"]?.integer ?? 0
        let moment = posted > 0 ? posted : entry.value["transacted_at"]?.integer ?? 0
        guard let day = day(moment), moment > 0 else {
            throw .refused(reason: "a transaction without a day", row: entry.line)
        }
        var record = StatementRecord(
            row: entry.line, bookingDate: day,
            amount: try JSONEntry.amount(try entry.required("amount"), line: entry.line),
            raw: entry.raw)
        record.isPending = entry.value["pending"] == .bool(true) || posted <= 0
        record.madeOn = entry.value["transacted_at"]?.integer.flatMap(self.day)
        record.counterparty = entry.text("payee")
        record.text = [entry.text("description"), entry.text("memo")].compactMap { $0 }
        record.transactionID = entry.text("id")
        return record
    }

    /// The day in UTC of seconds since 1970.
    private static func day(_ seconds: Int) -> CivilDate? {
        guard seconds > -2_208_988_800, seconds < 7_258_118_400 else { return nil }
        let days = seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
        return CivilDate.first.adding(days: days + 25_567)
    }
}

/// `[{"product":…,"balance":…,"transactions":[…]}]`: numbers are those of the account, days `DD-MM-YYYY`.
enum Afterbanks {
    static func read(
        _ root: JSONValue, _ places: JSONPlaces
    ) throws(ReadingStop) -> [Statement] {
        var statements: [Statement] = []
        for (number, account) in (root.elements ?? []).enumerated() {
            guard let product = account["product"]?.text,
                let list = account["transactions"]?.elements
            else { continue }
            let head = JSONEntry(value: account, line: places.line("/\(number)"))
            let currency = try JSONEntry.currency(
                try head.required("currency"), line: head.line)
            var draft = StatementDraft(product)
            for (index, value) in list.enumerated() {
                let line = places.line("/\(number)/transactions/\(index)")
                draft.append(try record(JSONEntry(value: value, line: line), currency))
            }
            draft.finish(hasBalance: true)
            if draft.statement.currency == nil { draft.statement.currency = currency }
            statements.append(draft.statement)
        }
        return statements
    }

    private static func record(
        _ entry: JSONEntry, _ currency: CurrencyCode
    ) throws(ReadingStop) -> StatementRecord {
        func day(_ key: String) throws(ReadingStop) -> CivilDate {
            let text = try entry.required(key)
            let bytes = Array(text.utf8)
            guard let day = DateCell(bytes, bytes.indices)?.day(.dmy) else {
                throw .refused(reason: "there is no such day", row: entry.line, value: text)
            }
            return day
        }
        var record = StatementRecord(
            row: entry.line, bookingDate: try day("date"),
            amount: try JSONEntry.amount(try entry.required("amount"), line: entry.line),
            raw: entry.raw)
        record.currency = currency
        if entry.value["date2"] != nil { record.valueDate = try day("date2") }
        if let balance = entry.value["balance"]?.numberText {
            record.balance = try JSONEntry.amount(balance, line: entry.line)
        }
        record.text = [entry.text("description")].compactMap { $0 }
        return record
    }
}

/// `{"transactions":[…]}` with amounts in minor units.
enum Monzo {
    static func read(
        _ root: JSONValue, _ places: JSONPlaces
    ) throws(ReadingStop) -> [Statement] {
        guard let list = root["transactions"]?.elements,
            list.contains(where: { $0["created"] != nil && $0["amount"]?.integer != nil })
        else { return [] }
        var draft = StatementDraft(nil)
        for (index, value) in list.enumerated() {
            let entry = JSONEntry(value: value, line: places.line("/transactions/\(index)"))
            if entry.text("decline_reason") != nil { continue }
            draft.append(try record(entry))
        }
        draft.finish(hasBalance: list.allSatisfy { $0["account_balance"]?.integer != nil })
        return [draft.statement]
    }

    private static func record(_ entry: JSONEntry) throws(ReadingStop) -> StatementRecord {
        guard let units = entry.value["amount"]?.integer else {
            throw .refused(reason: "a transaction without “amount”", row: entry.line)
        }
        let currency = try JSONEntry.currency(try entry.required("currency"), line: entry.line)
        let decimals = CurrencyTable().decimals(of: currency) ?? 2
        let day = try JSONEntry.day(try entry.required("created"), line: entry.line)
        var record = StatementRecord(
            row: entry.line, bookingDate: day,
            amount: DecimalNumber(units: Int64(units), decimals: decimals), raw: entry.raw)
        record.currency = currency
        record.isPending = entry.value["settled"]?.text == ""
        if let balance = entry.value["account_balance"]?.integer {
            record.balance = DecimalNumber(units: Int64(balance), decimals: decimals)
        }
        record.counterparty = entry.value["merchant"]?["name"]?.text?.meaningful
        record.text = [entry.text("description")].compactMap { $0 }
        record.transactionID = entry.text("id")
        return record
    }
}
