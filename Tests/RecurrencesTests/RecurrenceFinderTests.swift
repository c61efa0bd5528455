import Model
import Recurrences
import TestSupport
import Testing

/// What was found of what was put in.
private struct Score: CustomStringConvertible {
    var found = 0
    var right = 0
    var known = 0
    var recalled = 0

    var precision: Int { found == 0 ? 1_000 : right * 1_000 / found }
    var recall: Int { known == 0 ? 1_000 : recalled * 1_000 / known }
    var description: String {
        "precision \(permille(precision)) % (\(right) of \(found)), recall \(permille(recall)) % (\(recalled) of \(known))"
    }

    private func permille(_ value: Int) -> String { "\(value / 10).\(value % 10)" }

    /// A recurrence is right where nine of ten of its lines are of one label, of which it has nine of ten lines, and the
    /// rhythm is the label's.
    mutating func add(_ found: [Recurrence], _ history: SyntheticHistory, _ wrong: inout [String]) {
        var open = history.recurrences.filter { $0.members.count >= 3 }
        known += open.count
        self.found += found.count
        for recurrence in found {
            let members = Set(recurrence.members + recurrence.doubled)
            let place = open.firstIndex { label in
                let shared = label.members.count { members.contains($0) }
                return label.rhythm == recurrence.rhythm && shared * 10 >= members.count * 9 - 10
                    && shared * 10 >= label.members.count * 9
            }
            if let place {
                right += 1
                recalled += 1
                open.remove(at: place)
            } else {
                wrong.append(
                    "found \(recurrence.text): \(recurrence.rhythm.rawValue), \(recurrence.members.count) lines"
                )
            }
        }
        wrong += open.map { "missed \($0.name): \($0.rhythm.rawValue), \($0.members.count) lines" }
    }
}

struct RecurrenceFinderTests {
    @Test(arguments: Difficulty.allCases)
    func `what comes again is found among what does not`(_ difficulty: Difficulty) {
        var score = Score()
        var wrong: [String] = []
        for seed in Trials.seeds(12, of: "recurrences, \(difficulty.rawValue)") {
            let history = SyntheticHistory(seed: seed, difficulty)
            let found = RecurrenceFinder(history.movements).recurrences(asOf: history.lastDay)
            score.add(found, history, &wrong)
        }
        print("recurrences, \(difficulty.rawValue): \(score)")
        #expect(score.precision >= 980, "\(wrong.prefix(20).joined(separator: "\n"))")
        #expect(score.recall >= 950, "\(wrong.prefix(20).joined(separator: "\n"))")
    }
}
