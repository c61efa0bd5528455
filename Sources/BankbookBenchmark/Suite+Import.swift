import BenchmarkFigures
import BenchmarkLedgers
import Foundation

/// Writing: a statement imported into the largest ledger; and the size of the program itself.
extension Suite {
    mutating func measureImport() throws(BenchmarkFailure) {
        let (size, rows) = (options.largest, options.importedRows)
        note("measuring the import of \(Figure.grouped(rows)) rows")
        let copy = "copy"
        let work = work
        let original = folder(size)
        var importing = Contender(
            name: "bankbook import",
            words: [
                programs.bankbook, "-C", work.file(copy), "import", "--no-input", "--account",
                StatementCSV.account, work.file("statement.csv"),
            ], size: size)
        importing.prepare = { () throws(BenchmarkFailure) in
            work.remove("state")
            try work.link(original, to: copy)
        }
        let before = try work.textBytes(of: original)
        let outcome = try measure([importing])[0]
        if try work.textBytes(of: original) != before {
            throw BenchmarkFailure(
                "the import wrote into files that the copy shares with the original")
        }
        if outcome.timing != nil {
            // Sixty bytes are less than the shortest line.
            let added = try work.textBytes(of: copy) - before
            if added < rows * 60 {
                throw BenchmarkFailure(
                    "the import of \(rows) rows added \(added) bytes of transactions")
            }
        }
        work.remove(copy)
        try checkFloor(size)
        report.judge(
            "import of \(Figure.grouped(rows)) CSV rows into \(Figure.grouped(size))",
            outcome.timing.map { $0.minimum / 1_000 }, .atMost(2, 0.5, " s"),
            timing: outcome.timing,
            reason: Suite.reason(outcome))
    }

    /// As many rows as the ledger has lines, each of which is the event of a line that was typed a little before.
    mutating func measureMatching() throws(BenchmarkFailure) {
        let work = work
        var contenders: [Contender] = []
        for size in growthSizes {
            note("measuring how \(Figure.grouped(size)) rows are matched with as many lines")
            let (ledger, copy) = ("typed-\(size)", "typed-copy-\(size)")
            try work.write(StatementCSV.typedLedger(rows: size, seed: options.seed), to: ledger)
            try work.write(
                StatementCSV.bytes(rows: size, seed: options.seed), to: "typed-\(size).csv")
            var contender = Contender(
                name: "bankbook import (every row matched)",
                words: [
                    programs.bankbook, "-C", work.file(copy), "import", "--no-input", "--account",
                    StatementCSV.account, work.file("typed-\(size).csv"),
                ], size: size)
            contender.prepare = { () throws(BenchmarkFailure) in
                work.remove("state")
                try work.link(ledger, to: copy)
            }
            contenders.append(contender)
        }
        let outcomes = try measure(contenders, runs: min(options.runs, 3))
        let (quarter, half, whole) = (outcomes[0], outcomes[1], outcomes[2])
        let size = Figure.grouped(growthSizes[2])
        report.mention(
            "import of \(size) rows, each the event of one of \(size) lines",
            whole.timing.map { Figure.measured($0.minimum / 1_000) + " s" } ?? Suite.reason(whole),
            timing: whole.timing)
        let steps = [Suite.ratio(half, quarter), Suite.ratio(whole, half)].compactMap(\.self)
        report.judge(
            "growth of matching", steps.count == 2 ? steps.max() : nil,
            .atMost(2.2, 2, " × per doubling"), timing: whole.timing,
            reason: Suite.reason(quarter, half, whole))
        for size in growthSizes { work.remove("typed-copy-\(size)") }
    }

    mutating func measureProgramSize() throws(BenchmarkFailure) {
        var path = programs.bankbook
        if let strip = ChildProgram.find("strip") {
            let stripped = work.file("stripped")
            let status = try ChildProgram.run(
                [strip, "-o", stripped, path], environment: watch.environment,
                answer: work.file("answer"), messages: work.file("messages"))
            if status == 0 { path = stripped }
        }
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        report.judge(
            "the program, stripped", size.map { Double($0) / 1e6 }, .atMost(20, 9, " MB"))
    }
}
