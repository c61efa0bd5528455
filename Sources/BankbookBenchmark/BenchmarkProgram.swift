import BenchmarkFigures
import BenchmarkLedgers
import Foundation

/// The command from its words to its exit status.
enum BenchmarkProgram {
    /// 0 when everything was measured, 1 when an answer was wrong or nothing could be measured, 2
    /// for words that make no sense.
    static func run(words: [String]) -> Int32 {
        let options: Options
        do throws(BenchmarkFailure) {
            guard let parsed = try Options.parse(words) else {
                print(Options.help)
                return 0
            }
            options = parsed
        } catch {
            note("bankbook-benchmark: \(error.message)")
            return 2
        }
        do throws(BenchmarkFailure) {
            let work = try WorkFolder(options.workFolder)
            defer { work.close() }
            let block = try measure(options, work)
            print(block)
            if let document = options.document {
                try DocumentBlock.replace(in: document, with: block)
            }
            return 0
        } catch {
            note("bankbook-benchmark: \(error.message)")
            return 1
        }
    }

    private static func measure(
        _ options: Options, _ work: WorkFolder
    ) throws(BenchmarkFailure) -> String {
        let programs = try Programs(options, work)
        var suite = Suite(options, work, programs)
        if options.measuresMergeOnly {
            try suite.measureMerge()
            return suite.report.markdown
        }
        try suite.makeLedgers()
        try suite.checkAnswers()
        try suite.describeMachine()
        if options.measuresReportsOnly {
            try suite.measureBuiltIns()
            return suite.report.markdown
        }
        try suite.measureLargest()
        try suite.measureBuiltIns()
        try suite.measureSmall()
        try suite.measureStart()
        try suite.measureGrowth()
        try suite.measureImport()
        try suite.measureMatching()
        try suite.measureMerge()
        try suite.measurePeers()
        try suite.measureProgramSize()
        return suite.report.markdown
    }
}
