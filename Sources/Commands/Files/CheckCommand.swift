import Analysis
import CommandGrammar
import JSONText
import Model
import Reading
import Rendering
import SourceText

/// `check`: every rule that one folder must follow.
struct CheckCommand: Command {
    static let spec = CommandSpec(
        "check", summary: "Check everything in the folder",
        discussion: [
            "Silent when all is well. Lines that cannot be read, unknown names, ids that stand twice, "
                + "splits that do not add up, transfers without their other side, balances that do not "
                + "agree: all are told at once, each with its place and the way out.",
            "Errors give status 1; with `--strict` warnings do as well.",
        ],
        examples: [Example("bankbook check", "Check the ledger of this folder")],
        exitStatuses: [Term("1", "There are errors (with --strict: or warnings)")])

    init(_ invocation: Invocation) throws(UsageError) {}

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger: Ledger
        do throws(CommandFailure) {
            ledger = try session.ledger()
        } catch {
            guard case .findings(let findings) = error else { throw error }
            return try finish(CheckReport(findings: findings), session)
        }
        return try finish(
            CheckReport.make(ledger, threads: session.environment.threads), session)
    }

    private func finish(
        _ report: CheckReport, _ session: Session
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
                    JSONMember("fixed", .integer(0)),
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
                if report.findings.isEmpty { return [] }
                return [.line("\(errors) errors, \(warnings) warnings")]
            })
        return try session.finish(answer)
    }
}
