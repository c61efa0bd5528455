import Model
import Recurrences
import TestSupport

/// How hard a history is to read.
enum Difficulty: String, CaseIterable, Sendable {
    /// Exact days and amounts, few other lines.
    case plain
    /// Weekends move days, amounts change or differ, some are skipped, and shops are visited at random.
    case usual
    /// Days drift, texts change, occurrences are skipped and doubled, two subscriptions stand at one seller beside single
    /// purchases, some have stopped, and shops are visited nearly regularly.
    case hard
}

/// What was put into a history and comes again.
struct LabelledRecurrence: Sendable {
    let name: String
    let rhythm: Rhythm
    /// The places of its lines.
    var members: [Int] = []
    /// Whether it went on to the end.
    var isActive = true
}

/// Three years of an account with known recurrences between lines that are none.
///
/// It was written before the finder was tuned, and does not know how the finder works.
struct SyntheticHistory: Sendable {
    private(set) var movements: [Movement] = []
    private(set) var recurrences: [LabelledRecurrence] = []
    let lastDay: CivilDate

    private var random: Seeded
    private let difficulty: Difficulty
    private let firstDay: CivilDate

    private static let sellers = [
        "Luz Serrana", "Gas Meseta", "Aguas del Norte", "Fibra Norte", "Netflix.com", "Spotify AB",
        "Gimnasio Pulso", "Alquiler Piso Olmo", "Seguros Tejo", "Colegio Tilos", "Canal Claro",
        "Nube Storage", "Diario Alba", "Comunidad Vecinos", "Guarderia Sol", "Cuota Hipoteca",
        "Mutua Salud", "Parking Centro", "ACME Nomina", "Pension Estado", "Renta Local",
        "Cloudhost Ltd", "Office Suite", "Teatro Abono", "Cesta Verde", "Limpieza Rios",
    ]
    private static let shops = [
        "Mercadona", "Carrefour", "Bar Pepe", "Amazon", "Gasolinera Repsol", "Farmacia Luna",
        "Zara", "Decathlon", "Ikea", "Renfe", "Taxi", "Libreria Mar", "Cine Dore", "Ferreteria",
        "Fruteria Ana", "Panaderia Trigo", "Uber Eats", "Correos", "Lidl", "Kiosco",
    ]

    init(seed: UInt64, _ difficulty: Difficulty) {
        random = Seeded(seed)
        self.difficulty = difficulty
        firstDay = CivilDate(iso: "2023-11-25") ?? .first
        lastDay = CivilDate(iso: "2026-11-24") ?? .first
        let count = 6 + random.below(7)
        for name in SyntheticHistory.sellers.shuffled(using: &random).prefix(count) {
            addRecurrence(name)
        }
        if difficulty == .hard { addSharedSeller() }
        for shop in SyntheticHistory.shops.shuffled(using: &random).prefix(decoyCount) {
            addDecoy(shop)
        }
        sortByDay()
    }

    private var decoyCount: Int {
        switch difficulty {
        case .plain: 4
        case .usual: 9
        case .hard: 14
        }
    }

    // What comes again

    private mutating func addRecurrence(_ name: String) {
        let rhythm = random.pick([
            Rhythm.monthly, .monthly, .monthly, .monthly, .weekly, .fourWeekly, .quarterly, .yearly,
            .twoMonthly, .fortnightly,
        ])
        let isIncome = ["ACME Nomina", "Pension Estado", "Renta Local"].contains(name)
        let size = random.pick([
            499, 999, 1_299, 2_450, 4_990, 8_730, 12_000, 45_000, 85_000, 215_000,
        ])
        var days = SyntheticHistory.days(rhythm, from: firstDay, through: lastDay, &random)
        var isActive = true
        if difficulty == .hard, random.oneIn(5), days.count >= 12 {
            days = Array(days.prefix(days.count * 2 / 3))
            isActive = false
        } else if difficulty != .plain, random.oneIn(4), days.count >= 12 {
            // It began late.
            days = Array(days.suffix(max(6, days.count / 3)))
        }
        add(name, rhythm, days, Int64(isIncome ? size : -size), isActive: isActive)
    }

    private mutating func add(
        _ name: String, _ rhythm: Rhythm, _ days: [CivilDate], _ size: Int64, isActive: Bool
    ) {
        var label = LabelledRecurrence(name: name, rhythm: rhythm, isActive: isActive)
        // How amounts behave: always the same, changing for good at times, or each one different.
        let behaviour = difficulty == .plain ? 0 : random.below(3)
        var amount = size
        for (index, day) in days.enumerated() {
            // The first and the last are never skipped: they say when it began and ended.
            let isInner = index > 0 && index < days.count - 1
            if difficulty != .plain, isInner, days.count >= 8, random.oneIn(skipRate) { continue }
            if behaviour == 1, random.oneIn(max(4, days.count / 3)) {
                amount += amount * Int64(3 + random.below(12)) / 100
            }
            var own = amount
            if behaviour == 2 { own += amount * Int64(random.below(51) - 25) / 100 }
            label.members.append(movements.count)
            append(moved(day), own, text(name))
            if difficulty == .hard, isInner, random.oneIn(40) {
                append(moved(day).adding(days: 1) ?? day, own, text(name))
            }
        }
        recurrences.append(label)
    }

