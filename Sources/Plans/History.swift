package import Analysis
package import Model
import Queries
package import Reading
package import Recurrences
package import SourceText

/// A line of the past, or one that a person wrote as expected.
package struct HistoryLine: Sendable {
    /// Its `place` is the line's among all of the history.
    package let movement: Movement
    package let parts: [Part]
    package let status: Status
    package let id: String?
    /// The occurrence that it fulfils, as a person says it: a plan's id, `@`, a day.
    package let plan: String?
    /// Whether the other side of a transfer is a line too.
    package let isPaired: Bool
}

/// The lines of a ledger that count, and those that are expected, in the order of their days.
package struct History: Sendable {
    package private(set) var lines: [HistoryLine] = []
    package private(set) var findings: [Diagnostic]

    /// The question whose answer a history is made of: lines in every account, booked, pending and expected.
    package static var selection: Selection {
        var selection = Selection()
        selection.statuses = [.booked, .pending, .expected]
        selection.includesIgnored = true
        selection.includesTransfers = true
        return selection
    }

    /// - Complexity: O(lines).
    package init(_ listing: Listing, _ ledger: Ledger) {
        findings = listing.findings
        lines.reserveCapacity(listing.count)
        for index in 0..<listing.count {
            let line = listing[index]
            let parts = line.parts.map { part in
                guard case .category(let path) = part.target else { return part }
                return Part(.category(ledger.categories.resolve(path)), part.amount)
            }
            let movement = Movement(
                place: index, date: line.date, account: line.account, amount: line.amount,
                currency: line.currency, category: parts.first.flatMap { $0.target.category },
                text: line.description, contact: line.contact)
            lines.append(
                HistoryLine(
                    movement: movement, parts: parts, status: line.status, id: line.id,
                    plan: line.attributes["plan"],
                    isPaired: line.attributes["pair"] != nil))
        }
    }
}

extension Target {
    /// As forecasts and plans name it: the path, `=account`, `ignored`; `nil` for none.
    package var category: String? {
        switch self {
        case .uncategorised: nil
        case .category(let path): path
        case .transfer(let account): "=\(account)"
        case .ignored: "ignored"
        }
    }
}
