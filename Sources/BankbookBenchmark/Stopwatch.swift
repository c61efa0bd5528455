import BenchmarkFigures
import Foundation

/// Runs contenders in turn, A B C A B C, so that what else the machine does meets all of them.
struct Stopwatch {
    let work: WorkFolder
    let meter: String
    let environment: [String: String]
    /// Runs of each contender of a short round.
    let runs: Int

    /// A group takes about this long however slow its contenders are.
    private static let groupSeconds = 25.0

    /// What became of each contender, in their order.
    func measure(_ contenders: [Contender], runs asked: Int? = nil) throws(BenchmarkFailure)
        -> [Outcome]
    {
        var outcomes = [Outcome?](repeating: nil, count: contenders.count)
        var roundSeconds = 0.0
        for (index, contender) in contenders.enumerated() where !contender.isLong {
            let run = try run(contender)
            outcomes[index] = try problem(contender, run)
            if outcomes[index] == nil { roundSeconds += Double(run.nanoseconds) / 1e9 }
        }
        let affordable = Int(Self.groupSeconds / max(roundSeconds, 1e-3))
        let rounds = asked ?? max(1, min(runs, max(2, affordable)))
        var found = [[Run]](repeating: [], count: contenders.count)
        for _ in 0..<rounds {
            for (index, contender) in contenders.enumerated() {
                for _ in 0..<contender.repeats where outcomes[index] == nil {
                    let run = try run(contender)
                    outcomes[index] = try problem(contender, run)
                    found[index].append(run)
                }
            }
        }
        return contenders.indices.map { index in
            outcomes[index] ?? Timing(found[index]).map(Outcome.measured) ?? .failed("never run")
        }
    }

    /// One run, its answer thrown away.
    private func run(_ contender: Contender) throws(BenchmarkFailure) -> Run {
        if let prepare = contender.prepare { try prepare() }
        return try run(contender, answer: "/dev/null")
    }

    /// One run with its answer in the file `answer`.
    func run(_ contender: Contender, answer: String) throws(BenchmarkFailure) -> Run {
        let words = [meter, answer, work.file("messages")] + contender.words
        let variables = environment.merging(contender.environment) { $1 }
        let status = try ChildProgram.run(
            words, environment: variables, answer: work.file("figures"),
            messages: work.file("meter-messages"))
        let figures = try work.text("figures").split(whereSeparator: \.isWhitespace).map {
            Int($0) ?? 0
        }
        guard status == 0, figures.count == 3 else {
            throw BenchmarkFailure(
                "\(contender.name) cannot be measured: \(try work.text("meter-messages"))")
        }
        return Run(nanoseconds: figures[0], kibibytes: figures[1], status: figures[2])
    }

    /// What is wrong with a run, or `nil`.
    private func problem(_ contender: Contender, _ run: Run) throws(BenchmarkFailure) -> Outcome? {
        switch run.status {
        case 0: return nil
        case 2: return .notYet
        default:
            let message = try work.text("messages").split(separator: "\n").first ?? "no message"
            note("\(contender.name): exit status \(run.status): \(message)")
            return .failed("exit status \(run.status)")
        }
    }
}

/// Tells the person what goes on.
func note(_ message: String) {
    FileHandle.standardError.write(Data((message + "\n").utf8))
}
