import CommandGrammar
import Completeness
import Importing
import JSONText
import Model
import Reading
import Rendering
import SourceText
import Syntax

/// `verify`: whether accounts agree with what their banks say.
struct VerifyCommand: Command {
    static let accounts = Positional(
        "ACCOUNT", .account, .many, help: "Only these accounts; otherwise all")

    static let spec = CommandSpec(
        "verify", summary: "Hold accounts against the balances that their banks state",
        discussion: [
            "Balances after each row, openings and closings of statements, and lines with the mark = are held "
                + "against the booked lines, by the bank's booking days. Where the ledger moved otherwise "
                + "than the bank, the days are named, the amount, and the fewest lines or rows that "
                + "explain it: missing, doubled, with another sign, amount or day, or pending.",
            "An account of which the bank states nothing is unproven, which is no error.",
        ],
        positionals: [accounts],
        examples: [
            Example("bankbook verify", "Every account"), Example("bankbook verify main", "One"),
        ], exitStatuses: [Term("1", "An account does not agree with its bank")])

    private let names: [String]

    init(_ invocation: Invocation) throws(UsageError) {
        names = invocation.values(of: VerifyCommand.accounts)
    }

    func run(_ session: Session) throws(CommandFailure) -> ExitStatus {
        let ledger = try session.ledger()
        let findings = try session.settle(ledger.findings)
        let chosen = try names.map { name throws(CommandFailure) in
            try AccountChoice.account(name, ledger)
        }
        let files = LedgerFiles(ledger)
        let batches = try files.logLines()
        var verdicts: [VerifyPresentation.Verdict] = []
        for account in chosen.isEmpty ? ledger.accounts : chosen {
            let own = batches.filter { $0["account"]?.text == account.name }
            let contents = try files.contents(account, [])
            do throws(AccountProof.Unreadable) {
                let proof = try AccountProof(
                    ledger, account, contents, batches: own,
                    isLenient: session.options.isLenient)
                for (currency, input) in proof.inputs {
                    verdicts.append(
                        VerifyPresentation.Verdict(
                            account: account, currency: currency, proof: Proof(input)))
                }
            } catch {
                throw .findings(
                    [error.problem.diagnostic(file: error.file, line: error.line, text: error.text)]
                )
            }
        }
        return try session.finish(
            VerifyPresentation(verdicts, ledger).answer(diagnostics: findings))
    }
}

/// Verdicts on accounts as text, CSV and JSON.
struct VerifyPresentation {
    struct Verdict {
        let account: Account
        let currency: CurrencyCode
        let proof: Proof
    }

    private let verdicts: [Verdict]
    private let ledger: Ledger
    private let money: MoneyText

    init(_ verdicts: [Verdict], _ ledger: Ledger) {
        // A further currency of which nothing is said is not worth a row.
        self.verdicts = verdicts.filter {
            $0.currency == $0.account.currency || $0.proof.result != .unproven
        }
        self.ledger = ledger
        money = MoneyText(ledger)
    }

    func answer(diagnostics: [Diagnostic]) -> Answer {
        let isBroken = verdicts.contains { $0.proof.result == .broken }
        return Answer(
            "verify", status: isBroken ? .findings : .done, diagnostics: diagnostics,
            payload: { [JSONMember("accounts", .array(verdicts.map(json)))] },
            sheet: {
                Sheet(
                    header: ["account", "currency", "result", "through", "ledger", "bank"],
                    rows: verdicts.map { verdict in
                        let last = verdict.proof.last
                        return [
                            verdict.account.name, verdict.currency.description,
                            verdict.proof.result.rawValue,
                            verdict.proof.through?.description ?? "",
                            last.map { money.number($0.ledger, verdict.currency) } ?? "",
                            last.map { money.number($0.reference.balance, verdict.currency) } ?? "",
                        ]
                    })
            }, text: text)
    }

