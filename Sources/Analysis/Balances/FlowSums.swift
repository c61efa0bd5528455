import Model

/// What the consumers of all threads added up, by group and interval.
struct FlowSums {
    /// The groups that have parts, each once, in the order met.
    private(set) var keys: [GroupKey] = []
    /// The first day of each interval with lines, in order (day 0 without intervals).
    let starts: [Int32]
    /// For each group its sums by interval.
    private(set) var cells: [[Totals]] = []
    /// By interval the sum of its lines, each once.
    private(set) var totals: [Totals]
    private let columns: [Int32: Int]

    init(_ consumers: [FlowConsumer], _ currencies: [CurrencyCode]) {
        starts = Set(consumers.flatMap(\.intervals)).sorted()
        let empty = starts.map { _ in Totals() }
        totals = empty
        columns = Dictionary(uniqueKeysWithValues: starts.enumerated().map { ($1, $0) })
        var indexByKey: [GroupKey: Int] = [:]
        for consumer in consumers {
            let places = consumer.intervals.map { columns[$0] ?? 0 }
            var lines = empty
            for (group, key) in consumer.keys.enumerated() {
                var index = indexByKey[key]
                for (interval, column) in places.enumerated() {
                    let found = consumer.sum(group: group, interval: interval, currencies)
                    if found.isEmpty { continue }
                    if index == nil {
                        index = keys.count
                        indexByKey[key] = keys.count
                        keys.append(key)
                        cells.append(empty)
                    }
                    cells[index ?? 0][column].add(found)
                    lines[column].add(found)
                }
            }
            for (interval, column) in places.enumerated() {
                totals[column].add(
                    consumer.lineSum(interval: interval, currencies) ?? lines[column])
            }
        }
    }

    /// The intervals that have lines; some may have been met with parts that were left out.
    var usedIntervals: [Int32] {
        zip(starts, totals).filter { !$1.isEmpty }.map(\.0)
    }

    /// The position of an interval in `starts`; `nil` where nothing was met in it.
    func column(of start: Int32) -> Int? { columns[start] }
}
