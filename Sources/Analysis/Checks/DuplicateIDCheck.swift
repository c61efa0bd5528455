import SourceText

/// An id stands in one line only, as `id` or as `aka`, over the whole ledger (S20).
enum DuplicateIDCheck {
    /// - Parameter known: findings made already, so that one doubling is told once.
    static func findings(_ ids: IDIndex, known: [Diagnostic]) -> [Diagnostic] {
        var told: Set<Location> = Set(
            known.filter { $0.code == "id.twice" }.map {
                Location(file: $0.location.file, line: $0.location.line)
            })
        var findings: [Diagnostic] = []
        for (place, first) in ids.repeated {
            let other = ids.location(first)
            let here = ids.location(place)
            if other == here || !told.insert(here).inserted { continue }
            let (earlier, later) = inOrder(other, here)
            findings.append(
                Diagnostic(
                    "id.twice", .error, at: later,
                    "an id of this line stands also in \(earlier.file), line \(earlier.line ?? 0)",
                    remedy:
                        "if the two are one transaction, bankbook repair joins them; else delete the id of one",
                    related: [RelatedLocation(earlier, "the id stands here too")]))
        }
        return findings
    }

    private static func inOrder(_ a: Location, _ b: Location) -> (Location, Location) {
        if a.file != b.file { return byBytes(a.file, b.file) ? (a, b) : (b, a) }
        return (a.line ?? 0) <= (b.line ?? 0) ? (a, b) : (b, a)
    }
}
