import BenchmarkFigures
import BenchmarkLedgers

/// What the person asked for.
struct Options {
    var sizes = [1_000, 10_000, 100_000, 1_000_000]
    /// Runs of each short command; long ones get fewer.
    var runs = 15
    var seed: UInt64 = 20_261_122
    /// Compare with ledger and hledger on the largest ledger too, which takes minutes.
    var comparesPeersOnLargest = false
    /// Measure merging alone, which takes a minute.
    var measuresMergeOnly = false
    /// Measure the built-in reports and a dashboard alone.
    var measuresReportsOnly = false
    var bankbook: String?
    /// Where ledgers are made; a temporary folder that is removed at the end where it is `nil`.
    var workFolder: String?
    /// The page whose block is replaced.
    var document: String?

    var largest: Int { sizes.max() ?? 0 }
    var importedRows: Int { min(100_000, largest) }

    static let help = """
        Usage: bankbook-benchmark [OPTIONS]

        Makes ledgers, runs bankbook beside a plain C program and beside ledger and hledger, and
        prints what it measured as Markdown.

              --sizes N,N…     Transactions of the ledgers (1000,10000,100000,1000000)
              --runs N         Runs of each short command (15)
              --peers          Compare with ledger and hledger on the largest ledger too (minutes)
              --merge          Measure merging alone
              --reports        Measure the built-in reports and a dashboard alone
              --quick          Ledgers of 1,000 to 100,000 transactions and 5 runs
              --seed N         Make other ledgers
              --bankbook PATH  Measure this program; without it bankbook is built first
              --work DIR       Make the ledgers in DIR and keep them
              --write FILE     Replace the block between the markers of FILE
          -h, --help           Show this help
        """

    /// `nil` where the words ask for help.
    static func parse(_ words: [String]) throws(BenchmarkFailure) -> Options? {
        var options = Options()
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "--peers": options.comparesPeersOnLargest = true
            case "--merge": options.measuresMergeOnly = true
            case "--reports": options.measuresReportsOnly = true
            case "--quick":
                options.sizes = [1_000, 10_000, 100_000]
                options.runs = 5
            case "-h", "--help": return nil
            case "--sizes", "--runs", "--seed", "--bankbook", "--work", "--write":
                guard let value = rest.popFirst() else {
                    throw BenchmarkFailure("“\(word)” needs a value")
                }
                try options.set(word, value)
            default: throw BenchmarkFailure("there is no option “\(word)”: see --help")
            }
        }
        return options
    }

    private mutating func set(_ option: String, _ value: String) throws(BenchmarkFailure) {
        switch option {
        case "--sizes":
            let numbers = value.split(separator: ",").map { Int($0) ?? 0 }
            guard !numbers.isEmpty, numbers.allSatisfy({ (1_000...10_000_000).contains($0) }) else {
                throw BenchmarkFailure("“\(value)” is no list of numbers from 1000 to 10000000")
            }
            sizes = numbers.sorted()
        case "--runs":
            guard let number = Int(value), (1...1_000).contains(number) else {
                throw BenchmarkFailure("“\(value)” is no number of runs from 1 to 1000")
            }
            runs = number
        case "--seed":
            guard let number = UInt64(value) else {
                throw BenchmarkFailure("“\(value)” is no seed")
            }
            seed = number
        case "--bankbook": bankbook = value
        case "--work": workFolder = value
        default: document = value
        }
    }
}
