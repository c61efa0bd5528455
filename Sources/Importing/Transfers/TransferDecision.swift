import Model
package import Reading
import Editing
import SourceText
import Syntax

/// Why two lines cannot be paired or parted.
package struct TransferProblem: Error, Sendable {
    package var message: String
    package var remedy: String
}

/// What a person says of transfers, whatever machines found.
package struct TransferDecision: Sendable {
    /// The accounts by their names.
    package private(set) var imports: [String: AccountImport]
    private let ledger: Ledger

    package init(_ ledger: Ledger, _ imports: [String: AccountImport]) {
        self.ledger = ledger
        self.imports = imports
    }

    /// The line with an id.
    private struct Found {
        let account: String
        let id: String
        let number: Int
        var line: TransactionLine
    }

    private func find(_ id: String) throws(TransferProblem) -> Found {
        for account in ledger.accounts {
            guard let imported = imports[account.name], let number = imported.number(of: id),
                let line = imported.read(imported.text(number))
            else { continue }
            return Found(account: account.name, id: line.id ?? id, number: number, line: line)
        }
        throw TransferProblem(
            message: "no line has the id “\(id)”", remedy: "“bankbook list -O csv” shows ids")
    }

    /// Makes two lines the sides of one transfer.
    package mutating func pair(_ one: String, _ other: String) throws(TransferProblem) {
        var sides = [try find(one), try find(other)]
        if sides[0].account == sides[1].account {
            throw TransferProblem(
                message: "both lines are in \(sides[0].account)",
                remedy: "a transfer has one line in each of two accounts")
        }
        if (sides[0].line.meaning.amount < 0) == (sides[1].line.meaning.amount < 0) {
            throw TransferProblem(
                message: "both lines \(sides[0].line.meaning.amount < 0 ? "go out" : "come in")",
                remedy: "a transfer goes out of one account and comes into the other")
        }
        for side in sides { try check(side) }
        let (out, into) = sides[0].line.meaning.amount < 0 ? (0, 1) : (1, 0)
        let (sent, arrived) = (sides[out].line.meaning, sides[into].line.meaning)
        if sent.currency.code == arrived.currency.code,
            arrived.amount.magnitude > sent.amount.magnitude
        {
            throw TransferProblem(
                message: "more comes in than went out",
                remedy: "a transfer may lose a fee, and gains nothing on its way")
        }
        for side in 0...1 {
            let partner = sides[1 - side]
            let (account, id) = (partner.account, partner.id)
            try change(&sides[side]) { line throws(SyntaxProblem) in
                try line.decide("category", "=" + account)
                line.confirm("category")
                line.attributes.replaceSet("pair", with: [id])
                line.attributes.replaceSet(
                    "distinct", with: line.attributes.set("distinct").filter { $0 != id })
            }
        }
    }

    /// Whether a line can be a side: one that counts, whole, and not paired yet.
    private func check(_ side: Found) throws(TransferProblem) {
        let id = side.id
        if !side.line.record.status.counts {
            throw TransferProblem(
                message: "the line “\(id)” is \(side.line.record.status.name)",
                remedy: "only booked and pending lines are sides of transfers")
        }
        if side.line.meaning.parts.count > 1 {
            throw TransferProblem(
                message: "the line “\(id)” is split",
                remedy: "write the part as =ACCOUNT, and pair: on both lines, in an editor")
        }
        if side.line.attributes["pair"] != nil {
            throw TransferProblem(
                message: "the line “\(id)” is paired already",
                remedy: "take it apart first: bankbook transfers part \(id)")
        }
    }

    /// Takes a transfer apart for good: both lines lose the other account, and are never paired again.
    package mutating func part(_ id: String) throws(TransferProblem) {
        var side = try find(id)
        let partners = side.line.attributes.set("pair")
        if partners.isEmpty {
            throw TransferProblem(
                message: "the line “\(id)” is not paired",
                remedy: "“bankbook transfers” lists what is")
        }
        var own = Set<String>()
        for partner in partners {
            guard var other = try? find(partner) else { continue }
            own.insert(other.account)
            let (account, id) = (side.account, side.id)
            try change(&other) { line throws(SyntaxProblem) in
                try TransferDecision.loosen(&line, [id], from: [account])
            }
        }
        try change(&side) { line throws(SyntaxProblem) in
            try TransferDecision.loosen(&line, partners, from: own)
        }
    }

    private static func loosen(
        _ line: inout TransactionLine, _ partners: [String], from accounts: Set<String>
    ) throws(SyntaxProblem) {
        if case .transfer(let name) = line.meaning.parts.first?.target,
            line.meaning.parts.count == 1, accounts.contains(name)
        {
            try line.decide("category", "")
        }
        line.attributes.replaceSet(
            "pair", with: line.attributes.set("pair").filter { !partners.contains($0) })
        line.attributes.replaceSet("distinct", with: line.attributes.set("distinct") + partners)
    }

    private mutating func change(
        _ side: inout Found, _ change: (inout TransactionLine) throws(SyntaxProblem) -> Void
    ) throws(TransferProblem) {
        do throws(SyntaxProblem) {
            try change(&side.line)
        } catch {
            throw TransferProblem(message: error.message, remedy: error.remedy)
        }
        imports[side.account]?.put(side.line, at: .book(side.number))
    }
}
