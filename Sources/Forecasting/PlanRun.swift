import Analysis
package import Model
package import Plans
package import Reading
package import SourceText

/// How the occurrences of a ledger's plans stand.
package struct PlanRun: Sendable {
    package let book: PlanBook
    /// In the order of their due days.
    package let occurrences: [Occurrence]
    package let history: History
    package let findings: [Diagnostic]

    /// Reads the ledger.
    ///
    /// - Parameters:
    ///   - scenarios: `nil` for those of all plans.
    ///   - last: the last day for which occurrences are wanted.
    package init(
        _ ledger: Ledger, scenarios: Set<String>? = nil, today: CivilDate, through last: CivilDate,
        threads: Int
    ) {
        book = PlanBook(ledger)
        history = History(Listing(History.selection, ledger, threads: threads), ledger)
        occurrences = Fulfilment(
            book, history, scenarios: scenarios ?? Set(book.lines.compactMap(\.scenario)),
            today: today, through: last
        ).occurrences.enumerated().sorted { left, right in
            left.element.due != right.element.due
                ? left.element.due < right.element.due : left.offset < right.offset
        }.map(\.element)
        findings = history.findings + book.findings
    }
}
