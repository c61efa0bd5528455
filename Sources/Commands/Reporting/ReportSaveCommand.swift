import Analysis
import CommandGrammar
import JSONText
import Model
import Reading
import Reports
import Schemas
import Store

/// `report save`: keeps a report in `reports/`.
struct ReportSaveCommand: Command {
    static let keptName = Positional("NAME", .text, help: "The name to keep it under")
    static let words = Positional(
        "REPORT", .text, .many, help: "A report to begin with, and terms that choose lines")

    static let spec = CommandSpec(
        "save", summary: "Keep a report in reports/ under a name",
        discussion: [
            "Takes the options of `report`, and a report to begin with. A report of the name is replaced; members that this "
                + "program does not know stay."
        ],
        positionals: [keptName, words], flags: ReportFlags.own, groups: ReportFlags.groups,
        examples: [
            Example(
                "bankbook report save food cat:food --by counterparty -M --last 6 --top 10",
                "Keep a report as reports/food.json"),
            Example(
                "bankbook report save by-payday income-statement --every payday --last 3",
                "Keep a changed income statement"),
        ])

    private let name: String
    private let words: [String]
    private let flags: ReportFlags
    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) {
        name = invocation.value(of: ReportSaveCommand.keptName) ?? ""
        words = invocation.values(of: ReportSaveCommand.words)
        flags = ReportFlags(invocation)
        self.invocation = invocation
        if !NameForm.isName(name) {
            throw invocation.refusal(
                of: name, for: ReportSaveCommand.keptName, "use a-z, 0-9 and -, at most 40")
        }
        if name == "save" {
            throw invocation.refusal(
                of: name, for: ReportSaveCommand.keptName, "that is this command's own name")
        }
        for flag in [CurrencyOptions.gaps, ReportOptions.noTotal] where invocation.isSet(flag) {
            throw invocation.refusal(
                "--\(flag.name) is said when a report is shown, and is not kept")
        }
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let path = "reports/\(name).json"
        let result = try session.write { ledger throws(CommandFailure) in
            let library = ReportLibrary(ledger, today: session.today)
            let (_, spec) = try ReportCommand.asked(words, flags, library, invocation)
            do throws(ReportProblem) {
                // What cannot be shown is not kept.
                _ = try ReportPlan(
                    spec, [ReportBook(ledger)], today: session.today,
                    threads: session.environment.threads)
            } catch {
                throw flags.failure(error)
            }
            let before = try LedgerFiles(ledger).bytes(path)
            let after = ReportSaveCommand.file(spec, before, uid: session.uid(ledger))
            return WritePlan(edits: [FileEdit(path: path, before: before, after: after)])
        }
        return try session.finish(result, schema: "report")
    }

    /// The file: the members that the report has, its uid, and what this program does not know.
    private static func file(_ spec: ReportSpec, _ before: [UInt8]?, uid: String) -> [UInt8] {
        var old = JSONValue.object([])
        if let before {
            do throws(JSONProblem) { old = try JSONParser.parse(before) } catch {}
        }
        let order = FileSchema.report.fields.map(\.name)
        let kept = (old.members ?? []).filter { !order.contains($0.key) }
        let members =
            [JSONMember("uid", .string(old["uid"]?.text ?? uid))] + spec.members + kept
        return JSONWriter.file(.object(members))
    }
}
