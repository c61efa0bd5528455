import BenchmarkFigures
/// What was measured, and how it is shown.
struct Report {
    /// One line of the table of targets.
    private struct Row {
        let what: String
        let timing: Timing?
        let measured: String
        let must: String
        let aim: String
        let met: String
    }

    private var rows: [Row] = []
    private var runs: [(contender: Contender, timing: Timing)] = []
    private var remarks: [String] = []

    /// A figure that the design sets a target for; `nil` where it could not be taken, with the
    /// reason.
    mutating func judge(
        _ what: String, _ figure: Double?, _ target: Target, timing: Timing? = nil,
        reason: String = "not measured", detail: String = ""
    ) {
        rows.append(
            Row(
                what: what, timing: timing,
                measured: figure.map { Figure.measured($0) + target.unit + detail } ?? reason,
                must: target.text(target.must), aim: target.text(target.aim),
                met: figure.map(target.verdict) ?? "–"))
    }

    /// A figure without a target.
    mutating func mention(_ what: String, _ measured: String, timing: Timing?) {
        rows.append(Row(what: what, timing: timing, measured: measured, must: "", aim: "", met: ""))
    }

    mutating func remark(_ text: String) { remarks.append(text) }

    /// Keeps the runs of a group for the table of all runs.
    mutating func keep(_ contenders: [Contender], _ outcomes: [Outcome]) {
        for (contender, outcome) in zip(contenders, outcomes) {
            if let timing = outcome.timing { runs.append((contender, timing)) }
        }
    }

    var markdown: String {
        let targets = MarkdownTable(
            header: ["what", "min ms", "median ms", "peak MiB", "measured", "must", "aim", "met"],
            rightAligned: [1, 2, 3],
            rows: rows.map { row in
                [row.what] + Report.figures(row.timing) + [
                    row.measured, row.must, row.aim, row.met,
                ]
            })
        let all = MarkdownTable(
            header: ["command", "transactions", "runs", "min ms", "median ms", "peak MiB"],
            rightAligned: [1, 2, 3, 4, 5],
            rows: runs.map { contender, timing in
                let size = contender.size == 0 ? "" : Figure.grouped(contender.size)
                return ["`\(contender.name)`", size, String(timing.runCount)]
                    + Report.figures(timing)
            })
        return (remarks + [targets.text, "Every command that was run:", all.text])
            .joined(separator: "\n\n")
    }

    private static func figures(_ timing: Timing?) -> [String] {
        guard let timing else { return ["", "", ""] }
        return [timing.minimum, timing.median, timing.peakMebibytes].map(Figure.measured)
    }
}
