import Model
import TestSupport
import Testing

@testable import Completeness

/// Ledgers that agree with their bank, and what is found when they no longer do.
struct ProofTests {
    /// What the bank tells beside the rows.
    enum Telling: CaseIterable {
        /// A balance with each row, and the records are there.
        case rows
        /// The balance at the end of each month, and the records are there.
        case statements
        /// Typed lines that each state the balance.
        case typedRows
        /// Typed lines, and a line with = at the end of each month.
        case assertions
    }

    /// Half a year of an account.
    private struct World {
        var input: ProofInput
        var telling: Telling

        init(_ telling: Telling, _ random: inout Seeded) {
            self.telling = telling
            let first = CivilDate(year: 2026, month: 1, day: 1) ?? .first
            var lines: [ProofLine] = []
            var records: [ProofRecord] = []
            var statements: [ProofStatement] = []
            var assertions: [(date: CivilDate, balance: Int64)] = []
            var balance: Int64 = 100_000
            var monthStart = balance
            var monthRecords: Set<String> = []
            for day in 0..<180 {
                let date = CivilDate(day: first.day + Int32(day))
                for _ in 0..<random.below(4) {
                    let amount = ProofTests.amount(&random)
                    balance += amount
                    let id = "r\(lines.count)"
                    let text = random.pick(["CAFE SOL", "MERCADONA", "GYM", "NOMINA", "BIZUM"])
                    let hasRecord = telling == .rows || telling == .statements
                    let statesBalance = telling == .rows || telling == .typedRows
                    lines.append(
                        ProofLine(
                            ids: [id], date: date, amount: amount, status: .booked,
                            balance: statesBalance ? balance : nil, text: text))
                    monthRecords.insert(id)
                    guard hasRecord else { continue }
                    records.append(
                        ProofRecord(
                            id: id, source: "csv", date: date, amount: amount, isPending: false,
                            balances: telling == .rows ? [balance] : [], text: text))
                }
                guard day % 30 == 29 else { continue }
                if telling == .assertions { assertions.append((date, balance)) }
                if telling == .statements {
                    statements.append(
                        ProofStatement(
                            source: "csv", days: CivilDate(day: date.day - 29)...date,
                            opening: monthStart, closing: balance, closingDate: nil,
                            records: monthRecords))
                }
                monthStart = balance
                monthRecords = []
            }
            input = ProofInput(
                opening: (first, 100_000), lines: lines, records: records,
                statements: statements, assertions: assertions)
        }
    }

    private static func amount(_ random: inout Seeded) -> Int64 {
        switch random.below(5) {
        case 0: -320
        case 1: Int64(1_000 + random.below(90_000))
        default: -Int64(100 + random.below(20_000))
        }
    }

    @Test(arguments: Telling.allCases)
    func `an intact ledger is proven`(_ telling: Telling) {
        for seed in Trials.seeds(25, of: "intact ledgers, \(telling)") {
            var random = Seeded(seed)
            var world = World(telling, &random)
            let proof = Proof(world.input)
            #expect(proof.result == .proven, "seed \(seed): \(proof.gaps)")
            #expect(proof.suspects.isEmpty)
            // The order of lines and records says nothing.
            world.input.lines.shuffle(using: &random)
            world.input.records.shuffle(using: &random)
            #expect(Proof(world.input).result == .proven, "seed \(seed), shuffled")
            // Without an opening the first figure is one.
            world.input.opening = nil
            #expect(Proof(world.input).result == .proven, "seed \(seed), without an opening")
        }
    }

    private enum Fault: CaseIterable { case delete, double, flip }

    /// One thing done to a ledger.
    private struct Done {
        var fault: Fault
        var line: ProofLine
        var effect: Int64
    }

    private static func spoil(
        _ input: inout ProofInput, _ days: ClosedRange<CivilDate>, _ random: inout Seeded
    ) -> Done? {
        let places = input.lines.indices.filter { days.contains(input.lines[$0].date) }
        guard !places.isEmpty else { return nil }
        let place = places[random.below(places.count)]
        let line = input.lines[place]
        let fault = Fault.allCases[random.below(3)]
        switch fault {
        case .delete:
            input.lines.remove(at: place)
            return Done(fault: fault, line: line, effect: -line.amount)
        case .double:
            var copy = line
            if random.oneIn(2) { copy.ids = ["copy\(place)"] }
            input.lines.insert(copy, at: place)
            return Done(fault: fault, line: line, effect: line.amount)
        case .flip:
            input.lines[place].amount = -line.amount
            return Done(fault: fault, line: line, effect: -2 * line.amount)
        }
    }

    /// Whether a suspect names what was done.
    private static func names(_ suspect: Suspect, _ done: Done) -> Bool {
        switch done.fault {
        case .delete:
            suspect.kind == .missing
                && (suspect.ids == done.line.ids
                    || suspect.ids.isEmpty && suspect.amount == Int128(done.line.amount))
        case .double:
            suspect.kind == .doubled && suspect.amount == Int128(done.line.amount)
                && (suspect.ids == done.line.ids || suspect.ids.first?.hasPrefix("copy") == true
                    || suspect.date == done.line.date)
        case .flip:
            suspect.kind == .sign && suspect.ids == done.line.ids
        }
    }

    @Test(arguments: Telling.allCases)
    func `one or two rows that are wrong are named among the first three`(_ telling: Telling) {
        var named = 0
        var trials = 0
        for seed in Trials.seeds(60, of: "spoilt ledgers, \(telling)") {
            var random = Seeded(seed)
            var world = World(telling, &random)
            // Behind the last figure nobody can see anything, and a typed line is its own figure.
            var last = BalanceReferences.find(world.input).last?.date ?? .first
            if telling == .typedRows { last = CivilDate(day: last.day - 3) }
            let days = (CivilDate(year: 2026, month: 1, day: 2) ?? .first)...last
            var done: [Done] = []
            for _ in 0..<1 + random.below(2) {
                if let fault = Self.spoil(&world.input, days, &random) { done.append(fault) }
            }
            let effect = done.reduce(Int64(0)) { $0 + $1.effect }
            let isTwice = done.count == 2 && done[0].line.ids == done[1].line.ids
            if isTwice || effect == 0 { continue }
            let proof = Proof(world.input)
            #expect(proof.result == .broken, "seed \(seed): \(done)")
            #expect(
                proof.gaps.reduce(0) { $0 + $1.amount } == Int128(effect), "seed \(seed): \(done)")
            for fault in done {
                #expect(
                    proof.gaps.contains { $0.days.contains(fault.line.date) },
                    "seed \(seed): \(fault) \(proof.gaps)")
            }
            trials += 1
            let first = proof.suspects.prefix(3)
            if done.allSatisfy({ fault in first.contains { Self.names($0, fault) } }) {
                named += 1
            }
        }
        print("\(telling): \(named) of \(trials) named among the first three")
        // A few trials say less: each of them is one in sixty.
        #expect(named * 100 >= (trials < 500 ? 93 : 95) * trials, "\(telling)")
    }
}
