import BenchmarkLedgers
import Foundation
import Testing

@Suite(.enabled(if: CompiledProgram.isPossible, "there is no C compiler"))
struct FloorTests {
    @Test(arguments: [false, true])
    func `the floor adds up what the generator did`(monthly: Bool) throws {
        let program = try CompiledProgram(FloorSource.text)
        defer { program.remove() }
        let ledger = BenchmarkLedger(transactions: 6_000, seed: 23)
        let root = program.folder.appendingPathComponent("ledger")
        try ledger.eachTransactionFile { file in
            let url = root.appendingPathComponent(file.path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: url)
        }
        let expected = ledger.sums(.lines, monthly: monthly).filter { !monthly || $0.units != 0 }
        let text = expected.map { sum in
            let month = monthly ? "\(sum.month)\t" : ""
            return "\(sum.name)\t\(sum.currency)\t\(month)\(sum.units)\n"
        }.joined()
        let answer = try program.run([monthly ? "month" : "sum", root.path])
        #expect(answer.status == 0)
        #expect(answer.text == text)
    }

    @Test func `the floor takes lines over the end of a chunk and a last line without an end`()
        throws
    {
        let program = try CompiledProgram(FloorSource.text)
        defer { program.remove() }
        let root = program.folder.appendingPathComponent("ledger")
        let folder = root.appendingPathComponent("transactions/main")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let line = "2026-01-01   |       1.00 EUR | food                   | Shop"
        let count = 20_001
        let text = Array(repeating: line, count: count).joined(separator: "\n")
        try Data(text.utf8).write(to: folder.appendingPathComponent("2026.txt"))
        let answer = try program.run(["sum", root.path])
        let expected = "food\tEUR\t\(count * 100)\n"
        #expect(answer.text == expected)
    }
}

@Suite(.enabled(if: CompiledProgram.isPossible, "there is no C compiler"))
struct MeterTests {
    @Test(arguments: [("exit 0", 0), ("exit 3", 3), ("kill -9 $$", 137)])
    func `the meter tells how a command ended and counts its time and memory`(
        script: String, status: Int
    ) throws {
        let program = try CompiledProgram(MeterSource.text)
        defer { program.remove() }
        let answer = try program.run(["/dev/null", "/dev/null", "/bin/sh", "-c", script])
        let figures = answer.text.split(whereSeparator: \.isWhitespace).map { Int($0) ?? -1 }
        #expect(answer.status == 0)
        try #require(figures.count == 3)
        #expect(figures[0] > 10_000)
        #expect(figures[1] > 100)
        #expect(figures[2] == status)
    }

    @Test func `the meter keeps what a command writes`() throws {
        let program = try CompiledProgram(MeterSource.text)
        defer { program.remove() }
        let file = program.folder.appendingPathComponent("answer")
        let answer = try program.run([file.path, "/dev/null", "/bin/sh", "-c", "echo hello"])
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(answer.status == 0)
        #expect(written == "hello\n")
    }
}