    private var skipRate: Int { difficulty == .usual ? 25 : 12 }

    /// Two subscriptions at one seller, with single purchases there.
    private mutating func addSharedSeller() {
        let name = "Bazar Online"
        for size in [Int64(-399), -1_499] {
            let days = SyntheticHistory.days(.monthly, from: firstDay, through: lastDay, &random)
            var label = LabelledRecurrence(name: name, rhythm: .monthly)
            for day in days {
                label.members.append(movements.count)
                append(moved(day), size, name)
            }
            recurrences.append(label)
        }
        for _ in 0..<random.below(25) {
            append(anyDay(), Int64(-1_000 - random.below(9_000)), name)
        }
    }

    // What is none

    private mutating func addDecoy(_ name: String) {
        switch random.below(difficulty == .plain ? 2 : 5) {
        case 0:
            // Now and then, any amount.
            for _ in 0..<(3 + random.below(40)) {
                append(anyDay(), Int64(-300 - random.below(12_000)), name)
            }
        case 1:
            // Often, as food is bought: two to six days apart.
            var day = firstDay
            while let next = day.adding(days: 2 + random.below(5)), next <= lastDay {
                append(next, Int64(-800 - random.below(9_000)), name)
                day = next
            }
        case 2:
            // The same amount at random days, as coffee.
            let amount = Int64(-120 - random.below(600))
            for _ in 0..<(4 + random.below(60)) { append(anyDay(), amount, name) }
        case 3:
            // Some weeks apart, never the same number: fuel.
            var day = firstDay
            while let next = day.adding(days: 9 + random.below(34)), next <= lastDay {
                append(next, Int64(-3_500 - random.below(3_500)), name)
                day = next
            }
        default:
            // A few of nearly the same amount, long apart.
            let amount = -2_000 - random.below(8_000)
            for _ in 0..<(2 + random.below(4)) {
                append(anyDay(), Int64(amount - random.below(300)), name)
            }
        }
    }

    // Days and words

    /// The days of a rhythm, of which the first lies in the first period.
    private static func days(
        _ rhythm: Rhythm, from first: CivilDate, through last: CivilDate, _ random: inout Seeded
    ) -> [CivilDate] {
        var days: [CivilDate] = []
        let start = first.adding(days: random.below(rhythm.days)) ?? first
        for index in 0... {
            let day =
                rhythm.months > 0
                ? start.adding(months: index * rhythm.months)
                : start.adding(days: index * rhythm.days)
            guard let day, day <= last else { break }
            days.append(day)
        }
        return days
    }

    /// The day as the bank books it.
    private mutating func moved(_ day: CivilDate) -> CivilDate {
        if difficulty == .plain { return day }
        var day = day
        if difficulty == .hard, random.oneIn(3) {
            day = day.adding(days: random.below(3) - 1) ?? day
        }
        if day.weekday > 5 { day = day.adding(days: 8 - day.weekday) ?? day }
        return min(day, lastDay)
    }

    private mutating func anyDay() -> CivilDate {
        CivilDate(day: firstDay.day + Int32(random.below(Int(lastDay.day - firstDay.day) + 1)))
    }

    private mutating func text(_ name: String) -> String {
        switch difficulty {
        case .plain: return name
        case .usual: return random.oneIn(2) ? "RECIBO \(name)" : name
        case .hard:
            let number = 1_000_000 + random.below(8_999_999)
            return random.pick([
                name, "RECIBO \(name) \(number)", "\(name.uppercased()) REF \(number)",
                "Adeudo \(name) noviembre", "\(name) marzo 2026",
            ])
        }
    }

    private mutating func append(_ date: CivilDate, _ amount: Int64, _ text: String) {
        movements.append(
            Movement(
                place: movements.count, date: date, account: "main", amount: amount,
                currency: .eur, text: text))
    }

    private mutating func sortByDay() {
        let order = movements.indices.sorted {
            movements[$0].date != movements[$1].date
                ? movements[$0].date < movements[$1].date : $0 < $1
        }
        var placeOf: [Int: Int] = [:]
        for (place, old) in order.enumerated() { placeOf[old] = place }
        movements = order.enumerated().map { place, old in
            var movement = movements[old]
            movement.place = place
            return movement
        }
        for index in recurrences.indices {
            recurrences[index].members = recurrences[index].members.compactMap { placeOf[$0] }
        }
    }
}
