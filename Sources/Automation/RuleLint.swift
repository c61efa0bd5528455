import Queries
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
