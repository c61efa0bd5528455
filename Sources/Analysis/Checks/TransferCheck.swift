import Model
import Reading
import SourceText

/// A transfer is one line in each account, and each names the other (S10).
enum TransferCheck {
    static func findings(_ lines: CheckedLines) -> [Diagnostic] {
        var byID: [String: CheckConsumer.Transfer] = [:]
        for consumer in lines.consumers {
            for transfer in consumer.transfers {
                for id in transfer.identities { byID[id] = transfer }
            }
        }
        var findings: [Diagnostic] = []
        for consumer in lines.consumers {
            for transfer in consumer.transfers {
                for (code, message, remedy) in problems(transfer, byID) {
                    findings.append(
                        Diagnostic(
                            code, .warning, at: lines.location(consumer, transfer.place), message,
                            excerpt: String(readable: transfer.text), remedy: remedy))
                }
            }
        }
        return findings
    }

    private static func problems(
        _ transfer: CheckConsumer.Transfer, _ byID: [String: CheckConsumer.Transfer]
    ) -> [(String, String, String)] {
        var problems: [(String, String, String)] = []
        var linked: [String] = []
        for id in transfer.pairs {
            guard let other = byID[id] else {
                // What is no transfer of this ledger may name a line of another one.
                if transfer.accounts.isEmpty { continue }
                problems.append(
                    (
                        "pair.unknown", "no transfer has the id “\(id)” that pair: names",
                        "correct it, or delete it"
                    ))
                continue
            }
            linked.append(other.account)
            if !other.pairs.contains(where: transfer.identities.contains) {
                let own = transfer.identities.first ?? "this line's id"
                problems.append(
                    (
                        "pair.one-sided", "the line “\(id)” does not name this one in its pair:",
                        "add pair:\(own) to it"
                    ))
            } else if !other.accounts.contains(transfer.account) {
                problems.append(
                    (
                        "pair.account", "the line “\(id)” is no transfer with \(transfer.account)",
                        "give it the category =\(transfer.account)"
                    ))
            }
        }
        for account in transfer.accounts {
            if let index = linked.firstIndex(of: account) {
                linked.remove(at: index)
            } else if transfer.pairs.isEmpty {
                problems.append(
                    (
                        "pair.missing",
                        "the other side of this transfer in \(account) is not named",
                        "add pair: with the id of the line in \(account)"
                    ))
            }
        }
        return problems
    }
}
