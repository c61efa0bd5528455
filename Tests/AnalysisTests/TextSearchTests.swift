import Analysis
import Model
import Queries
import SourceText
import TestSupport
import Testing

/// The search in bytes against folding whole texts.
struct TextSearchTests {
    private static let letters = [
        "a", "A", "é", "É", "e\u{301}", "ñ", "n", "ſ", "ß", "İ", "日", "\u{212A}", "k", " ", "ŉ",
        "ı",
        "\u{301}", "ø", "Ł", "x", "s",
    ]

    @Test func `a text is found where its folding holds the pattern`() throws {
        for seed in Trials.seeds(40, of: "text search") {
            var random = Seeded(seed)
            let texts = (0..<30).map { _ in
                "-"
                    + (0...random.below(12)).map { _ in random.pick(TextSearchTests.letters) }
                    .joined()
                    + "-"
            }
            let lines = texts.enumerated().map { "2026-11-03 | -\($0 + 1) | | \($1)" }
            let folder = try ScratchLedger(main: lines)
            let ledger = try folder.load()
            let length = 1 + random.below(3)
            let pattern = (0..<length).map { _ in
                random.pick(["a", "e", "n", "i", "k", "s", "x", "-"])
            }
            .joined()
            let listing = Listing(try ledger.selection(["desc:\(pattern)"]), ledger, threads: 1)
            let found = (0..<listing.count).map { listing[$0].description }
            let wanted = texts.filter {
                firstPlace(of: Array(pattern.utf8), in: Folding.bytes($0)[...]) != nil
            }
            #expect(found == wanted, "seed \(seed): \(pattern)")
        }
    }
}
