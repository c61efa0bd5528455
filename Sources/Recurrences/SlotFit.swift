import Model

/// How well the days of some lines fall on the days of a rhythm.
struct SlotFit {
    let rhythm: Rhythm
    let anchor: CivilDate
    /// Of each line that fits the slot, counted from `anchor`; `nil` for a line that lies between the slots.
    let slots: [Int?]
    /// How many slots have a line.
    let hits: Int
    /// How many slots there are from the first with a line to the last.
    let span: Int
    /// By how many days the lines are off, added up over those that are first in their slot.
    let deviation: Int
    /// Lines between the slots, and lines that come second in one.
    let strays: Int
    let doubles: Int

    /// The fit of the best anchor among the lines' own days.
    ///
    /// - Parameter most: how many lines may lie between the slots or come second in one; `nil` where all anchors leave more.
    init?(_ days: [CivilDate], _ rhythm: Rhythm, most: Int) {
        var best: SlotFit?
        // The days themselves are tried as the day from which slots are counted, spread over the whole history.
        let step = max(1, days.count / 9)
        for index in stride(from: 0, to: days.count, by: step) {
            guard let fit = SlotFit(days, rhythm, from: days[index], most: most) else { continue }
            if best.map({ fit.isBetter(than: $0) }) ?? true { best = fit }
        }
        guard let best else { return nil }
        self = best
    }

    private init?(
        _ days: [CivilDate], _ rhythm: Rhythm, from anchor: CivilDate, most: Int
    ) {
        self.rhythm = rhythm
        self.anchor = anchor
        var slots: [Int?] = []
        var nearest: [Int: Int] = [:]
        var strays = 0
        var doubles = 0
        for day in days {
            if strays + doubles > most { return nil }
            let (slot, off) = SlotFit.slot(of: day, rhythm, from: anchor)
            guard abs(off) <= rhythm.slack else {
                strays += 1
                slots.append(nil)
                continue
            }
            slots.append(slot)
            if let known = nearest[slot] {
                doubles += 1
                nearest[slot] = min(known, abs(off))
            } else {
                nearest[slot] = abs(off)
            }
        }
        if strays + doubles > most { return nil }
        self.slots = slots
        hits = nearest.count
        let known = nearest.keys
        span = (known.max() ?? 0) - (known.min() ?? 0) + 1
        deviation = nearest.values.reduce(0, +)
        self.strays = strays
        self.doubles = doubles
    }

    private func isBetter(than other: SlotFit) -> Bool {
        let (own, others) = (strays + doubles, other.strays + other.doubles)
        return own != others ? own < others : deviation < other.deviation
    }

    /// The slot that is nearest to a day, and by how many days the day is behind it.
    static func slot(
        of day: CivilDate, _ rhythm: Rhythm, from anchor: CivilDate
    ) -> (slot: Int, off: Int) {
        let distance = Int(day.day - anchor.day)
        if rhythm.months == 0 {
            let slot = SlotFit.floor(distance + rhythm.days / 2, rhythm.days)
            return (slot, distance - slot * rhythm.days)
        }
        let months =
            (day.year - anchor.year) * 12 + day.month - anchor.month
        let guess = SlotFit.floor(months, rhythm.months)
        var best = (slot: guess, off: Int.max)
        for slot in (guess - 1)...(guess + 1) {
            guard let nominal = rhythm.day(slot, from: anchor) else { continue }
            let off = Int(day.day - nominal.day)
            if best.off == Int.max || abs(off) < abs(best.off) { best = (slot, off) }
        }
        return best
    }

    private static func floor(_ value: Int, _ by: Int) -> Int {
        value >= 0 ? value / by : -((-value + by - 1) / by)
    }
}
