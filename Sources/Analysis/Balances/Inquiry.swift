import Model
import Platform
package import Reading
package import SourceText

/// Several questions answered by one reading of a ledger's files.
package enum Inquiry {
    /// The answers in the order of the questions, and what keeps them from being right (S23).
    ///
    /// - Complexity: O(bytes) for reading, and for each question O(lines).
    package static func flows(
        _ questions: [FlowQuestion], _ ledger: Ledger, threads: Int
    ) -> (answers: [FlowAnswer], findings: [Diagnostic]) {
        let selected = questions.map { question in
            Set(question.selection.files(of: ledger).map(\.fileRank))
        }
        let ranks = selected.reduce(into: Set<Int>()) { $0.formUnion($1) }
        let files = ledger.files.filter { ranks.contains($0.fileRank) }
        let scan = LedgerScan(ledger, files: files, threads: threads)
        let consumers: [[FlowConsumer]]
        let findings: [Diagnostic]
        if questions.count == 1 {
            let result = scan.run { FlowConsumer(questions[0], ledger) }
            consumers = result.consumers.map { [$0.consumer] }
            findings = result.findings
        } else {
            let result = scan.run {
                ManyFlows(questions.map { FlowConsumer($0, ledger) }, files: selected)
            }
            consumers = result.consumers.map(\.consumer.flows)
            findings = result.findings
        }
        let answers = questions.indices.map { index in
            FlowAnswer(consumers: consumers.map { $0[index] }, currencies: ledger.heldCurrencies)
        }
        return (answers, ledger.findings + findings)
    }
}

/// Hands each batch to several consumers while it is in the processor's cache.
private struct ManyFlows: RowConsumer {
    private(set) var flows: [FlowConsumer]
    private let files: [Set<Int>]
    private var isActive: [Bool]

    init(_ flows: [FlowConsumer], files: [Set<Int>]) {
        self.flows = flows
        self.files = files
        isActive = flows.map { _ in false }
    }

    mutating func begin(_ file: TransactionFile) {
        for index in flows.indices {
            isActive[index] = files[index].contains(file.fileRank)
            if isActive[index] { flows[index].begin(file) }
        }
    }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for index in flows.indices where isActive[index] {
            flows[index].consume(batch, text, targets)
        }
    }
}
