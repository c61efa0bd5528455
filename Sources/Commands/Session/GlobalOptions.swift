import CommandGrammar
package import Model
import Synchronization

/// How an answer is written.
package enum OutputFormat: String, Sendable, CaseIterable {
    case text, csv, tsv, json, html
}

/// The options that every command takes.
package struct GlobalOptions: Sendable {
    static let directory = Flag(
        "directory", short: "C", takes: .directory, selectsLedger: true,
        help: "Use the ledger in DIR, or above it")
    static let workspace = Flag(
        "workspace", short: "w", takes: .workspace, as: "NAME", selectsLedger: true,
        help: "Use the ledger of a workspace; for reports of several NAME,NAME")
    static let today = Flag(
        "today", takes: .date, help: "Take DATE for today, so that answers can be repeated")
    static let format = Flag(
        "output-format", short: "O", takes: .choice(OutputFormat.allCases.map(\.rawValue)),
        as: "FORMAT", help: "Write the answer as")
    static let output = Flag(
        "output", short: "o", takes: .file,
        help: "Write the answer to FILE; its ending chooses the format")
    static let dryRun = Flag(
        "dry-run", short: "n", help: "Show what would be written, and write nothing")
    static let quiet = Flag("quiet", short: "q", help: "Print no notes")
    static let colour = Flag(
        "color", takes: .choice(["auto", "always", "never"]), as: "WHEN", help: "Use colours")
    static let noPager = Flag("no-pager", help: "Never show a long answer page by page")
    static let noInput = Flag("no-input", help: "Never ask; stop with status 4 instead")
    static let lenient = Flag("lenient", help: "Skip lines that cannot be read, and say so")
    static let strict = Flag("strict", help: "Count warnings as errors")
    static let debug = Flag("debug", help: "Print how long each step took")

    static let all = [
        directory, workspace, today, format, output, dryRun, quiet, colour, noPager, noInput,
        lenient, strict,
        debug,
    ]

    package var directory: String?
    /// The workspaces that are meant, in the order given; empty where the folder says which ledger is meant.
    package var workspaces: [String]
    private let day: Today
    package var format: OutputFormat
    package var outputFile: String?
    package var isDryRun: Bool
    package var isQuiet: Bool
    package var usesColour: Bool
    package var usesPager: Bool
    package var asks: Bool
    package var isLenient: Bool
    package var isStrict: Bool
    package var isDebug: Bool

    init(_ invocation: Invocation, _ environment: Environment) throws(UsageError) {
        let own = GlobalOptions.self
        let named = invocation.value(of: own.workspace)
        if named != nil, invocation.isSet(own.directory) {
            throw invocation.refusal("-C and -w both say which ledger is meant; leave one out")
        }
        workspaces =
            named?.split(separator: ",", omittingEmptySubsequences: false)
            .map(String.init) ?? []
        if let named, workspaces.contains("") {
            throw invocation.refusal(
                of: named, for: own.workspace, "write a name, or several with commas between")
        }
        directory = invocation.value(of: own.directory) ?? environment.variable("BANKBOOK_LEDGER")
        day = Today(try GlobalOptions.givenDay(invocation, environment), environment.today)
        outputFile = invocation.value(of: own.output)
        let byEnding = outputFile.flatMap { path in
            OutputFormat.allCases.first { path.hasSuffix(".\($0.rawValue)") }
        }
        format = invocation.choice(of: own.format) ?? byEnding ?? .text
        isDryRun = invocation.isSet(own.dryRun)
        isQuiet = invocation.isSet(own.quiet)
        let isTerminal = environment.isOutputTerminal && outputFile == nil
        let isPlain =
            environment.variable("NO_COLOR") != nil || environment.variable("TERM") == "dumb"
        usesColour =
            switch invocation.value(of: own.colour) {
            case "always": true
            case "never": false
            default: isTerminal && !isPlain
            }
        usesPager = isTerminal && !invocation.isSet(own.noPager)
        asks = environment.isInputTerminal && !invocation.isSet(own.noInput)
        isLenient = invocation.isSet(own.lenient)
        isStrict = invocation.isSet(own.strict)
        isDebug = invocation.isSet(own.debug)
    }

    /// The day that the command takes for today.
    package var today: CivilDate { day.value }

    private static func givenDay(
        _ invocation: Invocation, _ environment: Environment
    ) throws(UsageError) -> CivilDate? {
        let given = invocation.value(of: today)
        guard let text = given ?? environment.variable("BANKBOOK_TODAY") else { return nil }
        guard let date = CivilDate(iso: text) else {
            throw invocation.refusal(of: text, for: today, "write YYYY-MM-DD")
        }
        return date
    }
}

/// Today, which is looked up when it is asked for first and then stays the same.
private final class Today: Sendable {
    private let known: Mutex<CivilDate?>
    private let lookUp: @Sendable () -> CivilDate

    init(_ given: CivilDate?, _ lookUp: @Sendable @escaping () -> CivilDate) {
        known = Mutex(given)
        self.lookUp = lookUp
    }

    var value: CivilDate {
        known.withLock { day in
            let value = day ?? lookUp()
            day = value
            return value
        }
    }
}
