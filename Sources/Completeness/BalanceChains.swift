import Model

/// Rows that each state the balance behind them, joined where one begins with what another ends with.
///
/// Banks order rows by the time of booking, which need not be the order of their days: a day's end is known
/// only where all rows up to it are one unbroken piece of a chain from its beginning.
enum BalanceChains {
    /// One row.
    struct Step: Hashable {
        var date: CivilDate
        var amount: Int64
        var balance: Int64

        var before: Int64 { balance - amount }
    }

    /// The balances at the ends of days. A chain that is broken ends, and another begins; what cannot be brought
    /// into a chain is looked at day by day.
    static func ends(_ steps: [Step]) -> [CivilDate: Int64] {
        let chains = pieces(steps)
        var daysOf: [CivilDate: [Int]] = [:]
        for (number, chain) in chains.enumerated() {
            for date in Set(chain.map(\.date)) { daysOf[date, default: []].append(number) }
        }
        let ranges = chains.map { chain in
            (first: chain.map(\.date).min() ?? .first, last: chain.map(\.date).max() ?? .first)
        }
        var ends: [CivilDate: Int64] = [:]
        for (number, chain) in chains.enumerated() {
            for (date, balance) in endsOfDays(chain) {
                // Where two pieces meet on a day, the one that goes on has its end.
                let others = (daysOf[date] ?? []).filter { $0 != number }
                let isLast = others.allSatisfy {
                    ranges[$0].last == date && ranges[number].last > date
                }
                if isLast { ends[date] = balance }
            }
        }
        return ends
    }

    /// The chains: rows that are joined directly or by way of others.
    private static func pieces(_ steps: [Step]) -> [[Step]] {
        var parent: [Int64: Int64] = [:]
        func root(_ balance: Int64) -> Int64 {
            var top = balance
            while let next = parent[top], next != top { top = next }
            var low = balance
            while let next = parent[low], next != low {
                parent[low] = top
                low = next
            }
            return top
        }
        for step in steps {
            let (one, other) = (root(step.before), root(step.balance))
            parent[one] = parent[one] ?? one
            parent[other] = one
        }
        return Dictionary(grouping: steps) { root($0.balance) }.values
            .sorted { ($0[0].date, $0[0].balance) < ($1[0].date, $1[0].balance) }
    }

    private static func endsOfDays(_ chain: [Step]) -> [CivilDate: Int64] {
        var days: [CivilDate: [Step]] = [:]
        for step in chain { days[step.date, default: []].append(step) }
        guard let start = start(chain, days) else { return dayByDay(days) }
        var open: [Int64: Int] = [:]
        var ends: [CivilDate: Int64] = [:]
        for date in days.keys.sorted() {
            for step in days[date] ?? [] {
                change(&open, step.balance, by: 1)
                change(&open, step.before, by: -1)
            }
            if open.isEmpty {
                ends[date] = start
            } else if open.count == 2, open[start] == -1,
                let end = open.first(where: { $0.value == 1 })?.key
            {
                ends[date] = end
            }
        }
        return ends
    }

    private static func change(_ open: inout [Int64: Int], _ balance: Int64, by count: Int) {
        let sum = (open[balance] ?? 0) + count
        open[balance] = sum == 0 ? nil : sum
    }

    /// Where a chain begins; `nil` where it is no chain: some row is missing, doubled or wrong.
    private static func start(_ chain: [Step], _ days: [CivilDate: [Step]]) -> Int64? {
        var open: [Int64: Int] = [:]
        for step in chain {
            change(&open, step.balance, by: 1)
            change(&open, step.before, by: -1)
        }
        if open.isEmpty {
            // It ends where it began; the first day shows where that is.
            guard let first = days.keys.min(), let steps = days[first] else { return nil }
            var day: [Int64: Int] = [:]
            for step in steps {
                change(&day, step.balance, by: 1)
                change(&day, step.before, by: -1)
            }
            let starts = day.filter { $0.value == -1 }
            return day.isEmpty ? steps.first?.before : starts.count == 1 ? starts.keys.first : nil
        }
        let starts = open.filter { $0.value < 0 }
        return open.count == 2 && starts.first?.value == -1 ? starts.first?.key : nil
    }

    /// The ends of days that each have one: what is wrong in front of a day's last row, or stands twice, leaves
    /// its end. Of the last day nothing later tells more: there the last row stands for the end.
    private static func dayByDay(_ days: [CivilDate: [Step]]) -> [CivilDate: Int64] {
        let last = days.keys.max()
        var ends: [CivilDate: Int64] = [:]
        for (date, steps) in days {
            let open = openEnds(steps)
            if Set(open).count == 1 || date == last { ends[date] = open.last }
        }
        return ends
    }

    /// The balances with which no other row of the day begins.
    private static func openEnds(_ steps: [Step]) -> [Int64] {
        var starts: [Int64: Int] = [:]
        for step in steps { starts[step.before, default: 0] += 1 }
        var ends: [Int64] = []
        for step in steps {
            if let count = starts[step.balance], count > 0 {
                starts[step.balance] = count - 1
            } else {
                ends.append(step.balance)
            }
        }
        return ends
    }
}
