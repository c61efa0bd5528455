import BenchmarkFigures
/// One command that is measured.
struct Contender {
    let name: String
    let words: [String]
    var environment: [String: String] = [:]
    /// A long command is not run before to warm up.
    var isLong = false
    /// Runs in each round.
    var repeats = 1
    /// Runs right before each run, outside the measured time.
    var prepare: (() throws(BenchmarkFailure) -> Void)?
    /// Transactions of the ledger that it reads.
    var size = 0
}
