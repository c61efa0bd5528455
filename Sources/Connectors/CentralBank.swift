import ConnectorWire
import JSONText
import Model

/// The European Central Bank: reference rates of the euro, told each working day in the afternoon.
///
/// Source: the bank's pages on its reference rates. They are for information; no bank deals by them.
struct CentralBank: Connector {
    static var description: ConnectorDescription {
        var description = ConnectorDescription(
            name: "ecb", version: "1", access: "direct", verbs: [.describe, .rates], covers: [])
        description.hosts = ["www.ecb.europa.eu"]
        return description
    }

    let desk: Desk

    init(_ desk: Desk) { self.desk = desk }

    func answer(_ request: ConnectorRequest) throws(ConnectorFailure) -> JSONValue {
        guard request.verb == .rates else {
            throw ConnectorFailure(.unsupported, "the European Central Bank tells rates alone")
        }
        guard let order = RateOrder(request.params) else {
            throw ConnectorFailure(.internal, "no days were asked for")
        }
        let (from, to) = (order.from, order.to)
        let wanted = Set(order.currencies.map(\.description))
        let file = File(from, today: request.today)
        desk.progress("the rates of the \(file.summary)")
        let days = try days(file)
        let known = days.reduce(into: Set<String>()) { $0.formUnion($1.rates.map(\.currency)) }
        for code in wanted.subtracting(known).subtracting(["EUR"]).sorted() {
            desk.warn(
                ConnectorFailure(.unsupported, "the European Central Bank tells no rate of \(code)")
            )
        }
        for day in days.sorted(by: { $0.date < $1.date }) where day.date >= from && day.date <= to {
            for rate in day.rates where wanted.isEmpty || wanted.contains(rate.currency) {
                desk.surroundings.writeLine(try found(rate, on: day.date).json)
            }
        }
        return .object([
            "complete": .bool(true), "from": .string(from.description),
            "to": .string(to.description),
        ])
    }

    private func days(_ file: File) throws(ConnectorFailure) -> [RateDocument.Day] {
        let base = ProviderBase.url("https://www.ecb.europa.eu", desk)
        let reply = try desk.surroundings.send(
            HTTPRequest("GET", "\(base)/stats/eurofxref/\(file.rawValue)"))
        guard reply.status == 200 else {
            throw reply.failure("the European Central Bank's rates")
        }
        guard let days = RateDocument.days(reply.body), !days.isEmpty else {
            throw ConnectorFailure(
                .formatChanged, "the European Central Bank answered something that holds no rates",
                detail: String(decoding: reply.body.prefix(200), as: UTF8.self))
        }
        return days
    }

    private func found(
        _ rate: RateDocument.Rate, on date: CivilDate
    ) throws(ConnectorFailure) -> FoundRate {
        guard let currency = CurrencyCode(rate.currency), let number = DecimalNumber(rate.rate),
            number.units > 0
        else {
            throw ConnectorFailure(
                .formatChanged,
                "the European Central Bank's rate of \(rate.currency) on \(date) cannot be read")
        }
        return FoundRate(date: date, unit: .eur, currency: currency, rate: number)
    }
}

extension CentralBank {
    /// The files that the bank offers: the smallest that reaches back far enough is fetched.
    private enum File: String {
        case last = "eurofxref-daily.xml"
        case quarter = "eurofxref-hist-90d.xml"
        case all = "eurofxref-hist.xml"

        /// - Parameter from: the first day that is wanted.
        init(_ from: CivilDate, today: CivilDate) {
            var workdays = 0
            var day = from
            while day <= today, workdays < 2 {
                if day.weekday < 6 { workdays += 1 }
                guard let next = day.adding(days: 1) else { break }
                day = next
            }
            // The bank counts ninety days of the calendar.
            self = workdays < 2 ? .last : from.day > today.day - 85 ? .quarter : .all
        }

        var summary: String {
            switch self {
            case .last: "last day"
            case .quarter: "last ninety days"
            case .all: "years since 1999"
            }
        }
    }
}
