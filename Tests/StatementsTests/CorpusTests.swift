import Foundation
import Model
import Statements
import Testing

/// Reads real files of many banks and holds the result against what is known of them.
@Suite struct CorpusTests {
    @Test(.enabled(if: Corpus.shared != nil, "no corpus of bank files at BANKBOOK_CORPUS"))
    func `No verified file of the corpus is read wrong`() throws {
        let corpus = try #require(Corpus.shared)
        var counts: [CorpusFile.Verdict: Int] = [:]
        var lines: [String] = []
        for file in corpus.files {
            let (verdict, why) = file.verdict()
            if file.isVerified { counts[verdict, default: 0] += 1 }
            lines.append(
                "\(file.isVerified ? "verified" : "claimed ") \(verdict) \(file.name): \(why)")
        }
        if ProcessInfo.processInfo.environment["BANKBOOK_CORPUS_LIST"] != nil {
            for line in lines { print(line) }
            print("verified: \(counts)")
        }
        let wrong = lines.filter { $0.hasPrefix("verified wrong") }
        #expect(wrong.isEmpty)
        let right = counts[.right, default: 0]
        #expect(right >= 125)
    }
}
