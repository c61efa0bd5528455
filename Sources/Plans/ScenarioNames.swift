package import Reading

/// The scenarios that a ledger's plans name.
package enum ScenarioNames {
    package static func all(_ ledger: Ledger) -> Set<String> {
        Set(PlanBook(ledger).lines.compactMap(\.scenario))
    }
}
