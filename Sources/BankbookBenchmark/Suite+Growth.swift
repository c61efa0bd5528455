import BenchmarkFigures
import BenchmarkLedgers

/// What grows with the ledger: time per doubling, memory of row queries, `check`. One thread, whose
/// times vary least.
extension Suite {
    mutating func measureGrowth() throws(BenchmarkFailure) {
        let sizes = growthSizes
        note("measuring growth from \(Figure.grouped(sizes[0])) to \(Figure.grouped(sizes[2]))")
        let commands = [
            ["balance", "--by", "category"], ["balance", "--by", "category", "-M"], ["balance"],
            ["list", "desc:\(BenchmarkLedger.askedCounterparty)"], ["list"], ["register"],
            ["accounts"], ["check"],
        ]
        let contenders = commands.flatMap { words in
            sizes.map { bankbook(words, size: $0, threads: 1) }
        }
        let outcomes = try measure(contenders)
        var largest: [String: Outcome] = [:]
        for (index, words) in commands.enumerated() {
            largest[words.joined(separator: " ")] = outcomes[index * 3 + 2]
        }
        let balance = largest["balance --by category"] ?? .notYet
        judge(
            "`check`, \(Figure.grouped(sizes[2]))", largest["check"] ?? .notYet, beside: balance,
            .atMost(3, 2, " × `balance`"))
        let rowQueries = [4, 5].map { $0 * 3 + 2 }
        let text = Double(try work.textBytes(of: folder(sizes[2])))
        judgeWorst(
            "memory of row queries beyond the text, \(Figure.grouped(sizes[2]))",
            rowQueries.map { contenders[$0] }, rowQueries.map { outcomes[$0] },
            .atMost(48, 28, " B a transaction"),
            figure: { (Double($0.peakKibibytes) * 1_024 - text) / Double(sizes[2]) })
        judgeGrowth(commands, outcomes)
    }

    private mutating func judgeGrowth(_ commands: [[String]], _ outcomes: [Outcome]) {
        let target = Target.atMost(2.2, 2, " × per doubling")
        for (index, words) in commands.enumerated() {
            let (quarter, half, whole) = (
                outcomes[index * 3], outcomes[index * 3 + 1], outcomes[index * 3 + 2]
            )
            let steps = [Suite.ratio(half, quarter), Suite.ratio(whole, half)].compactMap(\.self)
            report.judge(
                "growth of `\(words.joined(separator: " "))`", steps.count == 2 ? steps.max() : nil,
                target, timing: whole.timing, reason: Suite.reason(quarter, half, whole))
        }
    }
}
