import Analysis
import JSONText
import Model
import Platform
import Reading
import Reports
import Schemas
import SourceText

/// The reports that a ledger keeps in `reports/`, and those that every ledger has.
struct ReportLibrary {
    private let ledger: Ledger
    private let today: CivilDate

    init(_ ledger: Ledger, today: CivilDate) {
        self.ledger = ledger
        self.today = today
    }

    /// The names of the ledger's own, in order.
    var ownNames: [String] {
        LedgerFiles(ledger).names("reports", ending: ".json").map { String($0.dropLast(5)) }
            .sorted(by: byBytes)
    }

    var allNames: [String] { ownNames + BuiltInReport.all.map(\.name) }

    /// A report by its name; the ledger's own before those that every ledger has.
    func spec(_ name: String) throws(CommandFailure) -> ReportSpec? {
        if let bytes = try LedgerFiles(ledger).bytes("reports/\(name).json") {
            var spec = try read(bytes, name)
            if spec.title == nil { spec.title = name }
            return spec
        }
        return BuiltInReport.named(name)?.spec
    }

    private func read(_ bytes: [UInt8], _ name: String) throws(CommandFailure) -> ReportSpec {
        var findings: [Diagnostic] = []
        var spec = ReportSpec()
        do throws(JSONFileProblem) {
            let file = try JSONFile(path: "reports/\(name).json", bytes: bytes)
            findings = FileSchema.report.findings(in: file)
            findings += ReportFileCheck.findings(file.value, at: "", in: file, ledger, today: today)
            spec = ReportSpec(file.value)
        } catch {
            findings = [error.finding]
        }
        if !findings.isEmpty { throw .findings(findings) }
        return spec
    }
}
