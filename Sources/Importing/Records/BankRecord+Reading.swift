package import JSONText
import Model
import SourceText

extension BankRecord {
    /// Reads a line of evidence; `nil` where it lacks what every record has.
    package convenience init?(_ json: JSONValue) {
        guard let id = json["id"]?.text,
            let date = json["booking_date"]?.text.flatMap(CivilDate.init(iso:)),
            let amount = json["amount"]?.text.flatMap({ DecimalNumber($0) }),
            let currency = json["currency"]?.text.flatMap({ CurrencyCode($0) })
        else { return nil }
        func day(_ key: String) -> CivilDate? { json[key]?.text.flatMap(CivilDate.init(iso:)) }
        let balance = json["balance"]?.text.flatMap { DecimalNumber($0) }
        self.init(
            id: id, source: json["source"]?.text ?? "",
            status: json["status"]?.text == Status.pending.name ? .pending : .booked,
            days: Days(booking: date, value: day("value_date"), made: day("made_on")),
            amount: amount.units, currency: currency, decimals: amount.decimals,
            fx: BankRecord.foreign(json["fx"]), balance: balance?.scaled(to: amount.decimals),
            words: Words(
                counterparty: json["counterparty"]?.text, iban: json["iban"]?.text,
                text: json["text"]?.elements?.compactMap(\.text) ?? []),
            references: BankRecord.pairs(json["refs"]), codes: BankRecord.pairs(json["codes"]),
            occurrence: json["occurrence"]?.integer ?? 1, raw: json["raw"]?.text ?? "", row: 0)
    }

    private static func pairs(_ json: JSONValue?) -> [(key: String, value: String)] {
        (json?.members ?? []).compactMap { member in
            member.value.text.map { (member.key, $0) }
        }
    }

    private static func foreign(_ json: JSONValue?) -> (amount: String, currency: String)? {
        guard let amount = json?["amount"]?.text, let currency = json?["currency"]?.text else {
            return nil
        }
        return (amount, currency)
    }

    /// Which of several records of one event is the newest (formats 6): booked before pending, then the later
    /// day, then the greater bytes.
    static func isOlder(_ one: BankRecord, _ other: BankRecord) -> Bool {
        if one.status != other.status { return one.status == .pending }
        if one.bookingDate != other.bookingDate { return one.bookingDate < other.bookingDate }
        return JSONWriter.compact(one.json)
            .lexicographicallyPrecedes(JSONWriter.compact(other.json))
    }
}
