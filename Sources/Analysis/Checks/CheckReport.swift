import Model
package import Reading
package import SourceText

/// What `check` found in a whole folder.
package struct CheckReport: Sendable {
    /// Findings in reading order.
    package var findings: [Diagnostic]

    package init(findings: [Diagnostic]) { self.findings = findings }

    /// The checks by name, in the order in which they are told, with the codes that they own.
    package static let checks: [(name: String, prefixes: [String])] = [
        ("files", ["file.", "json.", "ledger.", "name."]),
        (
            "lines",
            [
                "line.", "field.", "date.", "mark.", "amount.", "text.", "attribute.",
                "category.form",
                "category.kind", "assertion.category", "conflict.marker",
            ]
        ),
        ("accounts", ["account.", "currency."]),
        ("ids", ["id."]),
        ("categories", ["category."]),
        ("splits", ["split."]),
        ("transfers", ["pair."]),
        ("assertions", ["assertion."]),
        ("balances", ["balance."]),
        ("conflicts", ["conflict."]),
        ("references", ["contact.", "taxonomy."]),
        ("evidence", ["evidence."]),
        ("records", ["rule.", "budget.", "plan.", "price.", "query."]),
    ]

    /// The name of the check that owns a code.
    package static func check(of code: String) -> String {
        checks.first { $0.prefixes.contains { code.hasPrefix($0) } }?.name ?? "files"
    }

    package func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }

    /// Holds every line of the ledger against every other.
    package static func make(_ ledger: Ledger, threads: Int) -> CheckReport {
        let contacts = FolderContents.names(ledger, "contacts", ending: ".json")
        let readsAttributes = !ledger.taxonomies.isEmpty
        let result = LedgerScan(ledger, files: ledger.files, threads: threads).run {
            CheckConsumer(ledger, readsAttributes: readsAttributes)
        }
        let collected = CheckedLines(result.consumers.map(\.consumer), ledger)
        var findings = ledger.findings + result.findings
        findings += collected.findings
        let ids = IDIndex(collected)
        findings += DuplicateIDCheck.findings(ids, known: findings)
        findings += CategoryCheck.findings(collected)
        findings += TransferCheck.findings(collected)
        findings += BalanceCheck.findings(collected)
        findings += ReferenceCheck.findings(collected, contacts: contacts)
        findings += EvidenceCheck.findings(ids)
        findings += RecordFileCheck.findings(ledger)
        findings += PreferenceCheck.findings(ledger)
        var seen: Set<Diagnostic> = []
        findings = findings.filter { seen.insert($0).inserted }
        return CheckReport(findings: findings.sorted(by: Diagnostic.inReadingOrder))
    }
}

/// What all threads collected.
struct CheckedLines {
    let consumers: [CheckConsumer]
    let ledger: Ledger

    init(_ consumers: [CheckConsumer], _ ledger: Ledger) {
        self.consumers = consumers
        self.ledger = ledger
    }

    var findings: [Diagnostic] { consumers.flatMap(\.findings) }

    func location(_ consumer: CheckConsumer, _ place: CheckConsumer.Place) -> Location {
        Location(file: consumer.paths[Int(place.file)], line: Int(place.line))
    }
}