    private func json(_ verdict: Verdict) -> JSONValue {
        let proof = verdict.proof
        func number(_ units: Int128) -> String { money.number(units, verdict.currency) }
        let gap: JSONValue
        if let first = proof.gaps.first, let last = proof.gaps.last {
            gap = .object([
                JSONMember("first_date", .string(first.days.lowerBound.description)),
                JSONMember("last_date", .string(last.days.upperBound.description)),
                JSONMember("amount", .string(number(proof.gaps.reduce(0) { $0 + $1.amount }))),
            ])
        } else {
            gap = .null
        }
        let difference = proof.last.map { $0.ledger - $0.reference.balance }
        return .object([
            JSONMember("account", .string(verdict.account.name)),
            JSONMember("currency", .string(verdict.currency.description)),
            JSONMember("result", .string(proof.result.rawValue)),
            JSONMember("through", .optional(proof.through?.description)),
            JSONMember("ledger", .optional(proof.last.map { number($0.ledger) })),
            JSONMember("bank", .optional(proof.last.map { number($0.reference.balance) })),
            JSONMember("difference", .optional(difference.map(number))),
            JSONMember(
                "checked",
                .object([
                    JSONMember("chain", .integer(proof.checked[.chain] ?? 0)),
                    JSONMember("statements", .integer(proof.checked[.statement] ?? 0)),
                    JSONMember("snapshots", .integer(proof.checked[.snapshot] ?? 0)),
                    JSONMember("assertions", .integer(proof.checked[.assertion] ?? 0)),
                ])), JSONMember("gap", gap),
            JSONMember(
                "suspects",
                .array(
                    proof.suspects.enumerated().map { rank, suspect in
                        .object([
                            JSONMember("rank", .integer(rank + 1)),
                            JSONMember("kind", .string(suspect.kind.rawValue)),
                            JSONMember("ids", .strings(suspect.ids)),
                            JSONMember("date", .string(suspect.date.description)),
                            JSONMember("amount", .string(number(suspect.amount))),
                            JSONMember("why", .string(suspect.why)),
                        ])
                    })),
        ])
    }

    /// The most suspects that are shown to people.
    private static let shownSuspects = 9

    private func text() -> [TextBlock] {
        var blocks: [TextBlock] = []
        let rows = verdicts.map { verdict in
            [
                Cell(verdict.account.name),
                Cell(verdict.proof.result.rawValue),
                Cell(verdict.proof.through.map { "through \($0)" } ?? ""),
                Cell(ledger(verdict)),
                Cell(checked(verdict.proof), .faint),
            ]
        }
        let columns = [
            Column("account"), Column("result"), Column("through"), Column("ledger", .right),
            Column("checked", shrinks: true),
        ]
        blocks.append(.table(Table(columns: columns, rows: rows, hasHeading: false)))
        for verdict in verdicts where verdict.proof.result == .broken {
            blocks += explanation(verdict)
        }
        return blocks
    }

    /// The ledger's balance on the day of the last figure, beside the bank's where they differ.
    private func ledger(_ verdict: Verdict) -> String {
        guard let last = verdict.proof.last else { return "" }
        let own = money.amount(last.ledger, verdict.currency)
        if last.ledger == last.reference.balance { return own }
        let bank = money.amount(last.reference.balance, verdict.currency)
        return "\(own), the bank \(bank) on \(last.reference.date)"
    }

    private func checked(_ proof: Proof) -> String {
        let words: [(ProofReference.Kind, String)] = [
            (.chain, "day"), (.statement, "balance of statements"), (.snapshot, "snapshot"),
            (.assertion, "assertion"),
        ]
        return words.compactMap { kind, word in
            guard let count = proof.checked[kind], count > 0 else { return nil }
            return kind == .statement
                ? "\(count) \(count == 1 ? "balance" : "balances") of statements"
                : counted(count, word)
        }.joined(separator: ", ")
    }

    private func explanation(_ verdict: Verdict) -> [TextBlock] {
        var blocks: [TextBlock] = []
        for gap in verdict.proof.gaps {
            let days =
                gap.days.lowerBound == gap.days.upperBound
                ? "on \(gap.days.lowerBound)"
                : "from \(gap.days.lowerBound) to \(gap.days.upperBound)"
            let amount = money.amount(Int128(gap.amount.magnitude), verdict.currency)
            blocks.append(
                .line(
                    "\(verdict.account.name): \(days) the ledger gained \(amount) "
                        + "\(gap.amount > 0 ? "more" : "less") than the bank"))
        }
        let rows = verdict.proof.suspects.prefix(VerifyPresentation.shownSuspects).enumerated()
            .map { rank, suspect in
                [
                    Cell("\(rank + 1)"), Cell(suspect.kind.rawValue),
                    Cell(suspect.date.description),
                    Cell(money.amount(suspect.amount, verdict.currency)),
                    Cell(suspect.why.replacingTabs), Cell(suspect.ids.first ?? "", .faint),
                ]
            }
        let columns = [
            Column("", .right), Column("kind"), Column("date"), Column("amount", .right),
            Column("why", shrinks: true), Column("id"),
        ]
        blocks.append(.table(Table(columns: columns, rows: rows, hasHeading: false)))
        return blocks
    }
}
