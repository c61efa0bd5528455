import Model

/// Gives ids to lines that were typed without one (S19).
package struct IDAssigner: Sendable {
    /// Every id that stands in the ledger, as `id` or `aka`.
    private var taken: Set<String>

    package init(taken: Set<String>) { self.taken = taken }

    package func isTaken(_ id: String) -> Bool { taken.contains(id) }

    package mutating func take(_ id: String) { taken.insert(id) }

    /// The id derived from a typed line: the first occurrence whose id nobody has.
    ///
    /// - Parameter account: the name of the folder that holds the line.
    package mutating func derived(from core: [String], account: String) -> String {
        let id = IDAssigner.derived(from: core, account: account, isTaken: taken.contains)
        taken.insert(id)
        return id
    }

    /// The same where somebody else knows which ids are taken.
    package static func derived(
        from core: [String], account: String, isTaken: (String) -> Bool
    ) -> String {
        var occurrence = 1
        while true {
            let id = Identifier.derived(
                .line, account: account, parts: core, occurrence: occurrence)
            if !isTaken(id) { return id }
            occurrence += 1
        }
    }

    /// An id that nobody has, from a source of random bits.
    package mutating func random(_ bits: () -> UInt64) -> String {
        while true {
            let id = Identifier.random(bits())
            if taken.insert(id).inserted { return id }
        }
    }
}
