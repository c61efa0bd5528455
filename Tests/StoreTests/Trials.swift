import Platform

/// How often a random test is run.
func trials(_ small: Int) -> Int {
    ProcessEnvironment.value("BANKBOOK_TRIALS").flatMap { Int($0) } ?? small
}

/// A seed that is new in each run; tests print it.
func newSeed() -> UInt64 {
    ProcessEnvironment.value("BANKBOOK_SEED").flatMap { UInt64($0) } ?? systemRandom() >> 32
}
