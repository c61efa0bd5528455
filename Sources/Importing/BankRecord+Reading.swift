package import JSONText
import Model
import SourceText

extension BankRecord {
    /// Reads a line of evidence; `nil` where it lacks what every record has.
    package init?(_ json: JSONValue) {
        guard let id = json["id"]?.text,
            let date = json["booking_date"]?.text.flatMap(CivilDate.init(iso:)),
            let amount = json["amount"]?.text.flatMap({ DecimalNumber($0) }),
            let currency = json["currency"]?.text.flatMap({ CurrencyCode($0) })
        else { return nil }
        func day(_ key: String) -> CivilDate? { json[key]?.text.flatMap(CivilDate.init(iso:)) }
        let foreign = json["fx"]
        let references = json["refs"]?.members ?? []
        self.init(
            id: id, source: json["source"]?.text ?? "",
            status: json["status"]?.text == Status.pending.name ? .pending : .booked,
            bookingDate: date, valueDate: day("value_date"), madeOn: day("made_on"),
            amount: amount.units, currency: currency, decimals: amount.decimals,
            balance: json["balance"]?.text.flatMap { DecimalNumber($0) }?
                .scaled(to: amount.decimals),
            counterparty: json["counterparty"]?.text, iban: json["iban"]?.text,
            text: json["text"]?.elements?.compactMap(\.text) ?? [],
            references: references.compactMap { member in
                member.value.text.map { (member.key, $0) }
            },
            occurrence: json["occurrence"]?.integer ?? 1, raw: json["raw"]?.text ?? "", row: 0)
        if let amount = foreign?["amount"]?.text, let currency = foreign?["currency"]?.text {
            fx = (amount, currency)
        }
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
