import Model

/// What the consumers of all threads added up, by row and interval.
struct FlowSums {
    /// The place of each row's sums in `cells`.
    private(set) var indexByKey: [GroupKey: Int] = [:]
    /// The first day of each interval with lines, in order (day 0 without intervals).
    let starts: [Int32]
    /// For each row its sums by interval.
    private(set) var cells: [[Totals]] = []
    /// By interval the sum of its lines, each once.
    private(set) var totals: [Totals]
    private let columns: [Int32: Int]

    /// - Parameter rows: the rows in which a group stands.
    init(
        _ consumers: [FlowConsumer], _ currencies: [CurrencyCode], rows: (GroupKey) -> [GroupKey]
    ) {
        starts = Set(consumers.flatMap(\.intervals)).sorted()
        let empty = starts.map { _ in Totals() }
        totals = empty
        columns = Dictionary(uniqueKeysWithValues: starts.enumerated().map { ($1, $0) })
        for consumer in consumers {
            let places = consumer.intervals.map { columns[$0] ?? 0 }
            var lines = empty
            for (group, key) in consumer.keys.enumerated() {
                var indices: [Int]?
                for (interval, column) in places.enumerated() {
                    let found = consumer.sum(group: group, interval: interval, currencies)
                    if found.isEmpty { continue }
                    if indices == nil { indices = rows(key).map { index(of: $0) } }
                    for index in indices ?? [] { cells[index][column].add(found) }
                    lines[column].add(found)
                }
            }
            for (interval, column) in places.enumerated() {
                totals[column].add(
                    consumer.lineSum(interval: interval, currencies) ?? lines[column])
            }
        }
    }

    private mutating func index(of row: GroupKey) -> Int {
        if let index = indexByKey[row] { return index }
        indexByKey[row] = cells.count
        cells.append(starts.map { _ in Totals() })
        return cells.count - 1
    }

    /// The intervals that have lines; some may have been met with parts that were left out.
    var usedIntervals: [Int32] {
        zip(starts, totals).filter { !$1.isEmpty }.map(\.0)
    }

    /// The position of an interval in `starts`; `nil` where nothing was met in it.
    func column(of start: Int32) -> Int? { columns[start] }
}
