import Model
import Platform
package import Reading
package import SourceText

/// Several questions answered by one reading of a ledger's files.
///
///     var inquiry = Inquiry(ledger)
///     let place = inquiry.ask(question)
///     inquiry.run(threads: 2)
///     let answer = inquiry.flow(place)
package struct Inquiry: Sendable {
    private let ledger: Ledger
    private var flows: [FlowQuestion] = []
    private var stocks: [StockQuestion] = []
    private var lists: [Selection] = []
    private var consumers: [(consumer: ManyConsumer, targets: [Target])] = []
    /// What keeps the answers from being right (S23).
    package private(set) var findings: [Diagnostic]

    package init(_ ledger: Ledger) {
        self.ledger = ledger
        findings = ledger.findings
    }

    /// The place of a question among those of its kind, by which its answer is asked for.
    package mutating func ask(_ question: FlowQuestion) -> Int {
        flows.append(question)
        return flows.count - 1
    }

    package mutating func ask(_ question: StockQuestion) -> Int {
        stocks.append(question)
        return stocks.count - 1
    }

    /// Asks for the lines that a selection chooses.
    package mutating func ask(lines selection: Selection) -> Int {
        lists.append(selection)
        return lists.count - 1
    }

    /// Reads the files.
    ///
    /// - Complexity: O(bytes) for reading, and for each question O(lines).
    package mutating func run(threads: Int) {
        let selections = flows.map(\.selection) + stocks.map(\.selection) + lists
        let chosen = selections.map { Set($0.files(of: ledger).map(\.fileRank)) }
        let ranks = chosen.reduce(into: Set<Int>()) { $0.formUnion($1) }
        let files = ledger.files.filter { ranks.contains($0.fileRank) }
        let (flows, stocks, lists, own) = (flows, stocks, lists, ledger)
        let result = LedgerScan(ledger, files: files, threads: threads).run {
            ManyConsumer(
                flows: flows.map { FlowConsumer($0, own) },
                stocks: stocks.map { StockConsumer($0, own) },
                lists: lists.map { RowCollector($0, own) }, files: chosen)
        }
        consumers = result.consumers
        findings = ledger.findings + result.findings
    }

    package func flow(_ place: Int) -> FlowAnswer {
        FlowAnswer(
            consumers: consumers.map { $0.consumer.flows[place] },
            currencies: ledger.heldCurrencies)
    }

    package func stock(_ place: Int) -> AccountBalances {
        AccountBalances(ledger, stocks[place], consumers.map { $0.consumer.stocks[place] })
    }

    package func lines(_ place: Int) -> Listing {
        Listing(
            lists[place], ledger, consumers.map { ($0.consumer.lists[place], $0.targets) },
            findings)
    }

    /// One question by itself.
    static func flow(
        _ question: FlowQuestion, _ ledger: Ledger, threads: Int
    ) -> (answer: FlowAnswer, findings: [Diagnostic]) {
        let files = question.selection.files(of: ledger)
        let result = LedgerScan(ledger, files: files, threads: threads).run {
            FlowConsumer(question, ledger)
        }
        let answer = FlowAnswer(
            consumers: result.consumers.map(\.consumer), currencies: ledger.heldCurrencies)
        return (answer, ledger.findings + result.findings)
    }
}

/// Hands each batch to several consumers while it is in the processor's cache.
private struct ManyConsumer: RowConsumer {
    private(set) var flows: [FlowConsumer]
    private(set) var stocks: [StockConsumer]
    private(set) var lists: [RowCollector]
    /// The files that each wants, in the order flows, stocks, lists.
    private let files: [Set<Int>]
    private var isActive: [Bool]

    init(
        flows: [FlowConsumer], stocks: [StockConsumer], lists: [RowCollector], files: [Set<Int>]
    ) {
        self.flows = flows
        self.stocks = stocks
        self.lists = lists
        self.files = files
        isActive = files.map { _ in false }
    }

    mutating func begin(_ file: TransactionFile) {
        for index in files.indices { isActive[index] = files[index].contains(file.fileRank) }
        for index in flows.indices where isActive[index] { flows[index].begin(file) }
        for index in stocks.indices where isActive[flows.count + index] {
            stocks[index].begin(file)
        }
        let first = flows.count + stocks.count
        for index in lists.indices where isActive[first + index] { lists[index].begin(file) }
    }

    mutating func consume(
        _ batch: borrowing RowBatch, _ text: ByteView, _ targets: borrowing TargetTable
    ) {
        for index in flows.indices where isActive[index] {
            flows[index].consume(batch, text, targets)
        }
        for index in stocks.indices where isActive[flows.count + index] {
            stocks[index].consume(batch, text, targets)
        }
        let first = flows.count + stocks.count
        for index in lists.indices where isActive[first + index] {
            lists[index].consume(batch, text, targets)
        }
    }
}
