import Foundation

/// Random numbers that a seed determines (SplitMix64).
package struct Seeded: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(_ seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    package mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// True once in `count` times.
    package mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }

    package mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[below(choices.count)]
    }
}

/// How often random tests try, and from which seed on.
package enum Trials {
    /// `BANKBOOK_TRIALS`, else the test's own small number.
    package static func count(_ usual: Int) -> Int {
        ProcessInfo.processInfo.environment["BANKBOOK_TRIALS"].flatMap { Int($0) } ?? usual
    }

    /// Seeds for a test of `usual` trials; the first one is printed and can be asked for again by
    /// `BANKBOOK_TRIAL_SEED`.
    package static func seeds(_ usual: Int, of test: String) -> [UInt64] {
        let asked = ProcessInfo.processInfo.environment["BANKBOOK_TRIAL_SEED"]
        let first = asked.flatMap { UInt64($0) } ?? 20_261_124
        let count = count(usual)
        print("\(test): \(count) trials from seed \(first)")
        return (0..<count).map { first &+ UInt64($0) }
    }
}
