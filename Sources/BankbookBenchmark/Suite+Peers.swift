import BenchmarkFigures
/// The same question asked of other programs.
extension Suite {
    private struct Peer {
        let name: String
        let path: String?
        let words: [String]
        let target: Target
    }

    mutating func measurePeers() throws(BenchmarkFailure) {
        let words = ["--flat", "expenses", "income"]
        let peers = [
            Peer(
                name: "ledger", path: programs.ledger,
                words: ["--args-only", "balance", "--no-total"] + words,
                target: .atLeast(60, 120, " × faster")),
            Peer(
                name: "hledger", path: programs.hledger, words: ["balance", "--no-total"] + words,
                target: .atLeast(500, 1_000, " × faster")),
        ]
        for peer in peers where peer.path == nil {
            report.remark("\(peer.name) is not installed, and was left out.")
        }
        let installed = peers.filter { $0.path != nil }
        if installed.isEmpty { return }
        for size in peerSizes { try measure(installed, size) }
    }

    private mutating func measure(_ peers: [Peer], _ size: Int) throws(BenchmarkFailure) {
        let names = peers.map(\.name).joined(separator: " and ")
        note("measuring \(names) on \(Figure.grouped(size)) transactions")
        var own = bankbook(["balance", "--by", "category"], size: size)
        own.repeats = 5
        let others = peers.map { peer in
            Contender(
                name: "\(peer.name) \(peer.words.joined(separator: " "))",
                words: [peer.path ?? peer.name, "-f", work.file(journal(size))] + peer.words,
                isLong: true, size: size)
        }
        let outcomes = try measure([own] + others, runs: size > 100_000 ? 1 : 2)
        for (peer, outcome) in zip(peers, outcomes.dropFirst()) {
            let memory = outcome.timing.map(\.peakMebibytes)
            let ratio = memory.flatMap { memory in
                outcomes[0].timing.map { memory / $0.peakMebibytes }
            }
            report.judge(
                "beside \(peer.name), \(Figure.grouped(size))", Suite.ratio(outcome, outcomes[0]),
                peer.target, timing: outcome.timing,
                reason: Suite.reason(outcomes[0], outcome),
                detail: ratio.map { ", \(Figure.measured($0)) × its memory" } ?? "")
        }
    }
}
