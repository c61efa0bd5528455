import Model

/// What the consumers of all threads added up, by group and interval.
struct FlowSums {
    /// The groups, each once, in the order met.
    private(set) var keys: [GroupKey] = []
    /// For each group its sums with the first day of their interval (day 0 without one). A day may
    /// stand there several times, once a thread; groups without parts have none.
    private(set) var cells: [[(start: Int32, totals: Totals)]] = []
    /// By the first day of each interval with lines, the sum of its lines, each once.
    private(set) var totals: [Int32: Totals] = [:]

    init(_ consumers: [FlowConsumer], _ currencies: [CurrencyCode]) {
        var indexByKey: [GroupKey: Int] = [:]
        for consumer in consumers {
            let starts = consumer.intervals
            let places = consumer.keys.map { key in
                if let known = indexByKey[key] { return known }
                indexByKey[key] = keys.count
                keys.append(key)
                cells.append([])
                return keys.count - 1
            }
            for (interval, start) in starts.enumerated() {
                var sum = Totals()
                for (group, place) in places.enumerated() {
                    let found = consumer.sum(group: group, interval: interval, currencies)
                    if found.isEmpty { continue }
                    cells[place].append((start, found))
                    sum.add(found)
                }
                let lines = consumer.lineSum(interval: interval, currencies) ?? sum
                if !lines.isEmpty { totals[start, default: Totals()].add(lines) }
            }
        }
    }

    /// The intervals with lines, in no order.
    var usedIntervals: [Int32] { Array(totals.keys) }
}
