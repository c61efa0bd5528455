import Analysis
import Model
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
    var ownNames: [String] { LedgerFiles(ledger).objectNames("reports") }

    var allNames: [String] { ownNames + BuiltInReport.all.map(\.name) }

    /// A report that cannot be made, as the finding of the member of its file that asks for it; `nil` where the ledger
    /// keeps no report of that name.
    func finding(_ name: String, _ problem: ReportProblem) throws(CommandFailure) -> Diagnostic? {
        let path = "reports/\(name).json"
        guard ownNames.contains(name), let bytes = try LedgerFiles(ledger).bytes(path) else {
            return nil
        }
        do throws(JSONFileProblem) {
            return try JSONFile(path: path, bytes: bytes).finding(
                "report.word", at: "/\(problem.field)", problem.message, remedy: problem.remedy)
        } catch {
            return error.finding
        }
    }

    /// What keeps the ledger's own reports from being made: words that do not go together. What is wrong with a file itself is
    /// told elsewhere.
    func problems(_ threads: Int) -> [Diagnostic] {
        ownNames.compactMap { name in
            do throws(CommandFailure) {
                guard let spec = try spec(name) else { return nil }
                do throws(ReportProblem) {
                    _ = try ReportPlan(spec, [ReportBook(ledger)], today: today, threads: threads)
                    return nil
                } catch {
                    return try finding(name, error)
                }
            } catch {
                return nil
            }
        }
    }

    /// A report by its name; the ledger's own before those that every ledger has.
    func spec(_ name: String) throws(CommandFailure) -> ReportSpec? {
        let kept = try LedgerFiles(ledger).object("reports/\(name).json", .report) { file in
            ReportFileCheck.findings(file.value, at: "", in: file, ledger, today: today)
        }
        guard let kept else { return BuiltInReport.named(name)?.spec }
        var spec = ReportSpec(kept)
        if spec.title == nil { spec.title = name }
        return spec
    }
}
