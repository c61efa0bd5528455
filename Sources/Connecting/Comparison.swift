package import Model

/// Which access suits what a person needs, with the reasons (BC-20).
package struct Comparison: Sendable {
    /// What the person needs.
    package struct Needs: Sendable {
        package var kinds: [AccountKind]
        /// Whether the balance after each row is wanted.
        package var wantsBalances: Bool
        /// Whether steadiness counts most.
        package var wantsStability: Bool

        package init(kinds: [AccountKind], wantsBalances: Bool, wantsStability: Bool) {
            self.kinds = kinds
            self.wantsBalances = wantsBalances
            self.wantsStability = wantsStability
        }
    }

    package var recommended: Access
    package var reasons: [String]

    /// The rows of the comparison: what it is about, by direct access, by open banking.
    package static let rows: [(subject: String, direct: String, openBanking: String)] = [
        (
            "accounts", "current, savings, card, loan, investment",
            "current accounts only; others are named as not covered"
        ),
        (
            "balance after each row", "delivered where the bank shows it, and checked",
            "absent; computed from the account's balance, and labelled so"
        ),
        (
            "lifetime", "no planned end; may exceed 90 days, ends by failure",
            "consent of 90 days (the law allows 180), then reconnect"
        ),
        (
            "stability", "banks change their sites: failures are normal and counted",
            "the bank's official service"
        ),
        ("texts", "as you see them at the bank", "may differ from the bank's own site"),
        (
            "credentials", "yours for the bank, kept by the system's keychain",
            "typed at the bank's own site, never here"
        ),
    ]

    package init(_ needs: Needs, country: String?) {
        let hasOpenBanking = country.map { Advice.hasOpenBanking($0) } ?? true
        let beyond = needs.kinds.filter { !Access.openBanking.covers($0) && $0 != .cash }
        if !beyond.isEmpty {
            recommended = .direct
            reasons = beyond.map { "open banking does not reach \($0.plural)" }
            if needs.wantsStability {
                reasons.append(
                    "for steadiness connect the current accounts by open banking, and the rest by direct access"
                )
            }
        } else if !hasOpenBanking {
            recommended = .direct
            reasons = ["the law of \(country ?? "the country") makes no bank offer open banking"]
        } else if needs.wantsBalances {
            recommended = .direct
            reasons = ["only direct access brings the balance after each row"]
        } else {
            recommended = .openBanking
            reasons = [
                "current accounts are all that is needed, and open banking is the steadier way",
                "no credentials of the bank are kept",
            ]
        }
    }
}
