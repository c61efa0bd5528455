import Model
import Testing

/// A query with its meaning written out: whether a line, or one part of it, is selected.
struct QueryCase: Sendable, CustomTestStringConvertible {
    let terms: [String]
    let statuses: Set<Status>
    let selects: @Sendable (Transaction, Part?) -> Bool

    init(
        _ terms: String..., statuses: Set<Status> = [.booked, .pending],
        _ selects: @escaping @Sendable (Transaction, Part?) -> Bool
    ) {
        self.terms = terms
        self.statuses = statuses
        self.selects = selects
    }

    var testDescription: String { terms.joined(separator: " ") }

    /// Whether some part, or the part asked about, is the path or below it.
    private static func isIn(_ path: String, _ line: Transaction, _ part: Part?) -> Bool {
        (part.map { [$0] } ?? line.parts).contains {
            guard case .category(var own) = $0.target else { return false }
            if own == "eating" || own.hasPrefix("eating/") { own = "food" + own.dropFirst(6) }
            return own == path || own.hasPrefix(path + "/")
        }
    }

    private static func isEmpty(_ line: Transaction, _ part: Part?) -> Bool {
        (part.map { [$0] } ?? line.parts).contains { $0.target == .uncategorised }
    }

    static let all: [QueryCase] = [
        QueryCase { _, _ in true },
        QueryCase("cat:food") { isIn("food", $0, $1) },
        QueryCase("cat:eating") { isIn("food", $0, $1) },
        QueryCase("cat:food/dining") { isIn("food/dining", $0, $1) },
        QueryCase("not:cat:food") { !isIn("food", $0, $1) },
        QueryCase("cat:none") { isEmpty($0, $1) },
        QueryCase("not:cat:none") { !isEmpty($0, $1) },
        QueryCase("cat:food", "cat:home") { isIn("food", $0, $1) || isIn("home", $0, $1) },
        QueryCase("cat:food", "amt:>20") { isIn("food", $0, $1) && $0.amount.magnitude > 2_000 },
        QueryCase("amt:>20") { line, _ in line.amount.magnitude > 2_000 },
        QueryCase("amt:<=-20") { line, _ in line.amount <= -2_000 },
        QueryCase("amt:45.2") { line, _ in line.amount.magnitude == 4_520 },
        QueryCase("desc:cafe") { line, _ in ["Café Ñu", "CAFE 1"].contains(line.description) },
        QueryCase("desc:ÑU") { line, _ in line.description == "Café Ñu" },
        QueryCase("desc:a|b") { line, _ in line.description == "a|b" },
        QueryCase("desc:/^caf. /") { line, _ in ["Café Ñu", "CAFE 1"].contains(line.description) },
        QueryCase("not:desc:bar") { line, _ in line.description != "Bar" },
        QueryCase("bar") { line, _ in line.description == "Bar" || line.contact == "bar" },
        QueryCase("with", "ana") { line, _ in line.note == "with Ana" },
        QueryCase("acct:main") { line, _ in line.account == "main" },
        QueryCase("acct:*a*", "not:acct:card") { line, _ in
            ["main", "savings"].contains(line.account)
        },
        QueryCase("kind:card", "kind:investment") { line, _ in
            ["card", "broker"].contains(line.account)
        },
        QueryCase("cur:USD") { line, _ in line.currency == .usd },
        QueryCase("not:cur:USD") { line, _ in line.currency != .usd },
        QueryCase("status:pending") { line, _ in line.status == .pending },
        QueryCase("status:expected", statuses: [.expected]) { _, _ in true },
        QueryCase("status:d*", statuses: [.dropped, .deleted]) { _, _ in true },
        QueryCase("status:*", statuses: [.booked, .pending, .expected, .dropped, .deleted]) {
            _, _ in true
        },
        QueryCase("not:status:pending", statuses: [.booked]) { _, _ in true },
        QueryCase("is:expected", statuses: [.expected]) { _, _ in true },
        QueryCase("is:split") { line, _ in line.parts.count > 1 },
        QueryCase("is:transfer") { line, _ in
            line.parts.contains { if case .transfer = $0.target { true } else { false } }
        },
        QueryCase("is:ignored") { line, _ in
            line.isIgnored || line.parts.contains { $0.target == .ignored }
        },
        QueryCase("is:in") { line, _ in line.amount > 0 },
        QueryCase("is:out") { line, _ in line.amount < 0 },
        QueryCase("is:uncategorised") { line, _ in
            line.parts.contains { $0.target == .uncategorised }
        },
        QueryCase("is:edited") { line, _ in line.attributes["bank-date"] != nil },
        QueryCase("tag:weekly") { line, _ in line.tags.contains("weekly") },
        QueryCase("tag:none") { line, _ in line.tags.isEmpty },
        QueryCase("not:tag:*") { line, _ in line.tags.isEmpty },
        QueryCase("contact:acme") { line, _ in line.contact == "acme" },
        QueryCase("contact:none") { line, _ in line.contact == nil },
        QueryCase("note:ANA") { line, _ in line.note == "with Ana" },
        QueryCase("note:none") { line, _ in line.note == nil },
        QueryCase("project:acme") { line, _ in
            ["acme/site", "old/web"].contains(line.attributes["project"])
        },
        QueryCase("project:none") { line, _ in line.attributes["project"] == nil },
        QueryCase("id:t1*") { line, _ in line.id?.hasPrefix("t1") ?? false },
        QueryCase("attr:url") { line, _ in line.attributes["url"] != nil },
        QueryCase("attr:url=y") { _, _ in false },
        QueryCase("file:2025") { line, _ in line.file.hasSuffix("2025.txt") },
        QueryCase("date:2026-11") { line, _ in line.date.month == 11 },
        QueryCase("not:date:2026-11") { line, _ in line.date.month != 11 },
        QueryCase("date:2026-11", "date:2026-12") { line, _ in line.date.month >= 11 },
        QueryCase("expr:(cat:food or cat:home) and not amt:>20") {
            (isIn("food", $0, $1) || isIn("home", $0, $1)) && $0.amount.magnitude <= 2_000
        },
        QueryCase("expr:acct:main or tag:weekly") { line, _ in
            line.account == "main" || line.tags.contains("weekly")
        },
    ]
}
