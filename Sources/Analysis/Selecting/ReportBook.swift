package import Reading
package import SourceText

/// A ledger that a report looks at.
package struct ReportBook: Sendable {
    package let ledger: Ledger
    /// What stands before the names of its accounts, where several ledgers are looked at together.
    package let name: String?
    /// What its lines have to do with those of the other ledgers.
    package let links: LedgerLinks

    package init(_ ledger: Ledger) {
        self.ledger = ledger
        name = nil
        links = LedgerLinks()
    }

    private init(_ ledger: Ledger, name: String?, links: LedgerLinks) {
        self.ledger = ledger
        self.name = name
        self.links = links
    }

    /// Ledgers that are looked at together.
    ///
    /// - Parameter named: at least one; where there are several each has a name.
    /// - Complexity: O(bytes) where there are several: their links are looked for.
    package static func books(
        _ named: [(name: String?, ledger: Ledger)], threads: Int
    ) -> [ReportBook] {
        let links = LedgerLinks.among(named.map(\.ledger), threads: threads)
        return zip(named, links).map { ReportBook($0.ledger, name: $0.name, links: $1) }
    }

    /// Findings with the ledger's name before their files.
    package func located(_ findings: [Diagnostic]) -> [Diagnostic] {
        if name == nil { return findings }
        return findings.map { finding in
            var finding = finding
            finding.location.file = prefix + finding.location.file
            return finding
        }
    }

    /// What stands before names of the ledger; empty where there is one ledger.
    package var prefix: String { name.map { $0 + ":" } ?? "" }
}
