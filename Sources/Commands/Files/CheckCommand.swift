import Analysis
import Budgets
import Automation
import CommandGrammar
import JSONText
import Model
import Plans
import Reading
import Rendering
import SourceText

/// `check`: every rule that one folder must follow.
struct CheckCommand: Command {
    static let fix = Flag(
        "fix", help: "Mend what can be mended: missing ids, one-sided pairs, deletions")

    static let spec = CommandSpec(
        "check", summary: "Check everything in the folder",
        discussion: [
            "Silent when all is well. Lines that cannot be read, unknown names, ids that stand twice, "
                + "splits that do not add up, transfers without their other side, balances that do not "
                + "agree: all are told at once, each with its place and the way out.",
            "Errors give status 1; with `--strict` warnings do as well.",
        ],
        flags: [fix],
        examples: [
            Example("bankbook check", "Check the ledger of this folder"),
            Example("bankbook check --fix", "Mend what can be mended, then check"),
        ],
        exitStatuses: [Term("1", "There are errors (with --strict: or warnings)")])

    private let isFix: Bool

    init(_ invocation: Invocation) throws(UsageError) {
        isFix = invocation.isSet(CheckCommand.fix)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        var fixed = 0
        if isFix {
            let result = try session.write { ledger throws(CommandFailure) in
                WritePlan(edits: try LedgerFixes(ledger, session).edits())
            }
            fixed = LineChange.list(result.edits).count
        }
        return try finish(try CheckCommand.report(session), session, fixed: fixed)
    }

    /// Everything that is to be said of the folder.
    static func report(_ session: Session) throws(CommandFailure) -> CheckReport {
        let ledger: Ledger
        do throws(CommandFailure) {
            ledger = try session.ledger()
        } catch {
            guard case .findings(let findings) = error else { throw error }
            return CheckReport(findings: findings)
        }
        var report = CheckReport.make(ledger, threads: session.environment.threads)
        let known = Set(report.findings)
        let rules = try session.rules(ledger)
        let unused = rules.unused(in: ledger, threads: session.environment.threads)
        let budgets = BudgetBook(ledger, today: session.today)
        let plans = PlanBook(ledger)
        let found =
            (rules.findings + rules.lint + unused + budgets.findings + budgets.undeclared(ledger)
            + plans.findings + plans.undeclared(ledger)
            + ForecastLibrary(ledger, today: session.today).findings()
            + ReportLibrary(ledger, today: session.today).problems(session.environment.threads))
            .filter { !known.contains($0) }
        report.findings = (report.findings + found).sorted(by: Diagnostic.inReadingOrder)
        return report
    }

    private func finish(
        _ report: CheckReport, _ session: Session, fixed: Int
    ) throws(CommandFailure) -> ExitStatus {
        let errors = report.count(.error)
        let warnings = report.count(.warning)
        let isBad = errors > 0 || session.options.isStrict && warnings > 0
        let counts = CheckReport.checks.map { check in
            (check.name, report.findings.count { CheckReport.check(of: $0.code) == check.name })
        }
        let answer = Answer(
            "check", status: isBad ? .findings : .done, diagnostics: report.findings,
            payload: {
                [
                    JSONMember(
                        "checks",
                        .array(
                            counts.map { name, count in
                                .object([
                                    JSONMember("name", .string(name)),
                                    JSONMember("findings", .integer(count)),
                                ])
                            })),
                    JSONMember(
                        "counts",
                        .object([
                            JSONMember("error", .integer(errors)),
                            JSONMember("warning", .integer(warnings)),
                            JSONMember("hint", .integer(report.count(.hint))),
                        ])),
                    JSONMember("fixed", .integer(fixed)),
                ]
            },
            sheet: {
                Sheet(
                    header: ["severity", "code", "file", "line", "column", "message", "remedy"],
                    rows: report.findings.map { finding in
                        [
                            finding.severity.rawValue, finding.code, finding.location.file,
                            finding.location.line.map(String.init) ?? "",
                            finding.location.column.map(String.init) ?? "", finding.message,
                            finding.remedy,
                        ]
                    })
            },
            text: {
                var lines: [TextBlock] =
                    fixed > 0 ? [.line("mended \(counted(fixed, "line"))")] : []
                if !report.findings.isEmpty {
                    lines.append(
                        .line("\(counted(errors, "error")), \(counted(warnings, "warning"))"))
                }
                return lines
            })
        return try session.finish(answer)
    }
}
