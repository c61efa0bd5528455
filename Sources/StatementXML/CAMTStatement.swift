import Foundation
import Model
package import Statements

/// Reads the statements of ISO 20022 in all their versions: camt.052 (during the day), camt.053 (end of day)
/// and camt.054 (notices).
package enum CAMTStatement {
    private static let kinds: [(name: String, list: String)] = [
        ("BkToCstmrAcctRpt", "Rpt"), ("BkToCstmrStmt", "Stmt"), ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    ]

    /// Reads one file whose content showed that it is one of the three.
    ///
    /// - Complexity: O(bytes) time and memory; files of 256 MiB and more are refused.
    package static func read(_ bytes: [UInt8], _ format: StatementFormat) -> StatementReading {
        do {
            guard bytes.count < 1 << 28 else {
                throw CAMTRefusal(reason: "the file is too large", row: 1)
            }
            let root = try XMLTreeBuilder.tree(bytes)
            var statements: [Statement] = []
            for (name, list) in kinds {
                // The first version has its number in the name.
                let message = ([root] + root.children).first { $0.name.hasPrefix(name) }
                for report in message?.all(list) ?? [] {
                    statements.append(try CAMTAccount(report).statement())
                }
            }
            return .read(
                statements: statements, layout: StatementSettings(),
                headerSignature: format.rawValue, encoding: "xml")
        } catch let refusal as XMLRefusal {
            return .refused(
                reason: refusal.reason, row: refusal.line, column: nil, value: nil)
        } catch let refusal as CAMTRefusal {
            return .refused(
                reason: refusal.reason, row: refusal.row, column: nil, value: refusal.value)
        } catch {
            return .refused(reason: "\(error)", row: nil, column: nil, value: nil)
        }
    }
}

/// Why an entry cannot be read.
struct CAMTRefusal: Error {
    var reason: String
    var row: Int
    var value: String?
}

/// One account's report in a message.
private struct CAMTAccount {
    private let report: XMLTree

    init(_ report: XMLTree) { self.report = report }

    func statement() throws -> Statement {
        let account = report["Acct"]
        let identifier =
            account?.text(at: "Id/IBAN") ?? account?.text(at: "Id/Othr/Id")
            ?? account?.text(at: "Id/PrtryAcct/Id") ?? account?.text(at: "Id/BBAN")
        let opening = try balance(["OPBD", "PRCD"])
        let closing = try balance(["CLBD"])
        let code =
            account?.text(at: "Ccy") ?? report["Bal"]?["Amt"]?.attributes["Ccy"]
            ?? report["Ntry"]?["Amt"]?.attributes["Ccy"]
        var builder = StatementBuilder(
            identifier: identifier, currency: code.flatMap { CurrencyCode($0) })
        for entry in report.all("Ntry") {
            // Information about what may come later moves nothing.
            let status = entry.text(at: "Sts/Cd") ?? entry.text(at: "Sts") ?? "BOOK"
            if ["INFO", "FUTR"].contains(status) {
                builder.skip()
            } else {
                builder.append(try CAMTEntry(entry).record(isPending: status == "PDNG"))
            }
        }
        builder.setOpening(opening)
        builder.setClosing(closing)
        return builder.finished()
    }

    /// The balance of the first kind that is there.
    private func balance(_ kinds: [String]) throws -> StatedBalance? {
        for kind in kinds {
            let found = report.all("Bal").first {
                ($0.text(at: "Tp/CdOrPrtry/Cd") ?? $0.text(at: "Tp/Cd")) == kind
            }
            guard let found else { continue }
            return StatedBalance(
                date: CAMTEntry.day(found["Dt"]), amount: try CAMTEntry.amount(found))
        }
        return nil
    }
}

/// One entry (`Ntry`): what was booked, with the details of the payments in it.
struct CAMTEntry {
    private let entry: XMLTree
    private let details: [XMLTree]

    init(_ entry: XMLTree) {
        self.entry = entry
        // The first version has the details in the entry itself.
        let lists = entry.all("NtryDtls").flatMap { $0.all("TxDtls") }
        details = lists.isEmpty ? entry.all("TxDtls") : lists
    }

    func record(isPending: Bool) throws -> StatementRecord {
        let value = CAMTEntry.day(entry["ValDt"])
        guard let day = CAMTEntry.day(entry["BookgDt"]) ?? value else {
            throw CAMTRefusal(
                reason: "an entry has neither a booking day nor a value day", row: entry.line)
        }
        let amount = try CAMTEntry.amount(entry)
        var record = StatementRecord(
            row: entry.line, bookingDate: day, amount: amount, raw: entry.raw)
        record.isPending = isPending
        record.valueDate = value
        record.currency = entry["Amt"]?.attributes["Ccy"].flatMap { CurrencyCode($0) }
        record.entryReference = meaningful(entry.text(at: "NtryRef"))
        record.transactionID = meaningful(entry.text(at: "AcctSvcrRef"))
        take(isOut: amount.units < 0, &record)
        return record
    }

