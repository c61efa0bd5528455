import Model
import Plans
import Recurrences

/// What a history alone says of the days ahead, as of a day: what comes again, and what is usual besides.
struct Outlook {
    private let history: FlowHistory
    private let today: CivilDate
    let recurrences: [Recurrence]
    /// The model of each series that has one, with what it says of the months from the one of `today` on.
    private(set) var models: [(series: Int, model: PointModel, values: [Int64])] = []
    /// The days of the month on which what a series brings is expected, by series.
    private var days: [[Int]]
    private let firstMonth: Int

    /// - Parameters:
    ///   - isTaken: whether a line is explained by something else, such as a plan.
    ///   - last: the last day that is looked at.
    ///   - hasModels: whether more is wanted than what comes again.
    init(
        _ history: FlowHistory, asOf today: CivilDate, through last: CivilDate,
        hasModels: Bool = true, isTaken: (Int) -> Bool = { _ in false }
    ) {
        self.history = history
        self.today = today
        recurrences = history.finder.recurrences(asOf: today)
        days = Array(repeating: [], count: history.series.count)
        firstMonth = today.firstOpenMonth
        if !hasModels { return }
        addModels(through: last, isTaken)
    }

    /// Chooses a model for each series of what neither comes again nor is taken.
    private mutating func addModels(through last: CivilDate, _ isTaken: (Int) -> Bool) {
        var isExplained = Array(repeating: false, count: history.lines.count)
        for recurrence in recurrences {
            for place in recurrence.members { isExplained[place] = true }
            for place in recurrence.doubled { isExplained[place] = true }
        }
        let end = firstMonth
        let starts = Outlook.starts(history, end)
        var sums = history.series.map { key in
            Array(repeating: Int64(0), count: end - (starts[key.account] ?? end))
        }
        var monthOf: (day: Int32, end: Int32, index: Int) = (0, 0, 0)
        for part in history.parts {
            if part.day > today.day { break }
            if isExplained[Int(part.line)] || isTaken(Int(part.line)) { continue }
            if part.day < monthOf.day || part.day >= monthOf.end {
                let date = CivilDate(day: part.day)
                let index = date.monthIndex
                let begin = part.day - Int32(date.components.day - 1)
                let length = CivilDate.daysInMonth(index % 12 + 1, of: index / 12)
                monthOf = (begin, begin + Int32(length), index)
            }
            let series = Int(part.series)
            if part.day > today.day - 365 {
                days[series].append(Int(part.day - monthOf.day) + 1)
            }
            let place = monthOf.index - (starts[history.series[series].account] ?? end)
            if place >= 0, place < sums[series].count {
                sums[series][place].addClamped(part.amount)
            }
        }
        let months = max(1, last.monthIndex - end + 1)
        for (series, values) in sums.enumerated() {
            if values.isEmpty || values.allSatisfy({ $0 == 0 }) { continue }
            let model = ModelChoice.best(values)
            models.append(
                (series, model, (1...months).map { model.value(values[...], ahead: $0) }))
        }
    }

    /// The month with which each account's series begin: the one after its first line, unless that came in the month's
    /// first days or few months are there.
    private static func starts(_ history: FlowHistory, _ end: Int) -> [AccountKey: Int] {
        var starts: [AccountKey: Int] = [:]
        for (key, day) in zip(history.accounts, history.firstDay) {
            let date = CivilDate(day: day)
            let index = date.monthIndex
            starts[key] = min(date.components.day > 5 && end - index > 3 ? index + 1 : index, end)
        }
        return starts
    }

    /// What the models say, day by day, behind `today` through `last`.
    func modelParts(through last: CivilDate) -> [ForecastPart] {
        var parts: [ForecastPart] = []
        for (series, model, values) in models {
            let key = history.series[series]
            let days = days(series)
            for (offset, value) in values.enumerated() where value != 0 {
                let month = firstMonth + offset
                for (place, day) in days.enumerated() {
                    let date = CivilDate.inMonth(month, day: day)
                    if date <= today || date > last { continue }
                    let amount = Outlook.share(value, place, of: days.count)
                    if amount == 0 { continue }
                    parts.append(
                        ForecastPart(
                            date: date, account: key.account.account, amount: amount,
                            currency: key.account.currency, category: key.category,
                            source: .model, ref: model.rawValue, text: ""))
                }
            }
        }
        return parts
    }

    /// The part with number `place` of `count` parts that add up to `value`.
    static func share(_ value: Int64, _ place: Int, of count: Int) -> Int64 {
        func upTo(_ place: Int) -> Int128 { Int128(value) * Int128(place) / Int128(count) }
        return Int64(upTo(place + 1) - upTo(place))
    }

    /// As many days of the month as the series had lines in one in the last year, where they usually lay.
    private func days(_ series: Int) -> [Int] {
        let known = days[series].sorted()
        if known.isEmpty { return [15] }
        let key = history.series[series].account
        let age = history.account(key).map { Int(today.day - history.firstDay[$0]) } ?? 0
        let months = max(1, min(12, age / 30))
        let count = max(1, min(31, known.count / months))
        return (0..<count).map { known[(2 * $0 + 1) * known.count / (2 * count)] }
    }

    /// The occurrences of a recurrence behind `today`, those that are late on the day after it.
    func parts(
        _ recurrence: Recurrence, on days: [CivilDate], source: ForecastPart.Source = .recurrence
    ) -> [ForecastPart] {
        let line = recurrence.members.last.map { history.lines[$0] }
        let shares = (line?.parts ?? []).scaled(to: recurrence.amount)
        return days.flatMap { day in
            shares.map { share in
                ForecastPart(
                    date: day, account: recurrence.account, amount: share.amount,
                    currency: recurrence.currency, category: share.target.category,
                    source: source, ref: line?.id, text: recurrence.text)
            }
        }
    }

    /// The first day ahead.
    var firstDay: CivilDate { today.adding(days: 1) ?? today }

    /// Adds a part, and the other side of a transfer that is kept on both.
    func addMirrored(_ part: ForecastPart, _ parts: inout PartLedger) {
        let isMirrored =
            part.otherAccount.map {
                history.isMirrored(from: part.account, to: $0, part.currency)
            } ?? false
        if isMirrored, part.amount < 0 { parts.addBothSides(part) } else { parts.add(part) }
    }
}
