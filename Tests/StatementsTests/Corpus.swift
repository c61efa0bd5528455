import Foundation
import Model
import StatementWire
import StatementXML
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

    /// The folders whose formats can be read.
    static let folders = ["csv", "ofx", "qif", "mt940", "other", "camt", "openbanking", "ledgers"]

    private init?(_ folder: URL) {
        let folders = Corpus.folders
        let list = folder.appendingPathComponent("EXPECTED.jsonl")
        guard let text = try? String(contentsOf: list, encoding: .utf8) else { return nil }
        var files: [CorpusFile] = []
        for line in text.split(separator: "\n") {
            guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)),
                let entry = object as? [String: Any], let path = entry["file"] as? String,
                folders.contains(where: { path.hasPrefix($0 + "/") }),
                let data = try? Data(contentsOf: folder.appendingPathComponent(path))
            else { continue }
            let bytes = JournalIncludes(Array(data), path: path) { name, from in
                let place = folder.appendingPathComponent(from).deletingLastPathComponent()
                    .appendingPathComponent(name)
                guard let data = try? Data(contentsOf: place) else { return [] }
                return [JournalIncludes.File(path: place.path, bytes: Array(data))]
            }
            let isJournal = path.hasPrefix("ledgers/")
            files.append(
                CorpusFile(path: path, bytes: isJournal ? bytes.bytes : Array(data), entry))
        }
        self.files = files
    }
}

/// One file and what a reader must find in it.
struct CorpusFile {
    enum Verdict { case right, asked, refused, wrong, unjudged }

    /// The path below the corpus.
    let path: String
    let bytes: [UInt8]
    let isVerified: Bool
    private let count: Int?
    private let sums: [String: String]
    private let first: String?
    private let last: String?
    /// One a statement.
    private let openings: [String]
    private let closings: [String]
    private let trades: Int?
    private let journal: ExpectedJournal?

    /// The folder, which goes by the format.
    var folder: String { String(path.prefix { $0 != "/" }) }

    init(path: String, bytes: [UInt8], _ entry: [String: Any]) {
        self.path = path
        self.bytes = bytes
        isVerified = entry["verified"] as? String != "unverified"
        let figures = entry["claimed_by_source_project"] as? [String: Any] ?? entry
        count = figures["transactions"] as? Int
        sums = figures["sum_by_currency"] as? [String: String] ?? [:]
        first = figures["first_date"] as? String
        last = figures["last_date"] as? String
        trades = path.hasPrefix("ofx/") ? figures["investment_transactions"] as? Int : nil
        journal = path.hasPrefix("ledgers/") ? ExpectedJournal(entry) : nil
        openings = CorpusFile.balances(entry["opening"])
        closings = CorpusFile.balances(entry["closing"])
    }

    /// A text, a list of texts, or a list of objects with a balance.
    private static func balances(_ value: Any?) -> [String] {
        if let one = value as? String { return [one] }
        return (value as? [Any] ?? []).compactMap {
            $0 as? String ?? ($0 as? [String: Any])?["balance"] as? String
        }
    }

    func verdict() -> (Verdict, String) {
        guard let format = StatementFile.format(of: bytes) else { return (.refused, "no format") }
        switch CorpusFile.read(bytes, format, StatementSettings()) {
        case .asked(let questions):
            let texts = questions.map { "\($0.code) \($0.row) \($0.column) \($0.readings)" }
            return (.asked, texts.joined(separator: "; "))
        case .refused(let reason, let row, let column, let value):
            return (.refused, "\(reason) \(row ?? 0) \(column ?? 0) \(value ?? "")")
        case .read(let statements, let layout, _, _):
            guard let count else { return (.unjudged, summary(statements)) }
            let faults =
                journal?.faults(JournalStatement.journal(bytes, format, layout), format)
                ?? faults(statements, count)
            let again = CorpusFile.read(bytes, format, layout)
            if case .read(let repeated, _, _, _) = again, repeated == statements {
                return faults.isEmpty
                    ? (.right, "") : (.wrong, faults.joined(separator: ", "))
            }
            return (.wrong, "the layout does not read the file again: \(layout.entries) \(again)")
        }
    }

    /// Through the lines of `bankbook-read` where that program reads the format.
    private static func read(
        _ bytes: [UInt8], _ format: StatementFormat, _ settings: StatementSettings
    ) -> StatementReading {
        guard format.isReadApart else {
            return StatementFile.read(bytes, format, settings: settings)
        }
        let reading = CAMTStatement.read(bytes, format)
        return StatementReading(lines: reading.lines) ?? reading
    }

    /// The rows that the expectation speaks of: of CAMT also those that are pending; trades are counted apart.
    private func rows(_ statement: Statement) -> [StatementRecord] {
        statement.records.filter { $0.trade == nil && (folder == "camt" || !$0.isPending) }
    }

    private func summary(_ statements: [Statement]) -> String {
        "\(statements.flatMap(rows).count) rows \(sums(statements))"
    }

    /// Sums of the rows by currency, in steps of 10⁻⁸.
    private func sums(_ statements: [Statement]) -> [String: Int64] {
        var sums: [String: Int64] = [:]
        for statement in statements {
            for record in rows(statement) {
                let code = (record.currency ?? statement.currency)?.description ?? ""
                sums[code, default: 0] += record.amount.scaled(to: 8) ?? 0
            }
        }
        return sums
    }

    private func faults(_ statements: [Statement], _ count: Int) -> [String] {
        let records = statements.flatMap(rows)
        var faults: [String] = []
        if records.count != count { faults.append("\(records.count) rows, not \(count)") }
        let deals = statements.flatMap(\.records).filter { $0.trade != nil }
        if let trades, deals.count != trades {
            faults.append("\(deals.count) trades, not \(trades)")
        }
        let found = sums(statements)
        for (name, text) in sums {
            let code = name.uppercased()
            if found[matching(code, found)] ?? 0 == CorpusFile.number(text) { continue }
            faults.append("sum \(found), not \(code) \(text)")
        }
        if found.count > max(sums.count, 1) { faults.append("currencies \(found.keys)") }
        // For SWIFT the days of value are expected.
        let days = records.map {
            folder == "mt940" ? $0.valueDate ?? $0.bookingDate : $0.bookingDate
        }
        if let first, days.min()?.description != first {
            faults.append("first \(days.min()?.description ?? "none"), not \(first)")
        }
        if let last, days.max()?.description != last {
            faults.append("last \(days.max()?.description ?? "none"), not \(last)")
        }
        if folder != "csv" || statements.count == 1 {
            faults += balanceFaults(openings, statements.compactMap(\.opening), "opening")
            faults += balanceFaults(closings, statements.compactMap(\.closing), "closing")
        }
        return faults
    }

    private func balanceFaults(
        _ wanted: [String], _ given: [StatedBalance], _ name: String
    ) -> [String] {
        if wanted.isEmpty { return [] }
        let found = given.compactMap { $0.amount.scaled(to: 8) }.sorted()
        return found == wanted.compactMap(CorpusFile.number).sorted()
            ? [] : ["\(name) \(found), not \(wanted)"]
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
