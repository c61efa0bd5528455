import Analysis
package import Model
package import Plans
package import Reading
package import Recurrences
package import SourceText

/// What comes again in a ledger, with the lines that show it.
package struct RecurringRun: Sendable {
    package struct Found: Sendable {
        package let recurrence: Recurrence
        /// The lines that make it up, in order.
        package let lines: [HistoryLine]
        /// Lines that came a second time in one period.
        package let doubled: [HistoryLine]
        /// The plan that says the same.
        package let plan: PlanLine?

        /// By what it is known: the id of its first line, which stays when more come.
        package var reference: String? { lines.first?.id }
    }

    package let found: [Found]
    package let findings: [Diagnostic]

    /// Reads the ledger.
    ///
    /// - Complexity: O(lines).
    package init(_ ledger: Ledger, today: CivilDate, threads: Int) {
        let last = today.adding(months: 13) ?? today
        let request = ForecastRequest(today: today, last: last)
        let (run, inquiry) = ForecastRun.asked(ledger, request, threads: threads)
        let (outlook, coverage, flows) = run.recurring(inquiry)
        findings = inquiry.findings + run.planFindings
        found = outlook.recurrences.map { recurrence in
            Found(
                recurrence: recurrence, lines: recurrence.members.map { flows.lines[$0] },
                doubled: recurrence.doubled.map { flows.lines[$0] },
                plan: coverage.plan(for: recurrence))
        }
    }
}
