import Analysis
import CommandGrammar
import Dashboards
import JSONText
import Model
import Reading
import Rendering
import Reports
import Schemas
import SourceText

/// The dashboards that a ledger keeps in `dashboards/`.
struct DashboardLibrary {
    private let ledger: Ledger
    private let today: CivilDate

    init(_ ledger: Ledger, today: CivilDate) {
        self.ledger = ledger
        self.today = today
    }

    var names: [String] {
        LedgerFiles(ledger).names("dashboards", ending: ".json").map { String($0.dropLast(5)) }
            .sorted(by: byBytes)
    }

    func spec(_ name: String, _ invocation: Invocation) throws(CommandFailure) -> DashboardSpec {
        guard NameForm.isName(name),
            let bytes = try LedgerFiles(ledger).bytes("dashboards/\(name).json")
        else {
            let near = Suggestion.nearest(to: name, in: names)
            throw .usage(
                invocation.refusal(
                    of: name, for: DashboardCommand.name,
                    near.map { "did you mean \($0)?" } ?? "there is no dashboards/\(name).json"))
        }
        var findings: [Diagnostic] = []
        var spec = DashboardSpec(name: name, .object([]))
        do throws(JSONFileProblem) {
            let file = try JSONFile(path: "dashboards/\(name).json", bytes: bytes)
            findings = FileSchema.dashboard.findings(in: file)
            findings += ReportFileCheck.dashboard(file, ledger, today: today)
            spec = DashboardSpec(name: name, file.value)
        } catch {
            findings = [error.finding]
        }
        if !findings.isEmpty { throw .findings(findings) }
        return spec
    }

    /// The reports that blocks of a dashboard name.
    func named(_ spec: DashboardSpec) throws(CommandFailure) -> [String: ReportSpec] {
        let library = ReportLibrary(ledger, today: today)
        var named: [String: ReportSpec] = [:]
        for block in spec.blocks where block.type == .table {
            if let name = block.name { named[name] = try library.spec(name) }
        }
        return named
    }

    func answer() -> Answer {
        let names = names
        return Answer(
            "dashboards",
            payload: { [JSONMember("dashboards", .strings(names))] },
            sheet: { Sheet(header: ["name"], rows: names.map { [$0] }) },
            text: {
                names.isEmpty
                    ? [
                        .line(
                            "there is no dashboard yet: “bankbook schema dashboard” says what a file in dashboards/ holds"
                        )
                    ]
                    : names.map { .line($0) }
            })
    }
}
