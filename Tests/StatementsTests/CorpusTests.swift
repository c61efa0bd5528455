import Foundation
import Model
import Statements
import Testing

/// Reads real files of many banks and holds the result against what is known of them.
@Suite struct CorpusTests {
    /// How many verified files of each folder are read right at least.
    private static let right = [
        "csv": 124, "ofx": 40, "qif": 23, "mt940": 35, "other": 1, "camt": 26, "openbanking": 3,
        "ledgers": 79,
    ]

    /// Files of which the corpus expects something else, with the reason why it is not followed.
    private static let disputed = [
        // The library behind the expectation adds the reversal of a credit (RC); the plain reading that
        // the corpus notes as well, and the balances of the file, take it away.
        "mt940/wolph__betterplace_sepa_mt9401.sta",
        // An evening with its zone was turned into the next day of UTC; the bank's civil day stands.
        "ofx/ofxparse__investment_medium.ofx",
        // Costs that are those of lots bought before are not looked up, so that gains, which are no money, stay open.
        "ledgers/hledger__beancount.beancount",
    ]

    @Test(.enabled(if: Corpus.shared != nil, "no corpus of bank files at BANKBOOK_CORPUS"))
    func `No verified file of the corpus is read wrong`() throws {
        let corpus = try #require(Corpus.shared)
        var counts: [String: [CorpusFile.Verdict: Int]] = [:]
        var lines: [String] = []
        for file in corpus.files {
            let (verdict, why) = file.verdict()
            let isDisputed = CorpusTests.disputed.contains(file.path)
            if isDisputed {
                #expect(verdict == .wrong, "\(file.path) agrees with what is expected now")
            } else if file.isVerified {
                counts[file.folder, default: [:]][verdict, default: 0] += 1
            }
            let kind = isDisputed ? "disputed" : file.isVerified ? "verified" : "claimed "
            lines.append("\(kind) \(verdict) \(file.path): \(why)")
        }
        if ProcessInfo.processInfo.environment["BANKBOOK_CORPUS_LIST"] != nil {
            for line in lines { print(line) }
            print("verified: \(counts)")
        }
        let wrong = lines.filter { $0.hasPrefix("verified wrong") }
        #expect(wrong.isEmpty)
        for (folder, least) in CorpusTests.right {
            #expect(counts[folder]?[.right] ?? 0 >= least, "\(folder)")
        }
    }
}
