import BenchmarkFigures
import BenchmarkLedgers
import Foundation

/// Merging: three versions of a file, beside git's merge of the same texts.
extension Suite {
    mutating func measureMerge() throws(BenchmarkFailure) {
        try measureYear()
        let (lines, changes) = (options.largest, options.largest / 100)
        note(
            "measuring the merge of \(Figure.grouped(lines)) lines with \(Figure.grouped(changes)) changes a side"
        )
        try writeVersions("large", lines, changes)
        var contenders = [merging("large", lines)]
        if ChildProgram.find("git") != nil {
            contenders += [
                plain("git merge-file", "large", ""),
                plain("git merge-file --union", "large", "--union"),
            ]
        }
        let outcomes = try measure(contenders, runs: min(options.runs, 5))
        let what =
            "merge of \(Figure.grouped(lines)) lines, \(Figure.grouped(changes)) changes a side"
        guard outcomes.count == 3 else {
            report.mention(
                what,
                outcomes[0].timing.map { Figure.measured($0.minimum / 1_000) + " s" }
                    ?? "not measured",
                timing: outcomes[0].timing)
            return
        }
        judge(
            what, outcomes[0], beside: outcomes[1], .atMost(10, 3, " × `git merge-file`"))
        for (name, outcome) in zip(["git merge-file", "git merge-file --union"], outcomes[1...]) {
            report.mention(
                "`\(name)` of the same",
                Suite.ratio(outcome, outcomes[1]).map {
                    Figure.measured($0) + " × `git merge-file`"
                }
                    ?? Suite.reason(outcome), timing: outcome.timing)
        }
    }

    /// A year of a household, as git gives it to the driver.
    private mutating func measureYear() throws(BenchmarkFailure) {
        try writeVersions("year", 5_000, 50)
        let outcome = try measure([merging("year", 5_000)])[0]
        report.judge(
            "merge of 5,000 lines, 50 changes a side", outcome.timing?.minimum,
            .atMost(20, 10, " ms"), timing: outcome.timing, reason: Suite.reason(outcome))
    }

    private func writeVersions(_ name: String, _ lines: Int, _ changes: Int)
        throws(BenchmarkFailure)
    {
        let versions = MergeVersions(lines: lines, changes: changes, seed: options.seed)
        try work.write(versions.base, to: "\(name)-base.txt")
        try work.write(versions.left, to: "\(name)-left.txt")
        try work.write(versions.right, to: "\(name)-right.txt")
        let merge = merging(name, lines)
        try merge.prepare?()
        let run = try watch.run(merge, answer: work.file("answer"))
        guard run.status == 0 else {
            throw BenchmarkFailure("the merge failed: \(try work.text("messages"))")
        }
        let merged = FileManager.default.contents(atPath: work.file("\(name)-ours.txt")) ?? Data()
        let count = merged.count { $0 == UInt8(ascii: "\n") }
        if count != versions.merged {
            throw BenchmarkFailure(
                "WRONG ANSWER: the merge has \(count) lines, and should have \(versions.merged)")
        }
    }

    /// As git runs its driver, which writes over the left version.
    private func merging(_ name: String, _ lines: Int) -> Contender {
        let work = work
        let files = ["base", "ours", "right"].map { work.file("\(name)-\($0).txt") }
        var contender = Contender(
            name: "bankbook merge --driver (\(Figure.grouped(lines)) lines)",
            words: [programs.bankbook, "merge", "--quiet", "--driver"] + files
                + ["7", "transactions/main/2026.txt"], size: lines)
        contender.prepare = { () throws(BenchmarkFailure) in
            work.remove("\(name)-ours.txt")
            do {
                try FileManager.default.copyItem(
                    atPath: work.file("\(name)-left.txt"), toPath: files[1])
            } catch {
                throw BenchmarkFailure("the left version cannot be copied: \(error)")
            }
        }
        return contender
    }

    /// Git ends with the number of its conflicts.
    private func plain(_ title: String, _ name: String, _ option: String) -> Contender {
        let files = ["left", "base", "right"].map { work.file("\(name)-\($0).txt") }
        return Contender(
            name: title,
            words: ["/bin/sh", "-c", "git merge-file -p \(option) \"$@\"; exit 0", "sh"] + files)
    }
}
