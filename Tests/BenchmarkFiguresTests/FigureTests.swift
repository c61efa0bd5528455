import BenchmarkFigures
import Testing

struct FigureTests {
    @Test(arguments: [
        (0.0, "0.00"), (1.005, "1.00"), (9.996, "10.00"), (-0.5, "-0.50"), (-0.001, "0.00"),
        (12.34, "12.3"), (99.96, "100.0"), (123.5, "124"), (-90.06, "-90.1"),
    ])
    func `figures have about three digits`(_ value: Double, _ text: String) {
        #expect(Figure.measured(value) == text)
    }

    @Test(arguments: [(1_000.0, "1,000"), (1.5, "1.5"), (60, "60"), (1_000_000, "1,000,000")])
    func `bounds have no needless zeros`(_ value: Double, _ text: String) {
        #expect(Figure.short(value) == text)
    }

    @Test(arguments: [(1.1, "aim"), (1.11, "must"), (1.5, "must"), (1.51, "**no**")])
    func `at most holds up to the bound`(_ figure: Double, _ verdict: String) {
        #expect(Target.atMost(1.5, 1.1, " × floor").verdict(figure) == verdict)
    }

    @Test(arguments: [(120.0, "aim"), (119, "must"), (60, "must"), (59, "**no**")])
    func `at least holds from the bound`(_ figure: Double, _ verdict: String) {
        let target = Target.atLeast(60, 120, " × faster")
        #expect(target.verdict(figure) == verdict)
        #expect(target.text(target.must) == "≥ 60 × faster")
    }

    @Test func `the median of an even number of runs lies between the middle two`() throws {
        func run(_ milliseconds: Int, _ kibibytes: Int) -> Run {
            Run(nanoseconds: milliseconds * 1_000_000, kibibytes: kibibytes, status: 0)
        }
        let even = try #require(Timing([run(8, 10), run(2, 2_048), run(4, 30), run(90, 5)]))
        let odd = try #require(Timing([run(8, 1), run(2, 1), run(5, 1)]))
        #expect(even.minimum == 2)
        #expect(even.median == 6)
        #expect(even.peakMebibytes == 2)
        #expect(odd.median == 5)
        let none = Timing([])
        #expect(none?.runCount == nil)
    }

    @Test func `a table is padded and its bars are escaped`() {
        let table = MarkdownTable(
            header: ["what", "ms"], rightAligned: [1], rows: [["a|b", "1.50"], ["é", "12"]])
        let expected = [
            "| what |   ms |", "|------|-----:|", "| a\\|b | 1.50 |", "| é    |   12 |",
        ].joined(separator: "\n")
        #expect(table.text == expected)
    }
}