    /// One payment's details say who and what for; of several, what the entry says, and who they are.
    private func take(isOut: Bool, _ record: inout StatementRecord) {
        let information = meaningful(entry.text(at: "AddtlNtryInf"))
        guard details.count == 1, let payment = details.first else {
            record.text = [information].compactMap { $0 }
            if record.text.isEmpty {
                record.text = details.compactMap { party($0, isOut: isOut).name }
            }
            return
        }
        let other = party(payment, isOut: isOut)
        record.counterparty = other.name
        record.counterpartyIBAN = other.iban
        record.endToEnd = meaningful(payment.text(at: "Refs/EndToEndId"))
        record.mandate = meaningful(payment.text(at: "Refs/MndtId"))
        if record.transactionID == nil {
            record.transactionID = meaningful(payment.text(at: "Refs/AcctSvcrRef"))
        }
        let remittance = payment["RmtInf"]
        var text = CAMTEntry.joined((remittance?.all("Ustrd") ?? []).map(\.text))
            .compactMap { meaningful($0) }
        text += (remittance?.all("Strd") ?? []).compactMap {
            meaningful($0.text(at: "CdtrRefInf/Ref") ?? $0.text(at: "CdtrRefInf/CdtrRef"))
        }
        if text.isEmpty {
            text = [meaningful(payment.text(at: "AddtlTxInf")) ?? information].compactMap { $0 }
        }
        record.text = text
        record.fx = foreign(payment, record.currency)
    }

    /// Texts, with those in one piece that were cut because 140 characters were full.
    private static func joined(_ pieces: [String]) -> [String] {
        var texts: [String] = []
        var isFull = false
        for piece in pieces {
            if isFull, let last = texts.popLast() {
                texts.append(last + piece)
            } else {
                texts.append(piece)
            }
            isFull = piece.count == 140
        }
        return texts
    }

    /// Who is on the other side: for what goes out the creditor, for what comes in the debtor; who stands
    /// behind them comes first.
    private func party(_ payment: XMLTree, isOut: Bool) -> (name: String?, iban: String?) {
        guard let parties = payment["RltdPties"] else { return (nil, nil) }
        func name(_ role: String) -> String? {
            meaningful(parties.text(at: "\(role)/Nm") ?? parties.text(at: "\(role)/Pty/Nm"))
        }
        let roles = isOut ? ["UltmtCdtr", "Cdtr"] : ["UltmtDbtr", "Dbtr"]
        let account = isOut ? "CdtrAcct" : "DbtrAcct"
        return (
            roles.lazy.compactMap(name).first, meaningful(parties.text(at: "\(account)/Id/IBAN"))
        )
    }

    /// What the payment was instructed in, where that is another currency.
    private func foreign(_ payment: XMLTree, _ own: CurrencyCode?) -> ForeignAmount? {
        let instructed =
            payment.at("AmtDtls/InstdAmt/Amt") ?? entry.at("AmtDtls/InstdAmt/Amt")
        guard let instructed, let code = instructed.attributes["Ccy"].flatMap({ CurrencyCode($0) }),
            code != own, let amount = DecimalNumber(banking: instructed.text)
        else { return nil }
        return ForeignAmount(amount: amount, currency: code)
    }

    /// `Amt` with the sign of `CdtDbtInd`, which also in a reversal says which way the money went.
    static func amount(_ element: XMLTree) throws -> DecimalNumber {
        let text = element.text(at: "Amt") ?? ""
        let digits = text.hasPrefix("-") ? String(text.dropFirst()) : text
        guard let amount = DecimalNumber(digits) else {
            throw CAMTRefusal(reason: "this is no amount", row: element.line, value: text)
        }
        switch element.text(at: "CdtDbtInd") {
        case "DBIT": return DecimalNumber(units: -amount.units, decimals: amount.decimals)
        case "CRDT": return amount
        case let other:
            throw CAMTRefusal(
                reason: "an amount says neither CRDT nor DBIT", row: element.line, value: other)
        }
    }

    /// The bank's civil day, of a day or of the front of a moment, whatever its zone.
    static func day(_ element: XMLTree?) -> CivilDate? {
        let text = element?.text(at: "Dt") ?? element?.text(at: "DtTm")
        return text.flatMap { CivilDate(iso: String($0.prefix(10))) }
    }

    private func meaningful(_ text: String?) -> String? {
        guard let text = text?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty,
            !["NOTPROVIDED", "NOTAVAILABLE", "NONREF", "-"].contains(text.uppercased())
        else { return nil }
        return text
    }
}
