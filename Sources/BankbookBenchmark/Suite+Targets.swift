import BenchmarkFigures
/// How figures are made of what was measured.
extension Suite {
    /// How many times the fastest run of `above` takes the fastest of `below`.
    static func ratio(_ above: Outcome, _ below: Outcome) -> Double? {
        guard let above = above.timing, let below = below.timing else { return nil }
        return above.minimum / below.minimum
    }

    /// Why there is no figure: the first outcome that has none says it.
    static func reason(_ outcomes: Outcome...) -> String {
        for outcome in outcomes {
            switch outcome {
            case .measured: continue
            case .notYet: return "not yet"
            case .failed(let message): return message
            }
        }
        return "not measured"
    }

    /// Judges how many times the fastest run of `other` the fastest of `outcome` takes.
    mutating func judge(
        _ what: String, _ outcome: Outcome, beside other: Outcome, _ target: Target,
        detail: String = ""
    ) {
        report.judge(
            what, Suite.ratio(outcome, other), target, timing: outcome.timing,
            reason: Suite.reason(outcome, other), detail: detail)
    }

    /// Judges the greatest figure of several commands, and names those that could not be measured.
    mutating func judgeWorst(
        _ what: String, _ contenders: [Contender], _ outcomes: [Outcome], _ target: Target,
        figure: (Timing) -> Double
    ) {
        var worst: (figure: Double, timing: Timing, name: String)?
        var missing: [String] = []
        for (contender, outcome) in zip(contenders, outcomes) {
            guard let timing = outcome.timing else {
                missing.append("\(contender.name): \(Suite.reason(outcome))")
                continue
            }
            let value = figure(timing)
            if value > worst?.figure ?? -.infinity { worst = (value, timing, contender.name) }
        }
        var detail = worst.map { " (\($0.name))" } ?? ""
        if !missing.isEmpty { detail += "; " + missing.joined(separator: "; ") }
        report.judge(
            what, worst?.figure, target, timing: worst?.timing,
            reason: missing.isEmpty ? "not measured" : "not yet", detail: detail)
    }
}
