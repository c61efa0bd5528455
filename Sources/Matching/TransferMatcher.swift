import Model
import SourceText

/// Finds the two sides of transfers between own accounts: one to one, the same whatever the order of lines.
package struct TransferMatcher: Sendable {
    private let names: [[[[UInt8]]]]
    private let accounts: [TransferAccount]
    private let isNear: @Sendable (TransferLeg, TransferLeg) -> Bool

    /// - Parameter isNear: whether two amounts of different currencies are worth about the same on the day of the
    ///   first.
    package init(
        _ accounts: [TransferAccount],
        isNear: @Sendable @escaping (TransferLeg, TransferLeg) -> Bool
    ) {
        self.accounts = accounts
        self.isNear = isNear
        names = accounts.map(TransferWords.names)
    }

    /// The pairs: what went out, and what came in, by their places among the legs.
    ///
    /// What could as well be another pair is left alone, unless nobody could tell the difference.
    package func pairs(_ legs: [TransferLeg]) -> [(out: Int, into: Int)] {
        let order = legs.indices.sorted { precedes(legs[$0], legs[$1]) }
        let outs = order.filter { legs[$0].amount < 0 }
        let intos = order.filter { legs[$0].amount > 0 }
        var words = legs.map { TransferWords($0.text, names) }
        let owner = owner(legs, words, edges(legs, words, outs, intos), outs, intos)
        if !owner.isEmpty {
            for index in words.indices { words[index].recognise(owner) }
        }
        let edges = edges(legs, words, outs, intos)
        let likeness = Choice.Likeness(
            ofRows: { legs[outs[$0]].looksLike(legs[outs[$1]]) },
            ofLines: { legs[intos[$0]].looksLike(legs[intos[$1]]) })
        var pairs: [(out: Int, into: Int)] = []
        for component in Components.find(edges, lines: intos.count) {
            let choice = Choice(component, edges, likeness, unmatched: Cost.unmatched)
            for row in component {
                if case .line(let line, _) = choice.verdict(row) {
                    pairs.append((outs[row], intos[line]))
                }
            }
        }
        return pairs
    }

    private func precedes(_ one: TransferLeg, _ other: TransferLeg) -> Bool {
        if one.date != other.date { return one.date < other.date }
        if one.account != other.account { return one.account < other.account }
        return byBytes(one.ids.first ?? "", other.ids.first ?? "")
    }

    private enum Cost {
        static let unmatched = 60
        static let perDay = 4
        static let perDayEarlier = 8
        static let perEvidence = 10
        static let none = 70
        static let changed = 5
    }

    /// Stems, in small letters without accents, one of which stands in every text that speaks of a transfer: where
    /// amounts differ, only those can be one.
    package static let stems = [
        "trasp", "transf", "trf", "virem", "berweis", "umbuch", "bertrag", "bonific", "overb",
        "overs",
        "przel", "giro", "intern", "pocket", "vault", "spaar", "entre", "fx:",
    ]

    /// The days between what went out and what came in.
    package static let window: ClosedRange<Int32> = -2...6

    private func edges(
        _ legs: [TransferLeg], _ words: [TransferWords], _ outs: [Int], _ intos: [Int]
    ) -> [[MatchEdge]] {
        var byAmount: [TransferLeg.Money: [Int]] = [:]
        for (place, into) in intos.enumerated() {
            byAmount[
                TransferLeg.Money(amount: legs[into].amount, currency: legs[into].currency),
                default: []
            ].append(place)
        }
        // Where amounts differ, both texts must speak of a transfer.
        let speaking = intos.indices.filter { speaks(words[intos[$0]], legs[intos[$0]]) }
        return outs.map { out in
            let leg = legs[out]
            let equal = TransferLeg.Money(amount: -leg.amount, currency: leg.currency)
            var places = near(leg.date, byAmount[equal] ?? []) { legs[intos[$0]].date }
            if speaks(words[out], leg) {
                places += near(leg.date, speaking) { legs[intos[$0]].date }.filter {
                    legs[intos[$0]].amount != equal.amount
                        || legs[intos[$0]].currency != equal.currency
                }
            }
            return places.compactMap { place in
                let into = intos[place]
                return cost(leg, words[out], legs[into], words[into]).map {
                    MatchEdge(line: place, cost: $0, rankDistance: 0, doubt: .none)
                }
            }.sorted { ($0.cost, $0.line) < ($1.cost, $1.line) }
        }
    }

    /// The words of the person's own name: those that both sides of several pairs name.
    private func owner(
        _ legs: [TransferLeg], _ words: [TransferWords], _ edges: [[MatchEdge]], _ outs: [Int],
        _ intos: [Int]
    ) -> Set<[UInt8]> {
        var counts: [[UInt8]: Int] = [:]
        for (row, list) in edges.enumerated() {
            let own = words[outs[row]].telling
            let others = list.map { words[intos[$0.line]].telling }
            guard let other = others.first(where: { own.likeness($0) >= 600 }) else { continue }
            for word in own.words where other.words.contains(word) { counts[word, default: 0] += 1 }
        }
        return Set(counts.filter { $0.value >= Self.timesNamed }.keys)
    }

    /// So many pairs must name a person on both sides before the person is the owner.
    private static let timesNamed = 3

    /// Those of sorted places whose day is near.
    private func near(
        _ date: CivilDate, _ places: [Int], _ day: (Int) -> CivilDate
    ) -> [Int] {
        let first = places.partitioningIndex { day($0).day >= date.day + Self.window.lowerBound }
        return places[first...].prefix { day($0).day <= date.day + Self.window.upperBound }
            .map { $0 }
    }

    private func speaks(_ words: TransferWords, _ leg: TransferLeg) -> Bool {
        words.saysOwn || words.saysTransfer || leg.foreign != nil
    }

    /// The cost of two legs; `nil` where they are no transfer.
    private func cost(
        _ out: TransferLeg, _ outWords: TransferWords, _ into: TransferLeg,
        _ intoWords: TransferWords
    ) -> Int? {
        guard out.account != into.account, out.distinct.isDisjoint(with: into.ids),
            into.distinct.isDisjoint(with: out.ids)
        else { return nil }
        guard let outPartner = evidence(of: out.partner, for: into.account),
            let intoPartner = evidence(of: into.partner, for: out.account),
            let change = change(out, into)
        else { return nil }
        var evidence = outPartner + intoPartner
        evidence += self.evidence(outWords, into.account) + self.evidence(intoWords, out.account)
        evidence += likeness(outWords, intoWords)
        let least = change == 0 ? 2 : 3
        guard evidence >= least else { return nil }
        let days = into.date.day - out.date.day
        let distance = Int(abs(days)) * (days < 0 ? Cost.perDayEarlier : Cost.perDay)
        let points = max(Cost.none - Cost.perEvidence * evidence, 0) + distance + change
        return points < Cost.unmatched ? points : nil
    }

    /// What the bank's word on the other side says; `nil` where it is somebody else.
    private func evidence(of partner: TransferLeg.Partner, for account: Int) -> Int? {
        switch partner {
        case .unknown: 0
        case .account(account): 4
        case .account, .stranger: nil
        }
    }

    /// What the words of one side say, where the other side is in the account.
    private func evidence(_ words: TransferWords, _ other: Int) -> Int {
        if words.saysCardBill, accounts[other].isCard { return 3 }
        var evidence = words.saysElse ? -3 : 0
        if words.named.contains(other) {
            evidence += 2
        } else if !words.named.isEmpty {
            evidence -= 2
        }
        if words.namesOwner { evidence += 1 }
        return evidence + (words.saysOwn ? 2 : words.saysTransfer ? 1 : 0)
    }

    /// Whether both sides name the same person, or two different ones.
    private func likeness(_ out: TransferWords, _ into: TransferWords) -> Int {
        if out.telling.words.isEmpty || into.telling.words.isEmpty { return 0 }
        let alike = out.telling.likeness(into.telling)
        return alike >= 600 ? 2 : -3
    }

    /// What another amount costs; 0 for the same, `nil` where it is too far away.
    private func change(_ out: TransferLeg, _ into: TransferLeg) -> Int? {
        let sent = Int128(out.amount).magnitude
        let arrived = Int128(into.amount).magnitude
        if out.currency != into.currency {
            let isStated =
                out.foreign.map { $0.currency == into.currency && $0.amount.magnitude == arrived }
                ?? false
                || into.foreign.map { $0.currency == out.currency && $0.amount.magnitude == sent }
                    ?? false
            return isStated || isNear(out, into) ? Cost.changed : nil
        }
        if sent == arrived { return 0 }
        guard arrived < sent else { return nil }
        let fee = sent - arrived
        return fee <= 500 || fee * 1000 <= sent * 15 ? Cost.changed + 5 : nil
    }
}
