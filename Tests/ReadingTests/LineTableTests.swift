import SourceText
import TestSupport
import Testing

struct LineTableTests {
    @Test func `the lines of any bytes joined give back every byte`() {
        for seed in Trials.seeds(300, of: "line tables") {
            var random = Seeded(seed)
            let alphabet: [UInt8] = [
                0x0A, 0x0A, 0x0D, 0x20, 0x61, 0x7C, 0xC3, 0xA9, 0xEF, 0xBB, 0xBF, 0x00, 0xFF,
            ]
            var bytes: [UInt8] = random.oneIn(3) ? [0xEF, 0xBB, 0xBF] : []
            for _ in 0..<random.below(80) { bytes.append(random.pick(alphabet)) }
            let table = LineTable(bytes)
            let joined = bytes[..<table.bomLength] + table.lines.flatMap { bytes[$0.whole] }
            guard Array(joined) == bytes else {
                Issue.record("seed \(seed): \(bytes)")
                return
            }
            for line in table.lines {
                let end = Array(bytes[line.content.upperBound..<line.whole.upperBound])
                let isEnd =
                    end == [0x0A] || end == [0x0D, 0x0A] || end.isEmpty && line == table.lines.last
                #expect(isEnd && !bytes[line.content].contains(0x0A), "seed \(seed)")
            }
        }
    }
}
