import CommandGrammar
import Editing
import Forecasting
import Model
import Plans
import Reading
import Recurrences
import SourceText
import Syntax

/// `plans drop`: does not expect an occurrence any more.
struct PlanDropCommand: Command {
    static let occurrences = Positional(
        "REF@DATE", .text, .oneOrMore, help: "The plan's id, and the day of the occurrence")

    static let spec = CommandSpec(
        "drop", summary: "Expect an occurrence of a plan no more",
        discussion: [
            "Writes the day into the plan's line, as dropped:DATE. “REF@late” stands for all that are late."
        ],
        positionals: [occurrences],
        examples: [
            Example("bankbook plans drop c4r1nsur0n@2026-03-14", "The insurance will not come"),
            Example("bankbook plans drop f4px9t141w@late", "None of those that are late"),
        ])

    private let wanted: [String]
    private let invocation: Invocation

    init(_ invocation: Invocation) throws(UsageError) {
        wanted = invocation.values(of: PlanDropCommand.occurrences)
        self.invocation = invocation
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let result = try session.write { ledger throws(CommandFailure) in
            let last = session.today.adding(months: 12 * Horizon.mostYears) ?? .last
            let run = PlanRun(
                ledger, today: session.today, through: last,
                threads: session.environment.threads)
            _ = try session.settle(run.findings)
            var days: [Int: Set<CivilDate>] = [:]
            for word in wanted {
                let found = try occurrences(word, run)
                for one in found { days[one.line, default: []].insert(one.nominal) }
            }
            return WritePlan(edits: try edits(days, run, ledger))
        }
        return try session.finish(result, schema: "plans")
    }

    private func occurrences(
        _ word: String, _ run: PlanRun
    ) throws(CommandFailure) -> [Occurrence] {
        let halves = word.split(separator: "@").map(String.init)
        guard halves.count == 2 else { throw refused(word, "write the plan's id, @ and a day") }
        let own = run.occurrences.filter { run.book.lines[$0.line].reference == halves[0] }
        guard !own.isEmpty else {
            throw refused(
                word, "no plan has the id \(halves[0]); “bankbook plans --all” shows them")
        }
        if halves[1] == "late" { return own.filter { $0.state == .late } }
        guard let one = own.first(where: { $0.nominal.description == halves[1] }) else {
            throw refused(word, "the plan has no occurrence on \(halves[1])")
        }
        switch one.state {
        case .late, .upcoming: return [one]
        case .dropped: return []
        case .fulfilled(let place), .written(let place):
            let line = run.history.lines[place]
            throw refused(
                word, "the line \(line.id ?? "") of \(line.movement.date) is it already")
        }
    }

    private func refused(_ word: String, _ reason: String) -> CommandFailure {
        .usage(invocation.refusal(of: word, for: PlanDropCommand.occurrences, reason))
    }

    private func edits(
        _ days: [Int: Set<CivilDate>], _ run: PlanRun, _ ledger: Ledger
    ) throws(CommandFailure) -> [FileEdit] {
        var files: [String: EditableFile] = [:]
        for (index, dropped) in days.sorted(by: { $0.key < $1.key }) {
            let line = run.book.lines[index]
            let path = "plans/\(line.plan).txt"
            let bytes = try LedgerFiles(ledger).bytes(path)
            var file = files[path] ?? EditableFile(path: path, bytes: bytes)
            let all = line.dropped.union(dropped)
            file.replace(
                line.number - 1,
                with: PlanDropCommand.line(file.content(line.number - 1), dropping: all))
            files[path] = file
        }
        return files.values.sorted { byBytes($0.path, $1.path) }.map { FileEdit($0) }
    }

    /// The line with these days in `dropped:`, and everything else as it was.
    private static func line(_ line: [UInt8], dropping days: Set<CivilDate>) -> [UInt8] {
        let value = days.sorted().map(\.description).joined(separator: ",")
        let fields = Fields(line)
        do throws(SyntaxProblem) {
            let record = try PlanRecord.parse(line)
            let list = record.attributes.attributes.list
            if let place = list.firstIndex(where: { $0.key == "dropped" }) {
                let range = record.attributes.valueRanges[place]
                return Array(line[..<range.lowerBound]) + Array(value.utf8)
                    + Array(line[range.upperBound...])
            }
        } catch {
            return line
        }
        var text = line
        while let last = text.last, last.isBlank { text.removeLast() }
        if fields.ranges.count < 5 {
            for _ in fields.ranges.count..<5 { text += " |".utf8 }
        }
        return text + " dropped:\(value)".utf8
    }
}
