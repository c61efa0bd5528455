import BenchmarkFigures
import BenchmarkLedgers
import Foundation

/// The programs that are run.
struct Programs {
    let bankbook: String
    let floor: String
    let meter: String
    let ledger: String?
    let hledger: String?
    /// `true`, the least that starting a program costs.
    let nothing: String

    /// Finds, builds and compiles them.
    init(_ options: Options, _ work: WorkFolder) throws(BenchmarkFailure) {
        guard let compiler = ChildProgram.find("cc") else {
            throw BenchmarkFailure(
                "there is no C compiler “cc”, which the floor and the meter need")
        }
        floor = try Programs.compile("floor", FloorSource.text, compiler, work)
        meter = try Programs.compile("meter", MeterSource.text, compiler, work)
        ledger = ChildProgram.find("ledger")
        hledger = ChildProgram.find("hledger")
        nothing = ChildProgram.find("true") ?? "/bin/true"
        if let named = options.bankbook {
            bankbook = named
        } else {
            bankbook = try Programs.built(work)
        }
        guard FileManager.default.isExecutableFile(atPath: bankbook) else {
            throw BenchmarkFailure("“\(bankbook)” is no program: name one by --bankbook")
        }
    }

    private static func compile(
        _ name: String, _ source: String, _ compiler: String, _ work: WorkFolder
    ) throws(BenchmarkFailure) -> String {
        try work.write(Array(source.utf8), to: "\(name).c")
        let words = [compiler, "-O3", "-o", work.file(name), work.file("\(name).c")]
        try run(words, "\(name).c does not compile", work)
        return work.file(name)
    }

    /// `bankbook` beside this program, built first so that no older one is measured.
    private static func built(_ work: WorkFolder) throws(BenchmarkFailure) -> String {
        let own = Bundle.main.executablePath ?? CommandLine.arguments[0]
        let folder = URL(fileURLWithPath: own).deletingLastPathComponent()
        if let swift = ChildProgram.find("swift"),
            FileManager.default.fileExists(atPath: "Package.swift")
        {
            note("building bankbook")
            try run(
                [swift, "build", "-c", "release", "--product", "bankbook"],
                "bankbook does not build", work)
        }
        return folder.appendingPathComponent("bankbook").path
    }

    private static func run(
        _ words: [String], _ complaint: String, _ work: WorkFolder
    ) throws(BenchmarkFailure) {
        let status = try ChildProgram.run(
            words, environment: ProcessInfo.processInfo.environment,
            answer: work.file("answer"), messages: work.file("messages"))
        if status != 0 {
            throw BenchmarkFailure(
                "\(complaint):\n\(try work.text("answer"))\(try work.text("messages"))")
        }
    }
}
