import BenchmarkLedgers
import Testing

struct JournalTests {
    @Test
    func `every transaction of the journal balances and the accounts hold what the ledger says`() {
        let ledger = BenchmarkLedger(transactions: 4_000, seed: 11)
        var expected: [String: Int] = [:]
        var transfers = 0
        for case let line? in GeneratedLine.all(ledger) {
            expected["assets:\(line.account) \(line.currency)", default: 0] += line.units
            if line.value("pair") != nil { transfers += 1 }
        }
        var found: [String: Int] = [:]
        var count = 0
        let text = String(decoding: ledger.journal(), as: UTF8.self)
        for block in text.split(separator: "\n\n") {
            count += 1
            var sum = 0
            for line in block.split(separator: "\n").dropFirst() {
                let words = line.split(separator: " ").map(String.init)
                let units = GeneratedLine.units(words[words.count - 2]) ?? 0
                sum += units
                if words[0].hasPrefix("assets:") {
                    found["\(words[0]) \(words[words.count - 1])", default: 0] += units
                }
            }
            if sum != 0 { Issue.record("\(block)") }
        }
        let transactions = ledger.transactionCount - transfers / 2
        #expect(count == transactions)
        #expect(found == expected)
    }
}

struct StatementCSVTests {
    @Test func `a statement's balances are a chain and its days do not go back`() {
        let text = String(decoding: StatementCSV.bytes(rows: 3_000, seed: 3), as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.first == "Date,Description,Amount,Balance")
        #expect(lines.count == 3_001)
        var balance: Int?
        var date = ""
        for line in lines.dropFirst() {
            let fields = line.split(separator: ",").map(String.init)
            let amount = GeneratedLine.units(fields[2])
            let stated = GeneratedLine.units(fields[3])
            let isChain = balance == nil || balance.map { $0 + (amount ?? 0) } == stated
            guard fields.count == 4, amount != nil, stated != nil, isChain, fields[0] >= date else {
                Issue.record("\(line)")
                return
            }
            balance = stated
            date = fields[0]
        }
    }
}
