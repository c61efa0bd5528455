package import Model
import Reading

/// What one reading of a ledger's files added up for a question.
package struct FlowAnswer: Sendable {
    /// One per thread.
    let consumers: [FlowConsumer]
    let currencies: [CurrencyCode]
    /// What stands before the names of accounts, where several ledgers are looked at together.
    package var prefix = ""

    init(consumers: [FlowConsumer], currencies: [CurrencyCode]) {
        self.consumers = consumers
        self.currencies = currencies
    }
}

/// Sums of one or several ledgers by row and period.
package struct FlowSums: Sendable {
    /// In which rows and periods what was added up stands, and in what it is told.
    package struct Shape {
        /// The rows in which a group stands: itself, and in a tree its parents.
        package var rows: (GroupKey) -> [GroupKey] = { [$0] }
        /// The first day of the column to which a period belongs, by the period's first day; `nil` where it belongs to
        /// none.
        package var column: (Int32) -> Int32? = { $0 }
        /// What a group's sum of a period is worth; each is converted by itself (S3).
        package var worth: (Totals, Int32) -> Totals = { sum, _ in sum }
        /// Groups that count nowhere, and whose worth is not asked for.
        package var leavesOut: (GroupKey) -> Bool = { _ in false }
        /// Whether the numbers of parts are wanted too.
        package var hasCounts = false
        /// Whether the amounts themselves are.
        package var hasAmounts = false

        package init() {}
    }

    /// The place of each row's sums in `cells`.
    package private(set) var indexByKey: [GroupKey: Int] = [:]
    /// The first day of each period with lines, in order (day 0 without periods).
    package let starts: [Int32]
    /// For each row its sums by period.
    package private(set) var cells: [[Totals]] = []
    /// By period the sum of its lines, each once.
    package private(set) var totals: [Totals]
    /// The numbers of parts, where they are wanted.
    package private(set) var counts: [[Totals]] = []
    package private(set) var totalCounts: [Totals] = []
    /// The parts' amounts by currency, where they are wanted.
    package private(set) var amounts: [[[CurrencyCode: [Int64]]]] = []
    package private(set) var totalAmounts: [[CurrencyCode: [Int64]]] = []
    private let columns: [Int32: Int]

    /// - Parameter answers: of each ledger, with its own shape; the shapes have the same measures.
    package init(_ answers: [(answer: FlowAnswer, shape: Shape)]) {
        starts = answers.reduce(into: Set<Int32>()) { starts, entry in
            for consumer in entry.answer.consumers {
                starts.formUnion(consumer.intervals.compactMap(entry.shape.column))
            }
        }.sorted()
        columns = Dictionary(uniqueKeysWithValues: starts.enumerated().map { ($1, $0) })
        totals = starts.map { _ in Totals() }
        if answers.contains(where: \.shape.hasCounts) { totalCounts = totals }
        if answers.contains(where: \.shape.hasAmounts) { totalAmounts = starts.map { _ in [:] } }
        for (answer, shape) in answers {
            for consumer in answer.consumers { add(consumer, answer, shape) }
        }
    }

    private mutating func add(
        _ consumer: FlowConsumer, _ answer: FlowAnswer, _ shape: Shape
    ) {
        let currencies = answer.currencies
        let intervals = consumer.intervals
        let places = intervals.map { shape.column($0).flatMap { columns[$0] } }
        var lines = intervals.map { _ in Totals() }
        for (group, key) in consumer.keys.enumerated() where !shape.leavesOut(key) {
            var rows: [Int]?
            for (interval, place) in places.enumerated() {
                guard let column = place else { continue }
                let sum = consumer.sum(group: group, interval: interval, currencies)
                if sum.isEmpty { continue }
                if rows == nil {
                    let named = key.prefixed(answer.prefix, isByAccount: consumer.isByAccount)
                    rows = shape.rows(named).map { index(of: $0, shape) }
                }
                let found = shape.worth(sum, intervals[interval])
                for row in rows ?? [] { cells[row][column].add(found) }
                lines[interval].add(found)
                if shape.hasCounts || shape.hasAmounts {
                    addParts(
                        consumer, group, interval, column, rows ?? [], currencies, shape,
                        intervals[interval])
                }
            }
        }
        for (interval, place) in places.enumerated() {
            guard let column = place else { continue }
            let apart = consumer.lineSum(interval: interval, currencies)
            totals[column].add(
                apart.map { shape.worth($0, intervals[interval]) } ?? lines[interval])
            if shape.hasCounts, let counts = consumer.lineCounts(interval: interval, currencies) {
                totalCounts[column].add(FlowSums.told(counts, intervals[interval], shape))
            }
            if shape.hasAmounts, let found = consumer.lineAmounts(interval: interval, currencies) {
                FlowSums.add(found, to: &totalAmounts[column], intervals[interval], shape)
            }
        }
    }

    private mutating func addParts(
        _ consumer: FlowConsumer, _ group: Int, _ interval: Int, _ column: Int, _ rows: [Int],
        _ currencies: [CurrencyCode], _ shape: Shape, _ start: Int32
    ) {
        let countsApart = consumer.lineSum(interval: interval, currencies) != nil
        if shape.hasCounts {
            let found = FlowSums.told(
                consumer.counts(group: group, interval: interval, currencies), start, shape)
            for row in rows { counts[row][column].add(found) }
            if !countsApart { totalCounts[column].add(found) }
        }
        if shape.hasAmounts {
            let found = consumer.amounts(group: group, interval: interval, currencies)
            for row in rows { FlowSums.add(found, to: &amounts[row][column], start, shape) }
            if !countsApart { FlowSums.add(found, to: &totalAmounts[column], start, shape) }
        }
    }

    /// Numbers of parts under the currencies in which their sums are told.
    private static func told(_ counts: Totals, _ start: Int32, _ shape: Shape) -> Totals {
        counts.reduce(into: Totals()) { told, entry in
            told.add(entry.units, currency(entry.currency, start, shape))
        }
    }

    private static func currency(
        _ code: CurrencyCode, _ start: Int32, _ shape: Shape
    ) -> CurrencyCode {
        shape.worth(Totals([code: 0]), start).entry(0)?.currency ?? code
    }

    private static func add(
        _ found: [CurrencyCode: [Int64]], to amounts: inout [CurrencyCode: [Int64]],
        _ start: Int32, _ shape: Shape
    ) {
        for (code, list) in found {
            let told = currency(code, start, shape)
            if told == code {
                amounts[code, default: []] += list
            } else {
                amounts[told, default: []] += list.map { amount in
                    let worth = shape.worth(Totals([code: Int128(amount)]), start).entry(0)
                    return Int64(clamping: worth?.units ?? 0)
                }
            }
        }
    }

    private mutating func index(of row: GroupKey, _ shape: Shape) -> Int {
        if let index = indexByKey[row] { return index }
        indexByKey[row] = cells.count
        cells.append(starts.map { _ in Totals() })
        if shape.hasCounts { counts.append(starts.map { _ in Totals() }) }
        if shape.hasAmounts { amounts.append(starts.map { _ in [:] }) }
        return cells.count - 1
    }

    /// The periods that have lines; some may have been met with parts that were left out.
    package var usedStarts: [Int32] {
        zip(starts, totals).filter { !$1.isEmpty }.map(\.0)
    }

    /// The position of a period in `starts`; `nil` where nothing was met in it.
    package func column(of start: Int32) -> Int? { columns[start] }
}
