import CommandGrammar
import Foundation
import Testing

struct SuggestionTests {
    /// One or two letters of a long name changed: the name is always found again.
    @Test func `a mistyped command is suggested whatever the mistake`() {
        let environment = ProcessInfo.processInfo.environment
        let trials = environment["BANKBOOK_TRIALS"].flatMap { Int($0) } ?? 200
        let seed =
            environment["BANKBOOK_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...9999)
        print("mistyped commands: BANKBOOK_SEED=\(seed)")
        var generator = SeededGenerator(state: seed)
        for _ in 0..<trials {
            let typed = Self.mistyped("completions", using: &generator)
            guard typed != "completions" else { continue }
            let error = #expect(throws: UsageError.self) { try Sample.table.parse([typed]) }
            #expect(error?.suggestion == "completions", "typed \(typed)")
        }
    }

    private static func mistyped(_ name: String, using generator: inout SeededGenerator) -> String {
        var letters = Array(name)
        for _ in 0..<2 {
            let place = Int.random(in: 0..<letters.count - 1, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: letters.swapAt(place, place + 1)
            case 1: letters.remove(at: place)
            case 2: letters.insert("x", at: place)
            default: letters[place] = "y"
            }
        }
        return String(letters)
    }

    @Test(arguments: [
        ("BALANCE", "balance"), ("blaance", "balance"), ("gti", "git"), ("udno", "undo"),
        ("mvoe", "move"), ("stat", "status"), ("compl", "completions"),
    ])
    func `the nearest name is suggested, then one that the word begins`(
        _ typed: String, _ name: String
    ) {
        let error = #expect(throws: UsageError.self) { try Sample.table.parse([typed]) }
        #expect(error?.suggestion == name)
    }

    @Test(arguments: ["x", "ls", "qqqq", "ledger", "-", "é", ""])
    func `nothing is suggested for a word that is near no name`(_ typed: String) {
        let error = #expect(throws: UsageError.self) { try Sample.table.parse([typed]) }
        #expect(error?.suggestion == nil)
    }
}

/// Pseudo-random numbers that a seed repeats.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
