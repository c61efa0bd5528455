package import Model
import SourceText

/// Days in which the ledger moved otherwise than the bank.
package struct ProofGap: Sendable, Hashable {
    package var days: ClosedRange<CivilDate>
    /// Those of the days that no figure before it reaches.
    var ownDays: ClosedRange<CivilDate>
    /// How much more the ledger has than the bank: what is missing in it is negative here.
    package var amount: Int128
}

/// A line or a row that explains a gap.
package struct Suspect: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case missing, doubled, sign, pending, amount, date
    }

    package var kind: Kind
    package var ids: [String]
    package var date: CivilDate
    package var amount: Int128
    package var why: String
}

/// Whether an account agrees with what its bank says.
package struct Proof: Sendable {
    package enum Result: String, Sendable {
        case proven, broken
        /// No figure of the bank to hold against.
        case unproven
    }

    package let result: Result
    /// The last day up to which the ledger agrees; `nil` where there is none.
    package let through: CivilDate?
    /// The last balance that the bank states, and the ledger's on that day; without an opening counted from the
    /// first figure.
    package let last: (reference: ProofReference, ledger: Int128)?
    /// How many figures of each kind were held against the ledger.
    package let checked: [ProofReference.Kind: Int]
    package let gaps: [ProofGap]
    /// The likeliest first; of several gaps each one's first stands before any second.
    package let suspects: [Suspect]

    /// - Complexity: O(n log n) for lines and records; within a gap O(n²) at most for pairs of them.
    package init(_ input: ProofInput) {
        let references = BalanceReferences.find(input)
        var checked: [ProofReference.Kind: Int] = [:]
        for reference in references { checked[reference.kind, default: 0] += 1 }
        self.checked = checked
        // Without an opening the first figure stands for it; a single one proves nothing then.
        let isEnough = input.opening != nil || references.first?.date != references.last?.date
        guard let lastReference = references.last, isEnough else {
            (result, through, last, gaps, suspects) = (.unproven, nil, nil, [], [])
            return
        }
        let history = BookedSums(input)
        var gaps: [ProofGap] = []
        var through: CivilDate?
        let first = references[0]
        var offset =
            input.opening == nil ? history.balance(first.date) - first.balance : Int128(0)
        var from = input.opening?.date ?? first.date
        var after = from
        for reference in references {
            let difference = history.balance(reference.date) - reference.balance
            if difference == offset {
                if gaps.isEmpty { through = reference.date }
            } else {
                gaps.append(
                    ProofGap(
                        days: min(from, reference.date)...reference.date,
                        ownDays: min(after, reference.date)...reference.date,
                        amount: difference - offset))
                offset = difference
            }
            // Behind the last row of a chain the day may have had another one.
            after = CivilDate(day: min(reference.date.day + 1, CivilDate.last.day))
            from = reference.kind == .chain ? reference.date : after
        }
        self.gaps = gaps
        self.through = through
        let began = input.opening == nil ? history.balance(first.date) - first.balance : Int128(0)
        last = (lastReference, history.balance(lastReference.date) - began)
        result = gaps.isEmpty ? .proven : .broken
        suspects = gaps.isEmpty ? [] : SuspectSearch(input).suspects(gaps)
    }
}

/// The booked balance at the end of any day (S5).
struct BookedSums: Sendable {
    private var days: [Int32] = []
    private var totals: [Int128] = []
    private let opening: (date: CivilDate, amount: Int64)?

    init(_ input: ProofInput) {
        opening = input.opening
        var total: Int128 = 0
        let booked = input.lines.filter { $0.status == .booked }.sorted { $0.date < $1.date }
        for line in booked {
            total += Int128(line.amount)
            if days.last == line.date.day {
                totals[totals.count - 1] = total
            } else {
                days.append(line.date.day)
                totals.append(total)
            }
        }
    }

    func balance(_ date: CivilDate) -> Int128 {
        guard let opening else { return prefix(date.day) }
        return Int128(opening.amount) + prefix(date.day) - prefix(opening.date.day - 1)
    }

    private func prefix(_ day: Int32) -> Int128 {
        let count = days.partitioningIndex { $0 > day }
        return count == 0 ? 0 : totals[count - 1]
    }
}
