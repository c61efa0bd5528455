import BenchmarkFigures
/// What must feel immediate: queries on a small ledger, and starting at all.
extension Suite {
    mutating func measureSmall() throws(BenchmarkFailure) {
        let size = 10_000
        guard options.sizes.contains(size) else { return }
        note("measuring queries on \(Figure.grouped(size)) transactions")
        let queries = [
            ["balance", "--by", "category"], ["balance", "--by", "category", "-M"], ["balance"],
            ["list"], ["register"], ["accounts"],
        ]
        let contenders = queries.map { bankbook($0, size: size) }
        let outcomes = try measure(contenders)
        judgeWorst(
            "any query on \(Figure.grouped(size)), the slowest", contenders, outcomes,
            .atMost(6, 3, " ms"), figure: \.minimum)
    }

    mutating func measureStart() throws(BenchmarkFailure) {
        note("measuring the start")
        let nothing = Contender(name: "true", words: [programs.nothing])
        let others = [
            Contender(name: "bankbook --version", words: [programs.bankbook, "--version"]),
            Contender(name: "bankbook --help", words: [programs.bankbook, "--help"]),
            bankbook(["complete", "account", "--names", "ma"], size: options.largest),
        ]
        // The least noisy figures need the most runs, and these runs are the cheapest.
        let outcomes = try measure([nothing] + others, runs: options.runs * 4)
        guard let base = outcomes[0].timing?.minimum else { return }
        report.mention("`/bin/true`", "1 × `true`", timing: outcomes[0].timing)
        judgeWorst(
            "`--version`, `--help`, completion of a name, the slowest", others,
            Array(outcomes.dropFirst()), .atMost(2, 1.2, " × `true`"), figure: { $0.minimum / base }
        )
    }
}
