import Foundation
import TestSupport
import Testing

/// Random histories in two clones' worth of real git: one merges with the driver, the other as plain text and then
/// repairs. Both must hold the same bytes after every merge.
struct GitHistoryTests {
    private static let path = "transactions/main/2026.txt"
    private static let branches = ["one", "two", "three"]

    @Test(.enabled(if: Harness.gitPath != nil, "no git"))
    func `git with the driver, and git without it and a repair, give the same bytes`() throws {
        for seed in Trials.seeds(5, of: "git histories") {
            if let problem = try run(seed) {
                Issue.record("seed \(seed): \(problem)")
                return
            }
        }
    }

    private func run(_ seed: UInt64) throws -> String? {
        var random = Seeded(seed)
        let start = (0..<3 + Int(random.next() % 3)).map { number in
            line(day: 1 + number / 2, number, &random)
        }
        let (driven, plain) = (
            try repository(start, true, seed), try repository(start, false, seed)
        )
        var number = 10
        for _ in 0..<6 + Int(random.next() % 6) {
            let branch = try #require(GitHistoryTests.branches.randomElement(using: &random))
            for harness in [driven, plain] { try harness.git("checkout", "-q", branch) }
            if random.next() % 3 == 0 {
                let other = try #require(
                    GitHistoryTests.branches.filter { $0 != branch }.randomElement(using: &random))
                let picks = seed % 2 == 1 && random.next() % 3 == 0
                let problem =
                    picks ? try pick(other, driven, plain) : try merge(other, driven, plain)
                if let problem { return "\(branch) < \(other), picks \(picks): \(problem)" }
            } else {
                let text = try #require(driven.read(GitHistoryTests.path))
                number += 1
                let edited = edited(text, number, &random)
                for harness in [driven, plain] {
                    try harness.write(GitHistoryTests.path, edited)
                    try harness.git("commit", "-qam", "edit \(number)")
                }
            }
        }
        for harness in [driven, plain] { try harness.git("checkout", "-q", "one") }
        for other in ["two", "three"] {
            if let problem = try merge(other, driven, plain) { return "one < \(other): \(problem)" }
        }
        let again = plain.run("repair")
        return again.output.contains("put right") ? "a second repair: \(again.output)" : nil
    }

    private func repository(_ lines: [String], _ hasDriver: Bool, _ seed: UInt64) throws -> Harness
    {
        let harness = try Harness.repository(hasSetup: hasDriver)
        try harness.write(GitHistoryTests.path, lines.joined())
        if !hasDriver, seed % 2 == 0 { try harness.write(".gitattributes", "*.txt merge=union\n") }
        try FileManager.default.removeItem(atPath: harness.ledger + "/.git/hooks")
        try harness.git("add", "-A")
        try harness.git("commit", "-qm", "lines")
        for branch in GitHistoryTests.branches { try harness.git("branch", branch) }
        return harness
    }

    /// Merges another branch in both; what differs.
    private func merge(_ other: String, _ driven: Harness, _ plain: Harness) throws -> String? {
        let result = try driven.git("merge", "-q", "--no-edit", other)
        if result.status != 0 { return result.text }
        try plain.git("merge", "-q", "--no-edit", other)
        let repair = plain.run("repair")
        if repair.status != 0 { return repair.errors + repair.output }
        try plain.git("add", "-A")
        try plain.git("commit", "-qm", "merged and repaired")
        let (one, two) = (driven.read(GitHistoryTests.path), plain.read(GitHistoryTests.path))
        return one == two ? nil : "\(one ?? "")--\n\(two ?? "")--\n\(repair.output)"
    }

    /// Picks the last commit of another branch in both; what differs. With `merge=union` git keeps no versions of it.
    private func pick(_ other: String, _ driven: Harness, _ plain: Harness) throws -> String? {
        if try driven.git("rev-parse", "--verify", "-q", "\(other)^2").status == 0 { return nil }
        let result = try driven.git(
            "cherry-pick", "--allow-empty", "--keep-redundant-commits", other)
        if result.status != 0 { return result.text }
        let picked = try plain.git(
            "cherry-pick", "--allow-empty", "--keep-redundant-commits", other)
        if picked.status != 0 {
            let repair = plain.run("repair")
            if repair.status != 0 { return repair.errors + repair.output }
            try plain.git("add", "-A")
            let next = try plain.git("-c", "core.editor=true", "cherry-pick", "--continue")
            if next.status != 0,
                try plain.git("commit", "--allow-empty", "-qm", "picked").status != 0
            {
                return next.text
            }
        }
        let (one, two) = (driven.read(GitHistoryTests.path), plain.read(GitHistoryTests.path))
        return one == two ? nil : "\(one ?? "")--\n\(two ?? "")--\n\(picked.text)"
    }

    // MARK: Edits

    private func line(day: Int, _ number: Int, _ random: inout Seeded) -> String {
        let amount = "-\(1 + random.next() % 90).\(10 + random.next() % 90)"
        let name = "Shop \(number)"
        return GitHistoryTests.canonical(
            "2026-11-0\(day)", amount, "c\(random.next() % 100)", name, "id:line\(1000 + number)")
    }

    private static func canonical(
        _ date: String, _ amount: String, _ category: String, _ text: String, _ attributes: String
    ) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        let number = String(repeating: " ", count: max(0, 10 - amount.count)) + amount
        return
            "\(date)   | \(number) EUR | \(padded(category, 22)) | \(padded(text, 24)) | \(attributes)\n"
    }

    /// One change as a person or the program makes it: a field, a tag, a new line, a removed line.
    private func edited(_ text: String, _ number: Int, _ random: inout Seeded) -> String {
        var lines = text.split(separator: "\n").map { $0 + "\n" }.map(String.init)
        let place = Int(random.next() % UInt64(max(lines.count, 1)))
        let action = lines.isEmpty ? 0 : random.next() % 5
        let value = random.next() % 997
        switch action {
        case 0:
            let day = 1 + Int(random.next() % 3)
            let new = line(day: day, number, &random)
            let index = lines.lastIndex { $0.prefix(10) <= new.prefix(10) }.map { $0 + 1 } ?? 0
            lines.insert(new, at: index)
        case 1:
            let fields = lines[place].split(separator: "|", omittingEmptySubsequences: false)
            let category = " c\(value)"
            lines[place] = lines[place].replacing(
                fields[2], with: category.padding(toLength: 24, withPad: " ", startingAt: 0))
        case 2: lines[place] = lines[place].replacing("\n", with: " #t\(value)\n")
        case 3 where !lines[place].contains(" note:"):
            let id = lines[place].range(of: "id:line[0-9]+", options: .regularExpression)
            if let id { lines[place].insert(contentsOf: " note:n\(value)", at: id.upperBound) }
        default:
            // Deleted by its mark; a line that is deleted already stays.
            let head = lines[place].prefix(13)
            if head.hasSuffix("   ") {
                lines[place] = head.dropLast(3) + " x " + lines[place].dropFirst(13)
            }
        }
        return lines.joined()
    }
}
