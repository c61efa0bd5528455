import BenchmarkFigures
import BenchmarkLedgers

/// The reports on the largest ledger, beside the floor.
extension Suite {
    mutating func measureLargest() throws(BenchmarkFailure) {
        let size = options.largest
        note("measuring reports on \(Figure.grouped(size)) transactions")
        let sums = ["balance", "--by", "category"]
        let months = sums + ["-M"]
        let finder = ["list", "desc:\(BenchmarkLedger.askedCounterparty)"]
        let contenders = [
            floor("sum", size: size), floor("month", size: size),
            bankbook(sums, size: size, threads: 1), bankbook(sums, size: size, threads: 2),
            bankbook(months, size: size, threads: 1), bankbook(months, size: size, threads: 2),
            bankbook(finder, size: size, threads: 1), bankbook(finder, size: size, threads: 2),
        ]
        let outcomes = try measure(contenders)
        let floor = outcomes[0]
        let count = Figure.grouped(size)
        let unit = " × floor"
        report.mention("floor, sums, \(count)", "1 × floor", timing: floor.timing)
        report.mention(
            "floor, months, \(count)", Suite.ratio(outcomes[1], floor).map(Self.timesFloor) ?? "",
            timing: outcomes[1].timing)
        judge(
            "`balance` by category, \(count), 1 thread", outcomes[2], beside: floor,
            .atMost(1.5, 1.1, unit))
        judge("the same, 2 threads", outcomes[3], beside: floor, .atMost(0.9, 0.6, unit))
        judge(
            "month × category, \(count), 1 thread", outcomes[4], beside: floor,
            .atMost(1.6, 1.2, unit))
        mention("the same, 2 threads", outcomes[5], floor)
        judge(
            "`list` of one counterparty, \(count), 1 thread", outcomes[6], beside: floor,
            .atMost(1.5, 0.5, unit))
        mention("the same, 2 threads", outcomes[7], floor)
        judgeWorst(
            "memory of summing queries, \(count)", Array(contenders[2...5]), Array(outcomes[2...5]),
            .atMost(12, 6, " MiB"), figure: \.peakMebibytes)
    }

    private mutating func mention(_ what: String, _ outcome: Outcome, _ floor: Outcome) {
        report.mention(
            what, Suite.ratio(outcome, floor).map(Self.timesFloor) ?? Suite.reason(outcome),
            timing: outcome.timing)
    }

    private static func timesFloor(_ ratio: Double) -> String {
        Figure.measured(ratio) + " × floor"
    }
}
