import Foundation
import Model
import Statements

/// The files of the corpus with what is expected of them.
struct Corpus {
    let files: [CorpusFile]

    static let shared: Corpus? = {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let given = ProcessInfo.processInfo.environment["BANKBOOK_CORPUS"]
        let folder =
            given.map { URL(fileURLWithPath: $0) }
            ?? package.appendingPathComponent("../shared/corpus")
        return Corpus(folder)
    }()

    private init?(_ folder: URL) {
        let list = folder.appendingPathComponent("EXPECTED.jsonl")
        guard let text = try? String(contentsOf: list, encoding: .utf8) else { return nil }
        var files: [CorpusFile] = []
        for line in text.split(separator: "\n") {
            guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)),
                let entry = object as? [String: Any], let path = entry["file"] as? String,
                path.hasPrefix("csv/"),
                let data = try? Data(contentsOf: folder.appendingPathComponent(path))
            else { continue }
            files.append(CorpusFile(name: String(path.dropFirst(4)), bytes: Array(data), entry))
        }
        self.files = files
    }
}

/// One file and what a reader must find in it.
struct CorpusFile {
    enum Verdict { case right, asked, refused, wrong, unjudged }

    let name: String
    let bytes: [UInt8]
    let isVerified: Bool
    private let count: Int?
    private let sums: [String: String]
    private let first: String?
    private let last: String?
    private let opening: String?
    private let closing: String?

    init(name: String, bytes: [UInt8], _ entry: [String: Any]) {
        self.name = name
        self.bytes = bytes
        isVerified = entry["verified"] as? String != "unverified"
        let figures = entry["claimed_by_source_project"] as? [String: Any] ?? entry
        count = figures["transactions"] as? Int
        sums = figures["sum_by_currency"] as? [String: String] ?? [:]
        first = figures["first_date"] as? String
        last = figures["last_date"] as? String
        opening = entry["opening"] as? String
        closing = entry["closing"] as? String
    }

    func verdict() -> (Verdict, String) {
        switch CSVStatement.read(bytes, settings: StatementSettings()) {
        case .asked(let questions):
            let texts = questions.map { "\($0.code) \($0.row) \($0.column) \($0.readings)" }
            return (.asked, texts.joined(separator: "; "))
        case .refused(let reason, let row, let column, let value):
            return (.refused, "\(reason) \(row ?? 0) \(column ?? 0) \(value ?? "")")
        case .read(let statements, let layout, _, _):
            guard let count else { return (.unjudged, summary(statements)) }
            let faults = faults(statements, count)
            let again = CSVStatement.read(bytes, settings: layout)
            if case .read(let repeated, _, _, _) = again, repeated == statements {
                return faults.isEmpty
                    ? (.right, "") : (.wrong, faults.joined(separator: ", "))
            }
            return (.wrong, "the layout does not read the file again: \(layout.entries) \(again)")
        }
    }

    private func summary(_ statements: [Statement]) -> String {
        let records = statements.flatMap(\.records).filter { !$0.isPending }
        return "\(records.count) rows \(CorpusFile.sums(records))"
    }

    static func sums(_ records: [StatementRecord]) -> [String: Int64] {
        var sums: [String: Int64] = [:]
        for record in records {
            sums[record.currency?.description ?? "", default: 0] += record.amount.scaled(to: 8) ?? 0
        }
        return sums
    }

    private func faults(_ statements: [Statement], _ count: Int) -> [String] {
        let records = statements.flatMap(\.records).filter { !$0.isPending }
        var faults: [String] = []
        if records.count != count { faults.append("\(records.count) rows, not \(count)") }
        let found = CorpusFile.sums(records)
        for (code, text) in sums where found[matching(code, found)] != CorpusFile.number(text) {
            faults.append("sum \(found), not \(code) \(text)")
        }
        if found.count > max(sums.count, 1) { faults.append("currencies \(found.keys)") }
        let days = records.map(\.bookingDate)
        if let first, days.min()?.description != first {
            faults.append("first \(days.min()?.description ?? "none"), not \(first)")
        }
        if let last, days.max()?.description != last {
            faults.append("last \(days.max()?.description ?? "none"), not \(last)")
        }
        if statements.count == 1 {
            for (wanted, given) in [
                (opening, statements[0].opening), (closing, statements[0].closing),
            ] {
                guard let wanted else { continue }
                if given?.amount.scaled(to: 8) != CorpusFile.number(wanted) {
                    faults.append("balance \(String(describing: given)), not \(wanted)")
                }
            }
        }
        return faults
    }

    /// The key of the sum that stands for an expected currency. The expectation leaves a currency
    /// open that the file states, and names one that the bank's name told; neither is an error.
    private func matching(_ code: String, _ found: [String: Int64]) -> String {
        if found[code] != nil || found.count != 1 { return code }
        let only = found.keys.first ?? code
        if code.isEmpty { return states(only) ? only : code }
        return only.isEmpty && !states(code) ? only : code
    }

    private func states(_ code: String) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        let symbols = ["EUR": "€", "GBP": "£"]
        if let symbol = symbols[code], text.contains(symbol) { return true }
        let words = text.split { !$0.isLetter }
        return words.contains { $0.count == 3 && $0.uppercased() == code }
    }

    static func number(_ text: String) -> Int64? {
        let digits = text.filter { $0 != "." && $0 != "-" }
        let decimals = text.firstIndex(of: ".").map { text[$0...].count - 1 } ?? 0
        guard let units = Int64(digits) else { return nil }
        let number = DecimalNumber(units: text.hasPrefix("-") ? -units : units, decimals: decimals)
        return number.scaled(to: 8)
    }
}
