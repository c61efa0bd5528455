import Rendering
import Synchronization
import TestSupport
import Testing

/// Tables that several threads set.
struct SharedRowsTests {
    /// Rows with a number and the sum of the numbers so far.
    private struct Sums: RowSource {
        let numbers: [Int]
        var sum = 0
        var count: Int { numbers.count }

        private mutating func cells(_ index: Int) -> [String] {
            sum += numbers[index]
            return ["\(numbers[index])", "\(sum)"]
        }

        mutating func widths(_ rows: Range<Int>) -> [Int] {
            rows.reduce(into: [0, 0]) { widths, row in
                widths = zip(widths, cells(row)).map { max($0, $1.utf8.count) }
            }
        }

        mutating func append(_ index: Int, to writer: inout RowWriter) {
            for cell in cells(index) { writer.append(cell.utf8Span.span) }
            writer.endLine()
        }

        mutating func skip(_ rows: Range<Int>) { for row in rows { sum += numbers[row] } }
    }

    private struct Refusal: Error, Equatable {}

    private func table(_ numbers: [Int], footer: Int = 0) -> StreamedRows {
        StreamedRows(
            columns: [Column("number", .right), Column("sum", .right)],
            source: Sums(numbers: numbers), hasHeading: true, footerCount: footer)
    }

    private func text(_ rows: StreamedRows, threads: Int) -> String {
        let collected = CollectedBytes()
        TextRenderer(colours: false, width: nil, threads: threads).append(rows) {
            collected.append($0)
        }
        return String(decoding: collected.bytes, as: UTF8.self)
    }

    @Test func `any number of threads sets the same bytes`() {
        for seed in Trials.seeds(4, of: "shared rows") {
            var random = Seeded(seed)
            let count = random.pick([0, 1, 3_999, 4_000, 4_501, 9_000 + random.below(3_000)])
            let numbers = (0..<count).map { _ in random.below(2_000_000) - 1_000_000 }
            let rows = table(numbers, footer: min(count, random.below(3)))
            let one = text(rows, threads: 1)
            #expect(one.utf8.count { $0 == 0x0A } >= count, "seed \(seed)")
            for threads in [2, 3, 8] {
                #expect(text(rows, threads: threads) == one, "seed \(seed), \(threads) threads")
            }
        }
    }

    @Test func `the sums of a shared table are those of its rows`() {
        let numbers = Array(1...6_000)
        let lines = text(table(numbers), threads: 2).split(separator: "\n")
        #expect(lines.count == 6_001)
        for number in [1, 751, 752, 5_999, 6_000] {
            let words = lines[number].split(separator: " ")
            #expect(words == ["\(number)", "\(number * (number + 1) / 2)"])
        }
    }

    @Test(arguments: [1, 2, 3]) func `what cannot be handed on ends the table`(threads: Int) {
        let rows = table(Array(0..<20_000))
        let counter = Counter()
        #expect(throws: Refusal()) {
            try TextRenderer(colours: false, width: nil, threads: threads).append(rows) {
                piece throws(Refusal) in
                if counter.add(piece.count) == 3 { throw Refusal() }
            }
        }
        #expect(counter.calls == 3)
    }

    /// Counts calls from several threads.
    private final class Counter: Sendable {
        private let state = Mutex(0)

        var calls: Int { state.withLock { $0 } }

        func add(_ bytes: Int) -> Int {
            state.withLock {
                $0 += bytes > 0 ? 1 : 0
                return $0
            }
        }
    }
}
