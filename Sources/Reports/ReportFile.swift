package import JSONText
import Model
import Queries

/// Reports as files hold them: members of an object, those that say nothing left out.
extension ReportSpec {
    /// Reads the members that are there and follow the schema.
    package init(_ json: JSONValue) {
        title = json["title"]?.text
        content = json["content"]?.text.flatMap(Content.init(rawValue:)) ?? .flow
        by = json["by"]?.text ?? (content == .balance ? "account" : "category")
        terms = json["query"]?.text.map(QueryParser.words) ?? []
        period = json["period"]?.text
        every = json["every"]?.text
        last = json["last"]?.integer
        depth = json["depth"]?.integer
        isTree = json["tree"] == .bool(true)
        hasSections = json["sections"] == .bool(true)
        let measures = (json["measures"]?.elements ?? []).compactMap(\.text)
            .compactMap(Measure.init(rawValue:))
        self.measures = measures.isEmpty ? [.sum] : measures
        comparison = json["compare"]?.text.flatMap(Comparison.init(rawValue:))
        switch json["date"]?.text {
        case "booking": dateChoice = .booking
        case "value": dateChoice = .value
        default: dateChoice = .own
        }
        includesIgnored = json["ignored"] == .bool(true)
        includesTransfers = json["transfers"] == .bool(true)
        order = json["sort"]?.text.flatMap(ReportOrder.init)
        top = json["top"]?.integer
        currency = json["currency"]?.text
        rate = json["rate"]?.text
        hasTotal = json["total"] == .bool(true)
        hasAverage = json["average"] == .bool(true)
    }

    /// The members in the schema's order.
    package var members: [JSONMember] {
        func text(_ value: String?) -> JSONValue? { value.map { .string($0) } }
        func count(_ value: Int?) -> JSONValue? { value.map { .integer($0) } }
        func flag(_ value: Bool) -> JSONValue? { value ? .bool(true) : nil }
        let date: String? =
            dateChoice == .booking ? "booking" : dateChoice == .value ? "value" : nil
        let all: [(String, JSONValue?)] = [
            ("title", text(title)),
            ("content", content == .flow ? nil : text(content.rawValue)), ("by", text(by)),
            ("query", terms.isEmpty ? nil : text(QueryParser.text(terms))),
            ("period", text(period)), ("every", text(every)), ("last", count(last)),
            ("depth", count(depth)), ("tree", flag(isTree)), ("sections", flag(hasSections)),
            ("measures", measures == [.sum] ? nil : .strings(measures.map(\.rawValue))),
            ("compare", text(comparison?.rawValue)), ("date", text(date)),
            ("ignored", flag(includesIgnored)), ("transfers", flag(includesTransfers)),
            ("sort", text(order?.text)), ("top", count(top)), ("currency", text(currency)),
            ("rate", text(rate)), ("total", flag(hasTotal)), ("average", flag(hasAverage)),
        ]
        return all.compactMap { key, value in value.map { JSONMember(key, $0) } }
    }
}
