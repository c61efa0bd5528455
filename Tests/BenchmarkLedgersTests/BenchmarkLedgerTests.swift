import BenchmarkLedgers
import Foundation
import Testing

/// Seeds to try; the failing one is in the name of the failing case.
private let seeds: [UInt64] = {
    let trials = ProcessInfo.processInfo.environment["BANKBOOK_TRIALS"].flatMap { Int($0) } ?? 2
    return (1...max(1, trials)).map { UInt64($0) &* 7_919 }
}()

struct BenchmarkLedgerTests {
    private static let count = 4_000

    @Test func `equal seeds give equal bytes and other seeds other ones`() {
        func bytes(_ seed: UInt64) -> [[UInt8]] {
            let ledger = BenchmarkLedger(transactions: 500, seed: seed)
            var all = ledger.descriptionFiles().map(\.bytes) + [ledger.journal()]
            ledger.eachTransactionFile { all.append($0.bytes) }
            return all
        }
        let first = bytes(1)
        #expect(first == bytes(1))
        #expect(first != bytes(2))
    }

    @Test(arguments: seeds)
    func `every line is canonical`(seed: UInt64) {
        let lines = GeneratedLine.all(BenchmarkLedger(transactions: Self.count, seed: seed))
        let broken = lines.firstIndex { $0 == nil }
        #expect(lines.count == Self.count)
        #expect(broken == nil)
    }

    @Test(arguments: seeds)
    func `attributes stand in their order and ids are unique`(seed: UInt64) {
        let order = ["id:", "#", "note:", "ignored", "pair:"]
        var ids: Set<String> = []
        for line in lines(seed) {
            let ranks = line.attributes.map { word in order.firstIndex { word.hasPrefix($0) } ?? -1
            }
            let isOrdered = ranks == ranks.sorted() && ranks.first == 0 && !ranks.contains(-1)
            let tags = line.attributes.filter { $0.hasPrefix("#") }
            let id = line.value("id") ?? ""
            let isID = id.utf8.count == 10 && id.allSatisfy { Self.alphabet.contains($0) }
            guard isOrdered, tags == tags.sorted(), isID, ids.insert(id).inserted else {
                Issue.record("seed \(seed): \(line.text)")
                return
            }
        }
    }

    @Test(arguments: seeds)
    func `splits add up and no part is nothing`(seed: UInt64) {
        var splits = 0
        for line in lines(seed) where line.parts.count > 1 {
            splits += 1
            let parts = line.partUnits
            let sum = parts.reduce(0) { $0 + $1.units }
            let targets = Set(parts.map(\.target))
            let isSound =
                sum == line.units && parts.allSatisfy { $0.units != 0 }
                && targets.count == parts.count
                && line.parts.dropLast().allSatisfy { $0.units != nil }
            if !isSound { Issue.record("seed \(seed): \(line.text)") }
        }
        #expect(splits > Self.count / 200)
    }

    @Test(arguments: seeds)
    func `a transfer has its mirrored line in the other account`(seed: UInt64) {
        let all = lines(seed)
        let byID = Dictionary(all.map { ($0.value("id") ?? "", $0) }) { first, _ in first }
        var transfers = 0
        for line in all where line.category.hasPrefix("=") || line.value("pair") != nil {
            transfers += 1
            let other = byID[line.value("pair") ?? ""]
            let isMirrored =
                other?.value("pair") == line.value("id") && other?.date == line.date
                && other?.units == -line.units && other?.currency == line.currency
                && line.category == "=\(other?.account ?? "")"
                && other?.category == "=\(line.account)" && other?.account != line.account
            if !isMirrored { Issue.record("seed \(seed): \(line.text)") }
        }
        #expect(transfers > Self.count / 100)
    }

    @Test(arguments: seeds)
    func `files hold one year of one account in the order of days`(seed: UInt64) {
        var paths: Set<String> = []
        BenchmarkLedger(transactions: Self.count, seed: seed).eachTransactionFile { file in
            let dates = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
                .map { String($0.prefix(10)) }
            let year = String(file.path.suffix(8).prefix(4))
            let isSound =
                paths.insert(file.path).inserted && dates == dates.sorted()
                && dates.allSatisfy { $0.hasPrefix(year) && $0 <= "2026-11-22" }
            if !isSound { Issue.record("seed \(seed): \(file.path)") }
        }
    }

    @Test(arguments: seeds)
    func `no line looks like another one counted twice`(seed: UInt64) {
        var seen: Set<[String]> = []
        for line in lines(seed) {
            let key = [line.account, line.date, String(line.units), line.description]
            if !seen.insert(key).inserted { Issue.record("seed \(seed): \(line.text)") }
        }
    }

    @Test(arguments: seeds)
    func `the exact sums are those of the lines`(seed: UInt64) {
        var expected: [String: Int] = [:]
        for line in lines(seed) {
            for part in line.partUnits {
                expected["\(part.target) \(line.currency)", default: 0] += part.units
            }
        }
        let sums = BenchmarkLedger(transactions: Self.count, seed: seed).sums(.parts)
        let found = Dictionary(sums.map { ("\($0.name) \($0.currency)", $0.units) }) { $0 + $1 }
        #expect(found == expected)
    }

    @Test func `the shares of everything are near what they are said to be`() {
        let lines = lines(5)
        func share(_ holds: (GeneratedLine) -> Bool) -> Int {
            lines.count(where: holds) * 1_000 / lines.count
        }
        let dollars = share { $0.currency == "USD" }
        let transfers = share { $0.value("pair") != nil }
        let accents = share { !$0.description.utf8.allSatisfy { $0 < 0x80 } }
        let tags = share { $0.text.contains(" #") }
        #expect((10...30).contains(dollars))
        #expect((10...30).contains(transfers))
        #expect((35...65).contains(accents))
        #expect((80...120).contains(tags))
    }

    private static let alphabet: Set<Character> = Set("0123456789abcdefghjkmnpqrstvwxyz")

    private func lines(_ seed: UInt64) -> [GeneratedLine] {
        GeneratedLine.all(BenchmarkLedger(transactions: Self.count, seed: seed)).compactMap(\.self)
    }
}
