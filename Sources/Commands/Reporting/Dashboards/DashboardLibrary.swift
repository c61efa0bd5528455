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

    var names: [String] { LedgerFiles(ledger).objectNames("dashboards") }

    func spec(_ name: String, _ invocation: Invocation) throws(CommandFailure) -> DashboardSpec {
        let kept =
            NameForm.isName(name)
            ? try LedgerFiles(ledger).object("dashboards/\(name).json", .dashboard) { file in
                ReportFileCheck.dashboard(file, ledger, today: today)
            } : nil
        if let kept { return DashboardSpec(name: name, kept) }
        let near = Suggestion.nearest(to: name, in: names)
        throw .usage(
            invocation.refusal(
                of: name, for: DashboardCommand.name,
                near.map { "did you mean \($0)?" } ?? "there is no dashboards/\(name).json"))
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
