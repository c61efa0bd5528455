import BenchmarkLedgers
import Testing

struct MergeVersionsTests {
    @Test func `two sides make their changes to one base, the same every time`() {
        let versions = MergeVersions(lines: 400, changes: 50, seed: 7)
        func lines(_ bytes: [UInt8]) -> [String] {
            String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        let (base, left, right) = (
            lines(versions.base), lines(versions.left), lines(versions.right)
        )
        #expect(base.count == 400)
        for side in [left, right] {
            #expect(side.count == 410)
            // A line may be drawn twice for an edit.
            let same = Set(base).intersection(side).count
            #expect((360...375).contains(same), "\(same)")
            #expect(side.map { $0.prefix(10) } == side.map { $0.prefix(10) }.sorted())
        }
        #expect(versions.merged == 420)
        #expect(MergeVersions(lines: 400, changes: 50, seed: 7).left == versions.left)
        #expect(Set(base.map { $0.suffix(13) }).count == 400, "every line has an id of its own")
    }
}
