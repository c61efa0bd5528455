import Analysis
import Queries
package import Reading
package import SourceText

extension RuleList {
    /// Rules and actions that can never take effect, because rules that are asked before fit every line
    /// that they fit.
    ///
    /// - Complexity: O(rules²).
    package var lint: [Diagnostic] {
        var findings: [Diagnostic] = []
        let asked = rules.filter { !$0.isSuggestion }
        for (place, rule) in asked.enumerated() {
            let wider = asked[..<place].filter { rule.terms.implies($0.terms) }
            if let last = wider.first(where: \.stops) {
                findings.append(
                    rule.finding(
                        "rule.shadowed",
                        "the rule is never asked: line \(last.line) fits what it fits, and stops",
                        beside: last))
                continue
            }
            for action in rule.actions {
                guard let field = action.field,
                    let first = wider.first(where: { $0.actions.contains { $0.field == field } })
                else { continue }
                let isSame = first.terms.implies(rule.terms)
                let isEqual = first.actions.contains(action)
                findings.append(
                    rule.finding(
                        isSame && !isEqual ? "rule.contradiction" : "rule.shadowed",
                        "“\(action.text)” never takes effect: line \(first.line) is asked before and sets \(field) "
                            + (isSame ? "for the same lines" : "for these lines and others"),
                        beside: first))
            }
        }
        return findings
    }
}

extension RuleAction {
    /// The field that the first rule wins; tags add up, and what is left out wins nothing.
    fileprivate var field: String? {
        if isUnsupported { return nil }
        switch self {
        case .set(let field, _): return field
        case .ignore, .unignore: return "ignored"
        case .tag, .untag, .flip: return nil
        }
    }
}

extension Rule {
    fileprivate func finding(
        _ code: String, _ message: String, beside other: Rule
    ) -> Diagnostic {
        Diagnostic(
            code, .warning, at: Location(file: "rules.txt", line: line), message,
            excerpt: text,
            remedy: "put it before line \(other.line), give it a smaller order:, or delete it")
    }
}

extension RuleList {
    /// Rules that fit no line of the ledger; none where it has no lines.
    ///
    /// A rule sees a line as the bank and persons left it. So only those are judged whose conditions ask what
    /// machines do not set, and those about descriptions only where no machine has changed one.
    package func unused(in ledger: Ledger, threads: Int) -> [Diagnostic] {
        let judged = rules.filter { $0.query.terms.allSatisfy(\.isBanks) }
        if judged.isEmpty || ledger.files.isEmpty { return [] }
        let (unused, hasRenamed) = UnusedQueries.find(
            [.everything] + judged.map(\.query), ledger, threads: threads)
        // Where even the query that fits everything fits nothing, there is no line.
        if unused.contains(0) { return [] }
        return unused.map { judged[$0 - 1] }.filter { rule in
            !hasRenamed || !rule.query.terms.contains(where: \.isAboutTexts)
        }.map { rule in
            Diagnostic(
                "rule.unused", .hint, at: Location(file: "rules.txt", line: rule.line),
                "no line fits the rule", excerpt: rule.text,
                remedy: "correct its conditions, or delete it")
        }
    }
}

extension Term {
    /// Whether the term asks what no rule and no keyword sets.
    fileprivate var isBanks: Bool {
        switch self {
        case .account, .kind, .description, .word, .amount, .date, .currency, .status: true
        case .trait(.in), .trait(.out), .trait(.pending), .trait(.expected): true
        default: false
        }
    }
}
