import Foundation
import TestSupport
import Testing

/// Files of real banks go in once.
struct CorpusImportTests {
    /// The folder of the corpus with the paths of its files; `nil` where there is none.
    private static let corpus: (folder: String, paths: [String])? = {
        let folder =
            ProcessInfo.processInfo.environment["BANKBOOK_CORPUS"]
            ?? packageRoot + "/../shared/corpus"
        guard let text = try? String(contentsOfFile: folder + "/EXPECTED.jsonl", encoding: .utf8)
        else { return nil }
        let paths = text.split(separator: "\n").compactMap { line -> String? in
            let entry = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return entry?["file"] as? String
        }
        return (folder, paths.filter { !$0.hasPrefix("transactions/") })
    }()

    /// What `--probe` tells of a file that it can read.
    private struct Probe {
        /// The currencies of each account that the file names; one without a name is `""`.
        var currencies: [String: Set<String>] = [:]
        var rows = 0

        init?(_ json: String) {
            guard
                let answer = try? JSONSerialization.jsonObject(with: Data(json.utf8))
                    as? [String: Any],
                let file = (answer["files"] as? [[String: Any]])?.first,
                file["result"] as? String == "imported",
                let statements = file["statements"] as? [[String: Any]]
            else { return nil }
            for statement in statements {
                let count =
                    (statement["rows"] as? Int ?? 0) + (statement["pending"] as? Int ?? 0)
                if count == 0 { continue }
                rows += count
                let named = (statement["sum"] as? [String: Any] ?? [:]).keys.filter { !$0.isEmpty }
                let own = [statement["currency"] as? String].compactMap { $0 }
                currencies[statement["identifier"] as? String ?? "", default: []]
                    .formUnion(named + own)
            }
            if rows == 0 { return nil }
        }
    }

    /// A ledger with an account for each that the file names, and the words that are needed to import it.
    private static func ledger(_ probe: Probe, _ harness: Harness) throws -> [String] {
        // Nine decimals are the most that a ledger declares.
        let codes = Set(probe.currencies.values.joined()).union(["EUR"]).sorted()
        let declared = codes.map { "\"\($0)\": 9" }.joined(separator: ", ")
        try harness.write(
            "ledger.json",
            "{\"format\": 1, \"uid\": \"test000001\", \"base_currency\": \"EUR\", "
                + "\"currencies\": {\(declared)}}\n")
        let names = probe.currencies.keys.sorted()
        for (place, name) in names.enumerated() {
            let held = (probe.currencies[name] ?? []).sorted()
            let list = held.isEmpty ? ["EUR"] : held
            let number = name.isEmpty ? "" : ", \"number\": \(quoted(name))"
            try harness.write(
                "accounts/a\(place).json",
                "{\"uid\": \"acc\(place)\", \"kind\": \"current\", \"currency\": \"\(list[0])\", "
                    + "\"currencies\": [\(list.map { "\"\($0)\"" }.joined(separator: ", "))]\(number)}\n"
            )
        }
        return names.count == 1 ? ["--account", "a0"] : []
    }

    private static func quoted(_ text: String) -> String {
        let data = try? JSONSerialization.data(withJSONObject: [text])
        return data.map { String(decoding: $0.dropFirst().dropLast(), as: UTF8.self) } ?? "\"\""
    }

    @Test(.enabled(if: corpus != nil, "no corpus of bank files at BANKBOOK_CORPUS"))
    func `a file that comes in a second time changes no byte`() throws {
        let (folder, paths) = try #require(CorpusImportTests.corpus)
        var random = Seeded(Trials.seeds(1, of: "files of the corpus taken in twice")[0])
        var count = 0
        for path in paths.shuffled(using: &random).prefix(Trials.count(60)) {
            let harness = try Harness()
            try FileManager.default.createDirectory(
                atPath: harness.ledger, withIntermediateDirectories: true)
            let file = folder + "/" + path
            guard let probe = Probe(harness.run("import", "--probe", file, "-O", "json").output)
            else { continue }
            let words = ["import", file] + (try CorpusImportTests.ledger(probe, harness))
            let first = harness.run(words)
            #expect(first.status == 0, "\(path): \(first.errors)")
            count += 1
            let once = harness.snapshot()
            let lines = once.filter { $0.key.hasPrefix("transactions/") }.values.reduce(0) {
                $0 + $1.split(separator: UInt8(ascii: "\n")).count
            }
            #expect(lines == probe.rows, "\(path)")
            let second = harness.run(words)
            #expect(second.status == 0, "\(path): \(second.errors)")
            #expect(harness.snapshot() == once, "\(path)")
            #expect(harness.run("derive", "--check").status == 0, "\(path)")
        }
        print("\(count) readable files of the corpus taken in twice")
        #expect(count > 0)
    }
}
